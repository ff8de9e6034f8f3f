// A search for a few bytes in many, quick whatever the bytes are; std::string_view::find stops at each first letter.
// Internal to analysis/facts.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace rowtype::facts {

// The offset of the first `needle` at or behind `from`; npos where there is none.
[[nodiscard]] inline std::size_t find_bytes(std::string_view bytes, std::string_view needle, std::size_t from = 0) {
    if (from > bytes.size()) return std::string_view::npos;
    const void* found = memmem(bytes.data() + from, bytes.size() - from, needle.data(), needle.size());
    return found == nullptr ? std::string_view::npos : static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
}

}  // namespace rowtype::facts
