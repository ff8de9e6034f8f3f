#include "analysis/codegen/literals.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "reflect/base/text.h"

namespace rowtype::codegen {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Characters that a reader cannot see or that reorder what he sees, and those that are no characters.
constexpr std::array<Range, 21> kInvisible = {{
    {0x0000, 0x001F}, {0x007F, 0x00A0}, {0x00AD, 0x00AD},    {0x034F, 0x034F}, {0x0600, 0x0605}, {0x061C, 0x061C},
    {0x06DD, 0x06DD}, {0x070F, 0x070F}, {0x115F, 0x1160},    {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F},
    {0x205F, 0x206F}, {0x3000, 0x3000}, {0x3164, 0x3164},    {0xD800, 0xF8FF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0xE0000, 0x10FFFF},
}};

// Characters that take two columns in every table.
constexpr std::array<Range, 6> kWide = {{
    {0x3041, 0x3096},
    {0x30A0, 0x30FF},
    {0x4E00, 0x9FA5},
    {0xAC00, 0xD7A3},
    {0xFF01, 0xFF5E},
    {0x1F600, 0x1F640},
}};

// Letters and signs that take one column in every table.
constexpr std::array<Range, 9> kNarrow = {{
    {0x0020, 0x02FF},
    {0x0370, 0x0377},
    {0x0384, 0x0482},
    {0x048A, 0x052F},
    {0x0531, 0x0556},
    {0x0561, 0x0587},
    {0x05D0, 0x05EA},
    {0x0621, 0x064A},
    {0x1E00, 0x1EFF},
}};

template <std::size_t Size>
bool is_in(char32_t point, const std::array<Range, Size>& ranges) {
    return std::ranges::any_of(ranges, [&](Range range) { return range.first <= point && point <= range.last; });
}

std::string hexadecimal(char32_t value, int digits) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (int digit = digits - 1; digit >= 0; --digit) text += kDigits[(value >> (4 * digit)) & 0xF];
    return text;
}

std::string escaped(char32_t point) {
    switch (point) {
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        default: break;
    }
    if (point < 0x100) return "\\x" + hexadecimal(point, 2);
    if (point < 0x10000) return "\\u" + hexadecimal(point, 4);
    return "\\U" + hexadecimal(point, 8);
}

// Printable ASCII, as nearly all names and texts are: nothing in it needs a table of characters. Eight bytes at a time: of a byte outside
// of 0x20 to 0x7E one of the three has the highest bit.
bool is_printable_ascii(std::string_view text) {
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    std::uint64_t found = 0;
    const auto look_at = [&](std::uint64_t bytes) { found |= bytes | (bytes + kOnes) | (bytes - kOnes * ' '); };
    std::uint64_t bytes = 0;
    for (; text.size() >= sizeof bytes; text.remove_prefix(sizeof bytes)) {
        std::memcpy(&bytes, text.data(), sizeof bytes);
        look_at(bytes);
    }
    bytes = kOnes * ' ';
    for (const char byte : text) bytes = (bytes << 8U) | static_cast<unsigned char>(byte);
    look_at(bytes);
    return (found & (kOnes * 0x80)) == 0;
}

// Whether a literal, or a docstring's line, holds the text as it is.
bool needs_no_escape(std::string_view text) {
    return text.find('"') == std::string_view::npos && text.find('\\') == std::string_view::npos && is_printable_ascii(text);
}

// One character inside a literal whose quote is taken care of by the caller.
void append_character(std::string& literal, std::string_view text, std::size_t at, CodePoint point) {
    if (point.value == '\\') {
        literal += "\\\\";
    } else if (is_in(point.value, kInvisible)) {
        literal += escaped(point.value);
    } else if (point.value == 0xFFFD) {
        literal += "\xEF\xBF\xBD";
    } else {
        literal += text.substr(at, point.size);
    }
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n\f\v";
    const std::size_t begin = std::min(text.find_first_not_of(kBlank), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    const LineIndex index(text);
    for (std::uint32_t line = 0; line < index.line_count(); ++line) {
        lines.push_back(trimmed(slice(text, index.line_span(text, line))));
    }
    return lines;
}

// One line of a docstring. `is_edge`: quotes at its ends would touch the docstring's own.
std::string docstring_line(std::string_view line, bool is_edge) {
    if (needs_no_escape(line)) return std::string(line);
    std::string result;
    for (std::size_t at = 0; at < line.size();) {
        const CodePoint point = decode_code_point(line, at);
        if (point.value == '"') {
            const bool outermost = is_edge && (at == 0 || at + 1 == line.size());
            const bool beside_another = (at != 0 && line[at - 1] == '"') || (at + 1 < line.size() && line[at + 1] == '"');
            result += outermost || beside_another ? "\\x22" : "\"";
        } else {
            append_character(result, line, at, point);
        }
        at += point.size;
    }
    return result;
}

}  // namespace

CodePoint decode_code_point(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) return {lead, 1};
    std::size_t size = 0;
    if (lead >= 0xC2 && lead <= 0xDF) size = 2;
    if (lead >= 0xE0 && lead <= 0xEF) size = 3;
    if (lead >= 0xF0 && lead <= 0xF4) size = 4;
    if (size == 0 || at + size > text.size() || !is_valid_utf8(text.substr(at, size))) return {0xFFFD, 1};
    char32_t value = lead & (0x7FU >> size);
    for (std::size_t index = 1; index < size; ++index) {
        value = (value << 6) | (static_cast<unsigned char>(text[at + index]) & 0x3FU);
    }
    return {value, size};
}

std::string string_literal(std::string_view text) {
    if (needs_no_escape(text)) {
        std::string literal;
        literal.reserve(text.size() + 2);
        return literal.append("\"").append(text).append("\"");
    }
    const auto doubles = std::ranges::count(text, '"');
    const auto singles = std::ranges::count(text, '\'');
    const char quote = doubles > singles ? '\'' : '"';
    std::string literal(1, quote);
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_code_point(text, at);
        if (point.value == static_cast<unsigned char>(quote)) literal += '\\';
        append_character(literal, text, at, point);
        at += point.size;
    }
    return literal + quote;
}

std::string docstring(std::string_view text, std::string_view indent) {
    text = trimmed(text);
    if (text.empty()) return "";
    const std::vector<std::string_view> lines = lines_of(text);
    std::string result = "\"\"\"" + docstring_line(lines.front(), true);
    for (std::size_t index = 1; index < lines.size(); ++index) {
        result += "\n";
        if (!lines[index].empty()) result += std::string(indent) + docstring_line(lines[index], true);
    }
    if (lines.size() > 1) result += "\n" + std::string(indent);
    return result + "\"\"\"";
}

std::string comment_text(std::string_view text) {
    const bool plain = !text.empty() && std::ranges::all_of(text, [](unsigned char letter) {
        const bool alphanumeric =
            (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
        return alphanumeric || std::string_view("_. (),[]-").find(static_cast<char>(letter)) != std::string_view::npos;
    });
    return plain && text.front() != ' ' ? std::string(text) : string_literal(text);
}

DisplayWidth display_width(std::string_view line) {
    if (is_printable_ascii(line)) return {line.size(), line.size()};
    DisplayWidth width;
    for (std::size_t at = 0; at < line.size();) {
        const CodePoint point = decode_code_point(line, at);
        at += point.size;
        const bool narrow = is_in(point.value, kNarrow);
        const bool wide = !narrow && is_in(point.value, kWide);
        width.least += narrow ? 1 : wide ? 2 : 0;
        width.most += narrow ? 1 : 2;
    }
    return width;
}

}  // namespace rowtype::codegen
