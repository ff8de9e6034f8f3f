#include "reflect/sql/string_literals.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "reflect/base/text.h"

namespace rowtype::sql {

namespace {

constexpr std::size_t kMaximumNameBytes = 63;  // NAMEDATALEN - 1

// Exactly `digits` hexadecimal digits at `at` that name a character; surrogates and NUL are left as written.
std::optional<std::uint32_t> code_point_at(std::string_view raw, std::size_t at, std::size_t digits) {
    if (at + digits > raw.size()) return std::nullopt;
    std::uint32_t value = 0;
    const char* end = raw.data() + at + digits;
    const auto [stopped, error] = std::from_chars(raw.data() + at, end, value, 16);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (error != std::errc() || stopped != end || surrogate || value == 0 || value > 0x10FFFF) return std::nullopt;
    return value;
}

// Appends the escape at raw[at] (a backslash) and answers how many bytes it took.
std::size_t append_unicode_escape(std::string& text, std::string_view raw, std::size_t at) {
    if (raw.substr(at).starts_with("\\\\")) {
        text += '\\';
        return 2;
    }
    const bool is_long = at + 1 < raw.size() && raw[at + 1] == '+';
    const std::size_t begin = at + (is_long ? 2 : 1);
    const std::size_t digits = is_long ? 6 : 4;
    if (const auto code_point = code_point_at(raw, begin, digits)) {
        append_utf8(text, *code_point);
        return begin + digits - at;
    }
    text += '\\';
    return 1;
}

std::size_t append_byte_escape(std::string& text, std::string_view raw, std::size_t begin, std::size_t most, int base) {
    std::uint32_t value = 0;
    const std::size_t end = std::min(begin + most, raw.size());
    const auto [stopped, error] = std::from_chars(raw.data() + begin, raw.data() + end, value, base);
    if (error != std::errc() || value == 0 || value > 0xFF) {
        text += '\\';
        return 1;
    }
    text += static_cast<char>(value);
    return static_cast<std::size_t>(stopped - raw.data());
}

std::size_t append_c_escape(std::string& text, std::string_view raw, std::size_t at) {
    if (at + 1 >= raw.size()) {
        text += '\\';
        return 1;
    }
    const char letter = raw[at + 1];
    constexpr std::string_view kLetters = "bfnrtv";
    constexpr std::string_view kValues = "\b\f\n\r\t\v";
    if (const std::size_t index = kLetters.find(letter); index != std::string_view::npos) {
        text += kValues[index];
        return 2;
    }
    if (letter == 'u' || letter == 'U') {
        const std::size_t digits = letter == 'u' ? 4 : 8;
        if (const auto code_point = code_point_at(raw, at + 2, digits)) {
            append_utf8(text, *code_point);
            return 2 + digits;
        }
    }
    if (letter == 'x' && at + 2 < raw.size()) {
        const std::size_t stopped = append_byte_escape(text, raw, at + 2, 2, 16);
        return stopped == 1 ? 1 : stopped - at;
    }
    if (letter >= '0' && letter <= '7') {
        const std::size_t stopped = append_byte_escape(text, raw, at + 1, 3, 8);
        return stopped == 1 ? 1 : stopped - at;
    }
    text += letter;
    return 2;
}

}  // namespace

std::string decode_string(std::string_view raw, StringStyle style) {
    if (style == StringStyle::Plain || raw.find('\\') == std::string_view::npos) return std::string(raw);
    std::string text;
    for (std::size_t at = 0; at < raw.size();) {
        if (raw[at] != '\\') {
            text += raw[at++];
        } else if (style == StringStyle::Escape) {
            at += append_c_escape(text, raw, at);
        } else {
            at += append_unicode_escape(text, raw, at);
        }
    }
    return text;
}

std::string fold(std::string_view name) {
    std::string folded(name);
    for (char& letter : folded) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return folded;
}

std::string truncate_identifier(std::string name) {
    if (name.size() <= kMaximumNameBytes) return name;
    std::size_t end = kMaximumNameBytes;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    name.resize(end);
    return name;
}

}  // namespace rowtype::sql
