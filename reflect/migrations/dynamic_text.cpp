#include "reflect/migrations/dynamic_text.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "reflect/sql/names.h"

namespace rowtype::migrations {

using sql::Token;
using sql::TokenKind;

namespace {

constexpr int kMaximumDepth = 8;
constexpr std::string_view kUnknown = "%s";

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] std::size_t size() const { return end - begin; }
};

class Evaluator {
public:
    explicit Evaluator(const std::vector<Token>& body) : body_(body) {}

    DynamicText evaluate(Range range, int depth) const;

private:
    [[nodiscard]] bool is(std::size_t index, std::string_view value) const {
        return index < body_.size() && body_[index].kind != TokenKind::String && body_[index].value == value;
    }
    [[nodiscard]] std::vector<Range> split(Range range, std::string_view separator) const;
    [[nodiscard]] DynamicText piece(Range range, int depth) const;
    [[nodiscard]] DynamicText call(Range range, int depth) const;
    [[nodiscard]] DynamicText formatted(const std::vector<Range>& arguments, int depth) const;
    [[nodiscard]] std::optional<Range> only_assignment(std::string_view variable) const;

    const std::vector<Token>& body_;
};

void append(DynamicText& to, const DynamicText& more) {
    to.text += more.text;
    to.is_complete = to.is_complete && more.is_complete;
}

std::string quoted_literal(const std::string& text) {
    std::string quoted = "'";
    for (const char letter : text) {
        if (letter == '\'') quoted += '\'';
        quoted += letter;
    }
    return quoted + "'";
}

// At depth 0 of brackets.
std::vector<Range> Evaluator::split(Range range, std::string_view separator) const {
    std::vector<Range> parts = {{range.begin, range.begin}};
    int depth = 0;
    for (std::size_t index = range.begin; index < range.end; ++index) {
        if (is(index, "(") || is(index, "[")) ++depth;
        if (is(index, ")") || is(index, "]")) --depth;
        if (depth == 0 && is(index, separator)) {
            parts.push_back({index + 1, index + 1});
        } else {
            parts.back().end = index + 1;
        }
    }
    return parts;
}

DynamicText Evaluator::evaluate(Range range, int depth) const {
    DynamicText whole{"", true};
    if (depth > kMaximumDepth || range.size() == 0) return {std::string(kUnknown), false};
    for (const Range& part : split(range, "||")) append(whole, piece(part, depth));
    return whole;
}

DynamicText Evaluator::piece(Range range, int depth) const {
    if (range.size() == 0) return {std::string(kUnknown), false};
    const Token& first = body_[range.begin];
    const bool is_alone = range.size() == 1 || is(range.begin + 1, "::");
    if (first.kind == TokenKind::String && is_alone) return {first.value, true};
    if (first.kind == TokenKind::Identifier && is_alone) {
        const std::optional<Range> assigned = only_assignment(first.value);
        return assigned ? evaluate(*assigned, depth + 1) : DynamicText{std::string(kUnknown), false};
    }
    if (is(range.begin, "(") && is(range.end - 1, ")")) return evaluate({range.begin + 1, range.end - 1}, depth + 1);
    return call(range, depth);
}

DynamicText Evaluator::call(Range range, int depth) const {
    const bool is_call = range.size() >= 3 && is(range.begin + 1, "(") && is(range.end - 1, ")");
    if (!is_call) return {std::string(kUnknown), false};
    const std::string& function = body_[range.begin].value;
    const std::vector<Range> arguments = split({range.begin + 2, range.end - 1}, ",");
    if (function == "format") return formatted(arguments, depth + 1);
    DynamicText joined{"", true};
    if (function == "concat") {
        for (const Range& argument : arguments) append(joined, evaluate(argument, depth + 1));
        return joined;
    }
    if (function == "quote_ident" || function == "quote_literal") {
        DynamicText quoted = evaluate(arguments.front(), depth + 1);
        if (!quoted.is_complete) return {std::string(kUnknown), false};
        quoted.text = function == "quote_ident" ? sql::quote_identifier(quoted.text) : quoted_literal(quoted.text);
        return quoted;
    }
    // replace('alter table @t …', '@t', name) and the like: what the first literal says is there in some form.
    const DynamicText start = evaluate(arguments.front(), depth + 1);
    return {start.text + std::string(kUnknown), false};
}

// %s, %I and %L, with positions and widths; PostgreSQL's manual, "format".
DynamicText Evaluator::formatted(const std::vector<Range>& arguments, int depth) const {
    const DynamicText pattern = evaluate(arguments.front(), depth);
    DynamicText result{"", pattern.is_complete};
    std::size_t next = 1;
    const std::string_view text = pattern.text;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            result.text += text[at];
            continue;
        }
        const std::size_t letter = std::min(text.find_first_not_of("0123456789$-*", at + 1), text.size() - 1);
        std::size_t position = next;
        if (const std::size_t dollar = text.substr(at, letter - at).find('$'); dollar != std::string_view::npos) {
            std::from_chars(text.data() + at + 1, text.data() + at + dollar, position);
        }
        at = letter;
        if (text[letter] == '%') {
            result.text += '%';
            continue;
        }
        next = position + 1;
        const DynamicText argument =
            position < arguments.size() ? evaluate(arguments[position], depth) : DynamicText{std::string(kUnknown), false};
        if (!argument.is_complete || !pattern.is_complete) {
            append(result, {std::string(kUnknown), false});
        } else {
            result.text += text[letter] == 'I'   ? sql::quote_identifier(argument.text)
                           : text[letter] == 'L' ? quoted_literal(argument.text)
                                                 : argument.text;
        }
    }
    return result;
}

// The expression behind the one `variable := …;` of the body. SELECT … INTO and loops that set it are not told apart.
std::optional<Range> Evaluator::only_assignment(std::string_view variable) const {
    std::optional<Range> found;
    for (std::size_t index = 0; index < body_.size(); ++index) {
        const bool in_query = is(index, "into") || is(index, "for") || is(index, "foreach");
        if (in_query && is(index + 1, variable)) return std::nullopt;
        if (!is(index, variable)) continue;
        std::size_t sign = index + 1;
        while (sign < body_.size() && body_[sign].kind == TokenKind::Identifier) ++sign;  // its type, in DECLARE
        if (!is(sign, ":=") && !(sign == index + 1 && is(sign, "=") && (index == 0 || is(index - 1, ";")))) continue;
        if (found) return std::nullopt;
        std::size_t end = sign + 1;
        while (end < body_.size() && !is(end, ";")) ++end;
        found = Range{sign + 1, end};
    }
    return found;
}

}  // namespace

DynamicText dynamic_text(const std::vector<Token>& body, std::size_t begin, std::size_t end) {
    return Evaluator(body).evaluate({begin, std::min(end, body.size())}, 0);
}

}  // namespace rowtype::migrations
