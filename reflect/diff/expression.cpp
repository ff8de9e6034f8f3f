#include "reflect/diff/expression.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "reflect/diff/expression_tree.h"
#include "reflect/sql/lexer.h"

namespace rowtype::diff {

namespace {

// The same tokens, whatever stands between them: for what does not parse.
bool same_tokens(std::string_view left, std::string_view right) {
    const auto plain = [](std::string_view text) {
        std::vector<std::string> values;
        for (const sql::Token& token : sql::lex(text)) values.push_back(token.value);
        return values;
    };
    return plain(left) == plain(right);
}

std::string lower_case(std::string_view text) {
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lowered;
}

bool same_numbers(std::string_view left, std::string_view right) {
    const auto read = [](std::string_view text, double& value) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc{} && end == text.data() + text.size();
    };
    double first = 0;
    double second = 0;
    return read(left, first) && read(right, second) && first == second;
}

// 't', 'yes' and 'on' are true.
bool same_truth(const std::string& left, const std::string& right) {
    const auto truth = [](const std::string& text) -> std::string {
        for (const char* word : {"t", "true", "y", "yes", "on", "1"}) {
            if (text == word) return "true";
        }
        for (const char* word : {"f", "false", "n", "no", "off", "0"}) {
            if (text == word) return "false";
        }
        return "";
    };
    const bool is_truth = left == "true" || left == "false" || right == "true" || right == "false";
    return is_truth && !truth(left).empty() && truth(left) == truth(right);
}

// A document's blanks and order of keys, a name's schema and quotes: the letters and digits are what is left.
std::string substance(const std::string& text) {
    std::string kept;
    for (const char letter : text) {
        const bool is_ascii_mark =
            static_cast<unsigned char>(letter) < 0x80 && !(letter >= '0' && letter <= '9') && !(letter >= 'a' && letter <= 'z');
        if (!is_ascii_mark) kept += letter;
    }
    std::ranges::sort(kept);
    return kept;
}

// As PostgreSQL prints times and intervals: digits and marks, and of words "day", "mon" and "year" alone.
bool is_printed_time(std::string_view text) {
    std::string word;
    for (std::size_t index = 0; index <= text.size(); ++index) {
        const char letter = index < text.size() ? text[index] : ' ';
        if (letter >= 'a' && letter <= 'z') {
            word += letter;
            continue;
        }
        if (word.ends_with('s')) word.pop_back();
        if (!word.empty() && word != "day" && word != "mon" && word != "year") return false;
        word.clear();
    }
    return true;
}

bool looks_like_time(std::string_view text) {
    if (text.find_first_of("{[<(/") != std::string_view::npos) return false;
    for (const char* part : {":", "hour", "min", "sec", "week", "mon", "year", "day", "now", "infinity", "epoch"}) {
        if (text.find(part) != std::string_view::npos) return true;
    }
    return false;
}

// A name of the catalog, qualified or not.
bool same_names(std::string_view left, std::string_view right) {
    const auto last = [](std::string_view text) -> std::string_view {
        const bool is_name =
            !text.empty() && (text.front() == '"' || text.front() == '_' || (text.front() >= 'a' && text.front() <= 'z'));
        return is_name ? text.substr(text.rfind('.') + 1) : std::string_view();
    };
    return !last(left).empty() && last(left) == last(right);
}

// The bytes of a bytea constant in either of its spellings, '\x6162' and 'a\142'; none where it is neither.
std::optional<std::string> bytes_of(std::string_view text) {
    const auto digit = [](char letter) { return letter <= '9' ? letter - '0' : (letter | 0x20) - 'a' + 10; };
    std::string bytes;
    if (text.starts_with("\\x")) {
        if (text.size() % 2 != 0 || text.find_first_not_of("0123456789abcdefABCDEF", 2) != std::string_view::npos)
            return std::nullopt;
        for (std::size_t at = 2; at < text.size(); at += 2) {
            bytes += static_cast<char>(digit(text[at]) * 16 + digit(text[at + 1]));
        }
        return bytes;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            bytes += text[at];
        } else if (text.substr(at).starts_with("\\\\")) {
            bytes += text[at++];
        } else {
            const std::string_view octal = text.substr(at + 1, 3);
            if (octal.size() < 3 || octal.find_first_not_of("01234567") != std::string_view::npos) return std::nullopt;
            bytes += static_cast<char>((octal[0] - '0') * 64 + (octal[1] - '0') * 8 + (octal[2] - '0'));
            at += 3;
        }
    }
    return bytes;
}

bool same_bytes(std::string_view left, std::string_view right) {
    if (!left.starts_with("\\x") && !right.starts_with("\\x")) return false;
    const std::optional<std::string> first = bytes_of(left);
    return first && first == bytes_of(right);
}

bool same_constant(const Expression& left, const Expression& right) {
    if (left.text == right.text) return true;
    const std::string first = lower_case(left.text);
    const std::string second = lower_case(right.text);
    if (same_truth(first, second) || same_numbers(first, second)) return true;
    if (left.kind != Expression::Kind::Reprinted && right.kind != Expression::Kind::Reprinted) return false;
    if (same_bytes(left.text, right.text)) return true;
    if (substance(first) == substance(second) || same_names(first, second)) return true;
    // '1 hour' is '01:00:00', '2020-01-01' is '2020-01-01 00:00:00+00': of two that are not both printed nothing can be told.
    const bool is_time = looks_like_time(first) || looks_like_time(second);
    const bool is_prefix = first.starts_with(second) || second.starts_with(first);
    return is_time && (is_prefix || !is_printed_time(first) || !is_printed_time(second));
}

bool same(const Expression& left, const Expression& right) {
    const bool are_constants = left.kind != Expression::Kind::Other && right.kind != Expression::Kind::Other;
    if (are_constants) return same_constant(left, right);
    if (left.kind != right.kind || left.text != right.text || left.parts.size() != right.parts.size()) return false;
    return std::ranges::equal(left.parts, right.parts, same);
}

// As pg_get_viewdef() begins and ends its texts.
bool is_printed_query(std::string_view text) { return text.starts_with(' ') && text.ends_with(';'); }

}  // namespace

bool same_expression(std::string_view left, std::string_view right) {
    if (left == right) return true;
    const std::optional<Expression> first = read_expression(left);
    const std::optional<Expression> second = read_expression(right);
    return first && second ? same(*first, *second) : same_tokens(left, right);
}

bool same_query(std::string_view left, std::string_view right) {
    if (left == right || is_printed_query(left) != is_printed_query(right)) return true;
    const std::optional<Expression> first = read_query(left);
    const std::optional<Expression> second = read_query(right);
    return first && second ? same(*first, *second) : same_tokens(left, right);
}

}  // namespace rowtype::diff
