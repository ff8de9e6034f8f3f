// Edits that mend an embedded resource of a select string: shared by the two rules about relationships.
#pragma once

#include <vector>

#include "analysis/rules/rule.h"

namespace rowtype::rules {

// "Write users!posts_author_fkey" for each hint that chooses one relationship, where the name stands in the text as it is.
void choose_hint(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);

// "a (one, by x), b (rows whose y is this)", cut short after a few.
[[nodiscard]] std::string list_hints(const std::vector<binding::EmbedHint>& hints);

}  // namespace rowtype::rules
