#include "reflect/snapshot/json_writer.h"

#include <array>

#include "reflect/base/text.h"

namespace rowtype::snapshot {

namespace {

void append_escape(std::string& into, std::uint32_t code_unit) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    into += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) into += kDigits[(code_unit >> static_cast<unsigned>(shift)) & 0xF];
}

// Whether a byte stands for itself.
bool is_plain(char letter) { return letter >= 0x20 && letter < 0x7F && letter != '"' && letter != '\\'; }

void append_ascii(std::string& into, unsigned char letter) {
    switch (letter) {
        case '"': into += "\\\""; return;
        case '\\': into += "\\\\"; return;
        case '\n': into += "\\n"; return;
        case '\r': into += "\\r"; return;
        case '\t': into += "\\t"; return;
        default: break;
    }
    append_escape(into, letter);
}

std::uint32_t decode(std::string_view sequence) {
    constexpr std::array<unsigned, 5> kLeadMask = {0, 0x7F, 0x1F, 0x0F, 0x07};
    std::uint32_t code = static_cast<unsigned char>(sequence[0]) & kLeadMask[sequence.size()];
    for (const char next : sequence.substr(1)) code = (code << 6) | (static_cast<unsigned char>(next) & 0x3Fu);
    return code;
}

// Characters that would hide or reorder what a reader of the file sees (CVE-2021-42574).
bool is_deceptive(std::uint32_t code) {
    return (code >= 0x80 && code < 0xA0) || code == 0x200E || code == 0x200F || code == 0x061C ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

}  // namespace

void append_json_string(std::string& into, std::string_view text) {
    into += '"';
    std::size_t position = 0;
    while (position < text.size()) {
        const std::size_t begin = position;
        while (position < text.size() && is_plain(text[position])) ++position;
        into.append(text, begin, position - begin);
        if (position == text.size()) break;
        const auto letter = static_cast<unsigned char>(text[position]);
        if (letter < 0x80) {
            append_ascii(into, letter);
            ++position;
            continue;
        }
        // The base library answers 1 for a byte that starts no well-formed sequence.
        const std::string_view sequence = text.substr(position, utf8_length(text.substr(position, 4), 0));
        position += sequence.size();
        if (!is_valid_utf8(sequence)) {
            into += "\xEF\xBF\xBD";
        } else if (const std::uint32_t code = decode(sequence); is_deceptive(code)) {
            append_escape(into, code);
        } else {
            into += sequence;
        }
    }
    into += '"';
}

}  // namespace rowtype::snapshot
