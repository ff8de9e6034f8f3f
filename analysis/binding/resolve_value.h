// From a name to the value that it stands for, across scopes, classes and modules.
#pragma once

#include "analysis/binding/context.h"
#include "analysis/binding/folded_text.h"

namespace rowtype::binding {

// The one value that a Name or dotted Attribute in `scope` of the statement stands for, or null when that cannot be told:
// assigned more than once, conditionally, a parameter, from a module that is not known.
[[nodiscard]] ResolvedValue resolve_value(const facts::Value& reference, std::uint32_t scope, const StatementView& statement,
                                          const Context& context);

}  // namespace rowtype::binding
