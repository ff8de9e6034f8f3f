// Whether putting the suggested name in place of the written one mends a plain error or goes by a guess.
#pragma once

#include <string_view>

#include "analysis/rules/rule.h"

namespace rowtype::rules {

// Safe: the schema itself says so (a migration renames it), or the two names are one but for the case of letters and underscores, or but for
// one letter that is another, too many or missing in a word of at least four letters (a plural "s" among them); in a shorter word only a
// letter that stands twice. Names with other digits, or a short word that is another, are two names: "price1" and "price2", "side_a" and "side_b".
[[nodiscard]] Fix::Safety suggestion_safety(std::string_view written, const Finding& finding);

}  // namespace rowtype::rules
