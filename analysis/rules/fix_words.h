// What `check --fix` may do with a rule's fixes, in words: for `rowtype explain` and RULES.md.
#pragma once

#include <string_view>

#include "analysis/rules/rule.h"

namespace rowtype::rules {

// "safe", "unsafe", "safe, or unsafe where …", "none". A new rule with a fix goes into the list of the source; a test asks for it.
[[nodiscard]] std::string_view fix_words(const Rule& rule);

}  // namespace rowtype::rules
