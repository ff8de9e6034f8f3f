// Whether putting the suggested name in place of the written one mends a plain error or goes by a guess.
#pragma once

#include <string_view>

#include "analysis/rules/rule.h"

namespace rowtype::rules {

// Safe: the schema itself says so (a pending migration renames it), or the two names are one but for the case of letters, underscores, a plural "s",
// or one letter of a word that is longer than that. "price1" and "price2", "side_a" and "side_b" are two names.
[[nodiscard]] Fix::Safety suggestion_safety(std::string_view written, const Finding& finding);

}  // namespace rowtype::rules
