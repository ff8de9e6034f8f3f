#pragma once

#include <vector>

#include "analysis/binding/bound_row_class.h"
#include "analysis/binding/bound_rows.h"
#include "analysis/binding/bound_sql.h"
#include "analysis/binding/context.h"

namespace rowtype::binding {

// The classes that the SQL calls of a statement make their rows of. Whatever is not certain is left out: texts with parts that are not
// constant, cursors that are assigned more than once, classes with a constructor of their own.
// `sql`: that of the statement.
[[nodiscard]] std::vector<BoundRowClass> bind_row_classes(const StatementView& statement, const std::vector<BoundSql>& sql,
                                                          const Context& context);

// args_row(Point) of a class that takes another number of values than the query gives columns.
[[nodiscard]] std::vector<RowWidth> bind_row_arguments(const StatementView& statement, const std::vector<BoundSql>& sql,
                                                       const Context& context);

// Whether the call's cursor, or its connection, was given a row_factory where the statement opens it: what its query puts out is then
// wanted.
[[nodiscard]] bool has_row_factory(const facts::SqlCall& call, const StatementView& statement);

}  // namespace rowtype::binding
