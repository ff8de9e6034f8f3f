#pragma once

#include <vector>

#include "analysis/binding/bound_row_class.h"
#include "analysis/binding/context.h"

namespace rowtype::binding {

// The classes that the SQL calls of a statement make their rows of. Whatever is not certain is left out: texts with parts that are not
// constant, cursors that are assigned more than once, classes with a constructor of their own.
[[nodiscard]] std::vector<BoundRowClass> bind_row_classes(const StatementView& statement, const Context& context);

}  // namespace rowtype::binding
