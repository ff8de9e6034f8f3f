// A search for a few bytes in many, quick whatever the bytes are; std::string_view::find stops at each first letter.
// Internal to analysis/facts.
#pragma once

#include <cstddef>
#include <string_view>

namespace rowtype::facts {

// The offset of the first `needle` at or behind `from`; npos where there is none.
[[nodiscard]] std::size_t find_bytes(std::string_view bytes, std::string_view needle, std::size_t from = 0);

}  // namespace rowtype::facts
