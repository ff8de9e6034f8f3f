// Calls of a project's own layer that name tables and columns, as [[tool.rowtype.calls]] describes them. Internal to bind_queries.cpp.
#pragma once

#include "analysis/binding/bound_query.h"
#include "analysis/binding/context.h"

namespace rowtype::binding {

// Adds them to `binding`. Those that take SQL are bind_sql's.
void bind_taught_queries(const StatementView& statement, const Context& context, QueryBinding& binding);

// The argument of a call by its keyword or place; null where it is not passed.
[[nodiscard]] const facts::Value* taught_argument(const facts::NamedCall& call, const TaughtArgument& argument);

}  // namespace rowtype::binding
