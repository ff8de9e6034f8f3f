#include "analysis/binding/literal_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace rowtype::binding {

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_blank(char letter) { return letter == ' ' || (letter >= '\t' && letter <= '\r'); }

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string lower_case(std::string_view text) {
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lowered;
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::ranges::find(words, word) != words.end();
}

// src/backend/utils/adt/bool.c: the words and what they begin with, as far as that leaves no choice.
bool is_boolean(std::string_view text) {
    const std::string word = lower_case(trim(text));
    if (word.empty()) return false;
    constexpr std::array<std::string_view, 6> kWords = {"true", "false", "yes", "no", "1", "0"};
    const bool begins = std::ranges::any_of(kWords, [&](std::string_view whole) { return whole.starts_with(word); });
    return begins || is_one_of(word, std::array<std::string_view, 3>{"on", "of", "off"});
}

// Of PostgreSQL 16 on: 0x1F, 0o17, 0b1, 1_000. `text` has no sign.
bool has_newer_digits(std::string_view text) {
    const std::string begin = lower_case(text.substr(0, 2));
    return begin == "0x" || begin == "0o" || begin == "0b" || text.find('_') != std::string_view::npos;
}

bool fits(std::string_view digits, std::string_view largest) {
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return digits.size() != largest.size() ? digits.size() < largest.size() : digits <= largest;
}

bool is_integer(std::string_view text, std::string_view largest, std::string_view largest_negative) {
    text = trim(text);
    if (text.empty()) return false;
    const bool negative = text.front() == '-';
    if (negative || text.front() == '+') text.remove_prefix(1);
    if (has_newer_digits(text)) return true;
    if (text.empty() || !std::ranges::all_of(text, is_digit)) return false;
    return fits(text, negative ? largest_negative : largest);
}

bool is_number(std::string_view text) {
    text = trim(text);
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    constexpr std::array<std::string_view, 3> kWords = {"nan", "inf", "infinity"};
    if (is_one_of(lower_case(text), kWords)) return true;
    if (text.empty() || has_newer_digits(text)) return !text.empty();
    std::size_t index = 0;
    std::size_t digits = 0;
    const auto skip_digits = [&] {
        const std::size_t begin = index;
        while (index < text.size() && is_digit(text[index])) ++index;
        return index - begin;
    };
    digits = skip_digits();
    if (index < text.size() && text[index] == '.') {
        ++index;
        digits += skip_digits();
    }
    if (digits == 0) return false;
    if (index < text.size() && (text[index] == 'e' || text[index] == 'E')) {
        ++index;
        if (index < text.size() && (text[index] == '-' || text[index] == '+')) ++index;
        if (skip_digits() == 0) return false;
    }
    return index == text.size();
}

// src/backend/utils/adt/uuid.c: 32 hexadecimal digits, a hyphen after any group of four, braces around it all.
bool is_uuid(std::string_view text) {
    if (text.starts_with('{')) {
        if (!text.ends_with('}')) return false;
        text = text.substr(1, text.size() - 2);
    }
    std::size_t digits = 0;
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (text[index] == '-') {
            if (digits == 0 || digits % 4 != 0 || digits >= 32 || text[index - 1] == '-') return false;
        } else if (std::isxdigit(static_cast<unsigned char>(text[index])) != 0) {
            ++digits;
        } else {
            return false;
        }
    }
    return digits == 32;
}

// Dates have many forms; without a digit there are a few words only.
bool may_be_date(std::string_view text) {
    constexpr std::array<std::string_view, 12> kWords = {"now",       "today",    "tomorrow",  "yesterday", "epoch", "infinity",
                                                         "-infinity", "allballs", "+infinity", "current",   "z",     "undefined"};
    if (std::ranges::any_of(text, is_digit)) return true;
    const std::string words = lower_case(text);
    return std::ranges::any_of(kWords, [&](std::string_view word) { return words.find(word) != std::string::npos; });
}

bool may_be_json(std::string_view text) {
    text = trim(text);
    if (text.empty()) return false;
    if (text.front() == 't' || text.front() == 'f' || text.front() == 'n') {
        return is_one_of(text, std::array<std::string_view, 3>{"true", "false", "null"});
    }
    if (text.front() == '"') return text.size() > 1 && text.back() == '"';
    if (text.front() == '{') return text.back() == '}';
    if (text.front() == '[') return text.back() == ']';
    return text.front() == '-' || is_digit(text.front());
}

bool is_one_of_types(const catalog::Type& type, std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(names, [&](std::string_view name) { return type.is_builtin(name); });
}

bool takes_text(const catalog::Type& type, std::string_view text) {
    if (type.is_array()) return trim(text).starts_with('{') || trim(text).starts_with('[');
    if (type.is_builtin("bool")) return is_boolean(text);
    if (type.is_builtin("int2")) return is_integer(text, "32767", "32768");
    if (type.is_builtin("int4")) return is_integer(text, "2147483647", "2147483648");
    if (type.is_builtin("int8")) return is_integer(text, "9223372036854775807", "9223372036854775808");
    if (is_one_of_types(type, {"numeric", "float4", "float8"})) return is_number(text);
    if (type.is_builtin("uuid")) return is_uuid(text);
    if (is_one_of_types(type, {"date", "timestamp", "timestamptz"})) return may_be_date(text);
    if (is_one_of_types(type, {"json", "jsonb"})) return may_be_json(text);
    return true;
}

}  // namespace

bool takes_literal(const catalog::Type& type, const std::vector<std::string>& labels, const SqlLiteral& literal) {
    const bool is_enum = !labels.empty() && !type.is_array();
    if (literal.kind == SqlLiteral::Kind::Text) {
        return is_enum ? std::ranges::find(labels, literal.text) != labels.end() : takes_text(type, literal.text);
    }
    if (is_enum) return false;
    if (type.is_array()) return type.name.schema != "pg_catalog";
    if (is_one_of_types(type, {"uuid", "date", "timestamp", "timestamptz", "json", "jsonb"})) return false;
    if (literal.kind == SqlLiteral::Kind::Number) return !type.is_builtin("bool");
    return !is_one_of_types(type, {"int2", "int4", "int8", "numeric", "float4", "float8"});
}

}  // namespace rowtype::binding
