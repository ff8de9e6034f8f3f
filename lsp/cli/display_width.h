// How many columns of a terminal a text takes.
#pragma once

#include <cstdint>
#include <string_view>

namespace rowtype::cli {

// 0 for combining marks, 2 for East Asian wide characters and emoji, else 1.
[[nodiscard]] int display_width(std::uint32_t code_point);
// Of UTF-8 text; a byte that is not UTF-8 counts one.
[[nodiscard]] int display_width(std::string_view text);

}  // namespace rowtype::cli
