// What `check --fix` may do with a rule's fixes, in words: for `rowtype explain` and RULES.md.
#pragma once

#include <string_view>

#include "analysis/rules/rule.h"

namespace rowtype::rules {

// "safe", "unsafe", "safe, or unsafe where …", "none: why". A new rule goes into a list of the source; a test asks for it.
[[nodiscard]] std::string_view fix_words(const Rule& rule);

}  // namespace rowtype::rules
