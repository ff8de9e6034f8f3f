#include "reflect/base/printable.h"

#include <array>
#include <cstdio>

#include "reflect/base/text.h"

namespace rowtype {

namespace {

bool is_hostile(std::uint32_t code_point);
std::string escaped(std::uint32_t code_point);

}  // namespace

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();) {
        const DecodedCodePoint decoded = decode_utf8(text, offset);
        if (!decoded.valid) {
            std::array<char, 8> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "\\x%02x",
                          static_cast<unsigned>(static_cast<unsigned char>(text[offset])));
            out += buffer.data();
        } else if (is_hostile(decoded.code_point)) {
            out += escaped(decoded.code_point);
        } else {
            out.append(text, offset, decoded.size);
        }
        offset += decoded.size;
    }
    return out;
}

DecodedCodePoint decode_utf8(std::string_view text, std::size_t offset) {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at])); };
    const std::uint32_t lead = byte(offset);
    if (lead < 0x80) return {lead, 1, true};
    const std::uint32_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (offset + size > text.size() || !is_valid_utf8(text.substr(offset, size))) return {};
    constexpr std::array<std::uint32_t, 5> kLeadBits = {0, 0x7F, 0x1F, 0x0F, 0x07};
    std::uint32_t code_point = lead & kLeadBits[size];
    for (std::uint32_t i = 1; i < size; ++i) code_point = (code_point << 6U) | (byte(offset + i) & 0x3FU);
    return {code_point, size, true};
}

namespace {

// C0 and C1 controls, line and paragraph separators, the characters that change the direction of what follows, and the
// byte-order mark.
bool is_hostile(std::uint32_t code_point) {
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F) || code_point == 0x61C ||
           (code_point >= 0x200E && code_point <= 0x200F) || (code_point >= 0x2028 && code_point <= 0x202E) ||
           (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0xFEFF;
}

std::string escaped(std::uint32_t code_point) {
    switch (code_point) {
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        default: break;
    }
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), code_point <= 0xFF ? "\\x%02x" : "\\u%04x", code_point);
    return buffer.data();
}

}  // namespace

}  // namespace rowtype
