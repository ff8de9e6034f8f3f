#include "reflect/base/encoding.h"

namespace rowtype {

namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xE000; }

}  // namespace

void append_utf8(std::string& text, std::uint32_t code_point) {
    if (code_point > 0x10FFFF || is_surrogate(code_point)) code_point = kReplacement;
    const auto add = [&](std::uint32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
    const auto add_rest = [&](unsigned shift) { add(0x80U | ((code_point >> shift) & 0x3FU)); };
    if (code_point < 0x80) {
        add(code_point);
    } else if (code_point < 0x800) {
        add(0xC0U | (code_point >> 6U));
        add_rest(0);
    } else if (code_point < 0x10000) {
        add(0xE0U | (code_point >> 12U));
        add_rest(6);
        add_rest(0);
    } else {
        add(0xF0U | (code_point >> 18U));
        add_rest(12);
        add_rest(6);
        add_rest(0);
    }
}

bool has_utf16_mark(std::string_view bytes) { return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"); }

std::optional<std::string> utf8_of_utf16(std::string_view bytes) {
    if (!has_utf16_mark(bytes)) return std::nullopt;
    const std::size_t low = bytes.starts_with("\xFF\xFE") ? 0 : 1;  // which of two bytes is the lower
    const auto unit_at = [&](std::size_t at) {
        const auto byte = [&](std::size_t index) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[index])); };
        return byte(at + low) | (byte(at + 1 - low) << 8U);
    };
    std::string text;
    text.reserve(bytes.size() / 2);
    std::size_t at = 2;
    for (; at + 1 < bytes.size(); at += 2) {
        std::uint32_t code_point = unit_at(at);
        if (is_high_surrogate(code_point) && at + 3 < bytes.size()) {
            const std::uint32_t second = unit_at(at + 2);
            if (is_surrogate(second) && !is_high_surrogate(second)) {
                code_point = 0x10000 + ((code_point - 0xD800) << 10U) + (second - 0xDC00);
                at += 2;
            }
        }
        append_utf8(text, code_point);
    }
    if (at < bytes.size()) append_utf8(text, kReplacement);
    return text;
}

}  // namespace rowtype
