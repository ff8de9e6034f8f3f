// What a driver makes of the rows of a call that executes SQL: psycopg's row_factory=dict_row, psycopg2's cursor_factory=RealDictCursor,
// of the cursor, of its connection, or of the pool that this came from.
#pragma once

#include <optional>

#include "analysis/binding/context.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/row_shape.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

// Of "cursor.execute(…)" or "connection.execute(…)"; nothing where it cannot be told, or where an object of a class or a single value is
// made of each row. Connections are followed through names, attributes of self and functions of the project to the call that opened them.
[[nodiscard]] std::optional<RowKind> row_kind_of(const facts::SqlCall& call, const StatementView& statement,
                                                 const ModelModules& modules);

}  // namespace rowtype::binding
