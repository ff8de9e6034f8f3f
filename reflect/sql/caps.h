// Limits that a text must keep before PostgreSQL's parser sees it: its printer recurses, and dies on long operator chains
// (RELIABILITY.md section 0, finding 4).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowtype::sql {

inline constexpr std::size_t kMaximumTextBytes = 1024UL * 1024UL;
inline constexpr std::size_t kMaximumOperators = 20'000;  // in one statement
inline constexpr std::size_t kMaximumTreeDepth = 2'000;

// Why the text must not be parsed, or nothing. Linear in the text.
[[nodiscard]] std::optional<std::string> cap_exceeded(std::string_view sql);

}  // namespace rowtype::sql
