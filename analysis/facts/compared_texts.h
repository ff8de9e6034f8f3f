// Texts that an expression is compared with. Internal to analysis/facts.
#pragma once

#include <vector>

#include "analysis/facts/source.h"
#include "analysis/facts/value.h"
#include "analysis/syntax/flat_tree.h"

namespace rowtype::facts {

// Of "side == 'a'", "'a' != side" and "side in ('a', 'b')": 'a', and 'b'. Nothing of comparisons of three, or of another sign.
[[nodiscard]] std::vector<Value> texts_compared_with(const syntax::FlatNode& comparison, const syntax::FlatNode& side,
                                                     const Source& source);

// The texts among the items of a list, tuple or set.
[[nodiscard]] std::vector<Value> texts_in(const Value& list);

}  // namespace rowtype::facts
