#include "lsp/cli/display_width.h"

#include <algorithm>
#include <array>

#include "lsp/cli/display_width_tables.h"
#include "reflect/base/printable.h"

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

}  // namespace rowtype::cli
