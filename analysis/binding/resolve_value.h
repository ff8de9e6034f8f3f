// From a name to the value that it stands for, across scopes, classes and modules.
#pragma once

#include "analysis/binding/context.h"
#include "analysis/binding/folded_text.h"

namespace rowtype::binding {

// The one value that a Name, dotted Attribute, entry of a constant dictionary or conditional expression in `scope` of the statement
// stands for, or null when that cannot be told: a parameter, from a module that is not known, assigned more than once. In the last
// case its values stand in `alternatives`.
[[nodiscard]] ResolvedValue resolve_value(const facts::Value& reference, std::uint32_t scope, const StatementView& statement,
                                          const Context& context);

}  // namespace rowtype::binding
