// How many columns of a terminal a text takes.
#pragma once

#include <cstdint>
#include <string_view>

namespace rowtype::cli {

// 0 for combining marks, 2 for East Asian wide characters and emoji, else 1.
[[nodiscard]] int display_width(std::uint32_t code_point);
// Of UTF-8 text; a byte that is not UTF-8 counts one.
[[nodiscard]] int display_width(std::string_view text);

// The code point that starts at text[offset] and its length in bytes; a byte that is not UTF-8 gives 0xFFFD and 1.
struct DecodedCodePoint {
    std::uint32_t code_point = 0xFFFD;
    std::uint32_t size = 1;
    bool valid = false;
};
[[nodiscard]] DecodedCodePoint decode_utf8(std::string_view text, std::size_t offset);

}  // namespace rowtype::cli
