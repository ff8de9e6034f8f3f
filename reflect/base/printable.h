// Text from outside, made harmless for whoever shows it: names and comments of a database are written by strangers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rowtype {

// The code point that starts at text[offset] and its length in bytes; a byte that is not UTF-8 gives 0xFFFD and 1.
struct DecodedCodePoint {
    std::uint32_t code_point = 0xFFFD;
    std::uint32_t size = 1;
    bool valid = false;
};
[[nodiscard]] DecodedCodePoint decode_utf8(std::string_view text, std::size_t offset);

// Control characters (tab and line ends included), bidirectional formatting and invalid bytes become \x1b, \u202e, \xff.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace rowtype
