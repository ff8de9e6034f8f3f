#pragma once

#include <vector>

#include "analysis/binding/bound_row_class.h"
#include "analysis/binding/bound_rows.h"
#include "analysis/binding/bound_sql.h"
#include "analysis/binding/context.h"

namespace rowtype::binding {

struct RowClassBinding {
    std::vector<BoundRowClass> classes;
    std::vector<RowWidth> widths;  // args_row(Point) of a class that takes another number of values than the query gives columns
};

// The classes that the SQL calls of a statement make their rows of. Whatever is not certain is left out: texts with parts that are not
// constant, cursors that are assigned more than once, classes with a constructor of their own.
// `sql`: that of the statement.
[[nodiscard]] RowClassBinding bind_row_classes(const StatementView& statement, const std::vector<BoundSql>& sql,
                                               const Context& context);

// Whether the call's cursor, or its connection, was given a row_factory where the statement opens it: what its query puts out is then
// wanted.
[[nodiscard]] bool has_row_factory(const facts::SqlCall& call, const StatementView& statement);

}  // namespace rowtype::binding
