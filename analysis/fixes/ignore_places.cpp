#include "analysis/fixes/ignore_places.h"

#include <algorithm>

#include "analysis/fixes/line_text.h"

namespace rowtype::fixes {

namespace {

using findings::TextEdit;

std::string joined(const std::vector<std::string>& rules);

}  // namespace

IgnorePlaces::IgnorePlaces(std::string_view text, const facts::FileFacts& file) : text_(text), constructs_(file) {
    read_lines();
    std::uint32_t from = 0;
    for (const facts::PlacedStatement& statement : file.statements) {
        read_strings(from, statement.offset);
        from = statement.offset;
        for (const facts::IgnoreComment& ignore : statement.facts->ignores) {
            if (!ignore.whole_file) comments_.push_back({ignore.span.shifted(statement.offset), &ignore, statement.offset});
        }
    }
    read_strings(from, static_cast<std::uint32_t>(text.size()));
    std::ranges::stable_sort(comments_, {}, [](const Comment& comment) { return comment.span.begin; });
}

// The finding's own line, else the last lines of the constructs around it, the smallest first: those that the engine reads a
// comment on.
std::optional<std::uint32_t> IgnorePlaces::place(const findings::Finding& finding) const {
    const std::uint32_t offset = finding.span.begin;
    if (finding.rule.empty() || offset > text_.size()) return std::nullopt;
    if (takes_comment(offset)) return offset;
    for (const Span& span : constructs_.around(offset)) {
        const std::uint32_t last = span.empty() ? span.end : span.end - 1;
        if (takes_comment(last)) return last;
    }
    return std::nullopt;
}

std::optional<TextEdit> IgnorePlaces::edit(std::uint32_t offset, const std::set<std::string>& rules) const {
    const Span here = line(offset);
    const Comment* present = comment_on(here);
    if (present == nullptr) {
        const std::string_view code = slice(text_, here);
        const std::size_t last = code.find_last_not_of(" \t\f");
        const std::uint32_t end = here.begin + static_cast<std::uint32_t>(last == std::string_view::npos ? 0 : last + 1);
        return TextEdit{{end, here.end}, "  # rowtype: ignore[" + joined({rules.begin(), rules.end()}) + "]"};
    }
    const facts::IgnoreComment& ignore = *present->comment;
    std::vector<std::string> added;
    for (const std::string& rule : rules) {
        if (std::ranges::find(ignore.rules, rule) == ignore.rules.end()) added.push_back(rule);
    }
    if (added.empty()) return std::nullopt;
    if (!ignore.rule_spans.empty()) {
        const std::uint32_t end = ignore.rule_spans.back().end + present->statement;
        return TextEdit{{end, end}, ", " + joined(added)};
    }
    const std::size_t bracket = slice(text_, present->span).find("[]");
    if (bracket == std::string_view::npos) return std::nullopt;  // without a list it ignores every rule
    const std::uint32_t at = present->span.begin + static_cast<std::uint32_t>(bracket) + 1;
    return TextEdit{{at, at}, joined(added)};
}

Span IgnorePlaces::line(std::uint32_t offset) const {
    const std::size_t index = line_index(offset);
    const std::uint32_t mark = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    return {index == 0 ? mark : lines_[index - 1].end + 1, lines_[index].end};
}

void IgnorePlaces::read_lines() {
    for (std::size_t at = 0; at < text_.size(); ++at) {
        if (text_[at] == '\n' || text_[at] == '\r') lines_.push_back({static_cast<std::uint32_t>(at), false});
    }
    lines_.push_back({static_cast<std::uint32_t>(text_.size()), false});
}

// One statement, and what follows it up to the next.
void IgnorePlaces::read_strings(std::uint32_t from, std::uint32_t to) {
    std::uint32_t at = from;
    while (at < to) {
        const char letter = text_[at];
        if (letter == '#') {
            at = line(at).end;
        } else if (letter == '"' || letter == '\'') {
            const std::optional<std::uint32_t> close = string_literal_end(text_, at);
            mark_in_string(at, std::min(close.value_or(to), to));
            if (!close && to == text_.size()) lines_.back().in_string = true;  // it never ends
            if (!close) return;
            at = *close;
        } else {
            ++at;
        }
    }
}

void IgnorePlaces::mark_in_string(std::uint32_t from, std::uint32_t to) {
    for (std::size_t index = line_index(from); index < lines_.size() && lines_[index].end < to; ++index) {
        lines_[index].in_string = true;
    }
}

std::size_t IgnorePlaces::line_index(std::uint32_t offset) const {
    const auto found = std::ranges::lower_bound(lines_, offset, {}, &Line::end);
    return found == lines_.end() ? lines_.size() - 1 : static_cast<std::size_t>(found - lines_.begin());
}

// Not inside a string, and not where a backslash joins the next line.
bool IgnorePlaces::takes_comment(std::uint32_t offset) const {
    const Line& line = lines_[line_index(offset)];
    return !line.in_string && (line.end == 0 || text_[line.end - 1] != '\\');
}

const IgnorePlaces::Comment* IgnorePlaces::comment_on(Span line) const {
    const auto found = std::ranges::lower_bound(comments_, line.begin, {}, [](const Comment& one) { return one.span.begin; });
    return found == comments_.end() || found->span.begin > line.end ? nullptr : &*found;
}

namespace {

std::string joined(const std::vector<std::string>& rules) {
    std::string text;
    for (const std::string& rule : rules) text += (text.empty() ? "" : ", ") + rule;
    return text;
}

}  // namespace

}  // namespace rowtype::fixes
