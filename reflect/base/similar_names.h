// "Did you mean": the nearest of a set of names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype {

// Damerau-Levenshtein distance (adjacent swaps count one) over bytes, ignoring ASCII case; gives up with limit + 1.
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t limit);

// The candidate most like `name`, or none when nothing is near enough to be meant: at most one edit per three
// characters, at least one; a name that differs only by case or a plural "s" is always near. Ties: first in `candidates`.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace rowtype
