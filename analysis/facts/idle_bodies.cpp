#include "analysis/facts/idle_bodies.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analysis/facts/call_names.h"
#include "analysis/facts/dialect_types.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/find_bytes.h"
#include "analysis/facts/handed_texts.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/logical_lines.h"
#include "analysis/facts/orm_hints.h"
#include "analysis/facts/row_methods.h"
#include "analysis/facts/yielded_values.h"
#include "reflect/base/text.h"

namespace rowtype::facts {

namespace {

constexpr std::uint32_t kShortBody = 48;  // bytes; not worth the while

// Whether the word stands at the begin, and no longer one.
bool begins_with_word(std::string_view text, std::string_view word) {
    return text.starts_with(word) && (text.size() == word.size() || !is_identifier_byte(text[word.size()]));
}

class Blanking {
public:
    Blanking(std::string_view text, const std::vector<LogicalLine>& lines, const ExtractionSettings& settings)
        : text_(text), lines_(lines), settings_(settings) {}

    IdleBodies run();

private:
    [[nodiscard]] std::string_view code(std::size_t line) const {
        return text_.substr(lines_[line].begin, lines_[line].end - lines_[line].begin);
    }
    // From the line to where the next one behind `end` begins: what a node of these lines has at most, comments behind it included.
    [[nodiscard]] std::string_view bytes(std::size_t line, std::size_t end) const {
        const std::size_t behind = end < lines_.size() ? lines_[end].begin : text_.size();
        return text_.substr(lines_[line].begin, behind - lines_[line].begin);
    }
    [[nodiscard]] bool is_function(std::size_t line) const;
    [[nodiscard]] std::size_t end_of_block(std::size_t line) const;
    void look_at_class(std::size_t line, std::size_t end);
    // `may_hold_calls`: holds_calls() has not said no of all that is around it.
    void look_at_function(std::size_t line, std::size_t end, bool may_hold_calls);
    [[nodiscard]] bool is_idle(std::size_t line, std::size_t end, bool may_hold_calls) const;
    [[nodiscard]] bool may_name(std::size_t line, std::size_t end) const;
    [[nodiscard]] bool is_declared_attribute(std::size_t line) const;
    [[nodiscard]] std::optional<Span> body_to_blank(std::size_t line, std::size_t end) const;
    void blank(Span body);

    std::string_view text_;
    const std::vector<LogicalLine>& lines_;
    const ExtractionSettings& settings_;
    IdleBodies result_;
};

IdleBodies Blanking::run() {
    for (std::size_t line = 0; line < lines_.size();) {
        const std::size_t end = end_of_block(line);
        if (is_function(line)) look_at_function(line, end, true);
        else if (begins_with_word(code(line), "class")) look_at_class(line, end);
        line = end;
    }
    return std::move(result_);
}

bool Blanking::is_function(std::size_t line) const {
    std::string_view head = code(line);
    if (begins_with_word(head, "async")) head.remove_prefix(std::min(head.size(), head.find_first_not_of(" \t", 5)));
    return begins_with_word(head, "def");
}

// The first line behind this one that stands no further in.
std::size_t Blanking::end_of_block(std::size_t line) const {
    std::size_t end = line + 1;
    while (end < lines_.size() && lines_[end].indent > lines_[line].indent) ++end;
    return end;
}

// Where a class makes queries its methods are looked at in full: what one sets another may use.
void Blanking::look_at_class(std::size_t line, std::size_t end) {
    if (holds_calls(bytes(line, end), false, settings_)) return;
    for (std::size_t member = line + 1; member < end;) {
        const std::size_t behind = end_of_block(member);
        if (is_function(member)) look_at_function(member, behind, false);
        member = behind;
    }
}

void Blanking::look_at_function(std::size_t line, std::size_t end, bool may_hold_calls) {
    if (end == line + 1) return;
    const std::optional<Span> body = body_to_blank(line, end);
    if (!body || !is_idle(line, end, may_hold_calls)) return;
    blank(*body);
    result_.functions.push_back(lines_[line].begin);
}

// Without the last statement where that is a return. Nothing where what is returned would have the function looked at (returns_a_name()),
// or what is last cannot be told.
std::optional<Span> Blanking::body_to_blank(std::size_t line, std::size_t end) const {
    const std::size_t first = line + 1;
    std::size_t last = end - 1;
    while (lines_[last].indent != lines_[first].indent) --last;
    std::size_t behind = end;
    if (lines_[last].has_semicolon) return std::nullopt;
    if (const std::string_view statement = code(last); begins_with_word(statement, "return")) {
        constexpr std::array<std::string_view, 4> kPlain = {"return", "return None", "return True", "return False"};
        const bool is_long = lines_[end - 1].end - lines_[line].begin > kLongNode;
        const bool is_plain = std::ranges::find(kPlain, statement) != kPlain.end();
        if (!lines_[line].has_arrow && !is_long && !is_plain) return std::nullopt;
        behind = last;
    }
    if (behind == first) return std::nullopt;
    const Span body{lines_[first].begin, lines_[behind - 1].end};
    return body.size() < kShortBody ? std::nullopt : std::optional(body);
}

// As StatementWalk::enter_function() asks, or stricter.
bool Blanking::is_idle(std::size_t line, std::size_t end, bool may_hold_calls) const {
    const std::string_view all = bytes(line, end);
    const auto holds = [&](std::string_view word) { return find_bytes(all, word) != std::string_view::npos; };
    if (holds("class ") || holds("global") || holds("rowtype:") || holds("__init__") || holds(".execute()")) return false;
    if (holds(kDialectType) || may_set_row_factory(all) || may_yield_connection(all)) return false;
    if (holds_orm_calls(all) || may_hand_on_sql(all)) return false;
    if (may_hold_calls && holds_calls(all, false, settings_)) return false;
    return !may_name(line, end) && !is_declared_attribute(line);
}

// A function that may be naming_result()'s: short, of plain statements, and it gives a text.
bool Blanking::may_name(std::size_t line, std::size_t end) const {
    if (lines_[end - 1].end - lines_[line].begin > kLongNamingFunction) return false;
    if (std::any_of(lines_.begin() + static_cast<std::ptrdiff_t>(line) + 1, lines_.begin() + static_cast<std::ptrdiff_t>(end),
                    [&](const LogicalLine& one) { return one.indent > lines_[line + 1].indent; }))
        return false;
    const std::string_view head = code(line);
    const std::size_t arrow = lines_[line].has_arrow ? head.rfind("->") + 2 : head.size();
    const bool gives_text = begins_with_word(head.substr(std::min(head.size(), head.find_first_not_of(" \t", arrow))), "str");
    return gives_text || find_bytes(bytes(line, end), ".lower()") != std::string_view::npos;
}

// By its decorators, whatever they are called in full.
bool Blanking::is_declared_attribute(std::size_t line) const {
    for (std::size_t above = line; above > 0 && text_[lines_[above - 1].begin] == '@'; --above) {
        if (find_bytes(code(above - 1), "declared") != std::string_view::npos) return true;
    }
    return false;
}

void Blanking::blank(Span body) {
    if (result_.text.empty()) result_.text = text_;
    const auto begin = result_.text.begin() + body.begin;
    const auto end = result_.text.begin() + body.end;
    std::replace_if(
        begin, end, [](char byte) { return byte != '\n'; }, ' ');
    *begin = '(';
    *(end - 1) = ')';
    result_.gaps.push_back({body.begin + 1, body.end - 1});
}

}  // namespace

IdleBodies blank_idle_bodies(std::string_view text, const ExtractionSettings& settings) {
    if (find_bytes(text, "def ") == std::string_view::npos || text.find('\0') != std::string_view::npos) return {};
    const auto lines = logical_lines(text);
    return lines ? Blanking(text, *lines, settings).run() : IdleBodies();
}

}  // namespace rowtype::facts
