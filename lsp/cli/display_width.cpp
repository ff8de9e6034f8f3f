#include "lsp/cli/display_width.h"

#include <algorithm>
#include <array>

#include "lsp/cli/display_width_tables.h"
#include "reflect/base/text.h"

namespace rowtype::cli {

namespace {

template <std::size_t size>
bool contains(const std::array<CodePointRange, size>& ranges, std::uint32_t code_point) {
    const auto after = std::upper_bound(ranges.begin(), ranges.end(), code_point,
                                        [](std::uint32_t wanted, const CodePointRange& range) { return wanted < range.first; });
    return after != ranges.begin() && code_point <= std::prev(after)->last;
}

}  // namespace

int display_width(std::uint32_t code_point) {
    if (code_point < 0x300) return 1;
    if (contains(kZeroWidth, code_point)) return 0;
    return contains(kWide, code_point) ? 2 : 1;
}

int display_width(std::string_view text) {
    int width = 0;
    for (std::size_t offset = 0; offset < text.size();) {
        const DecodedCodePoint decoded = decode_utf8(text, offset);
        width += display_width(decoded.code_point);
        offset += decoded.size;
    }
    return width;
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

}  // namespace rowtype::cli
