#include "reflect/base/encoding.h"

#include <cstdint>

#include "reflect/base/text.h"

namespace rowtype {

namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xE000; }

}  // namespace

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
