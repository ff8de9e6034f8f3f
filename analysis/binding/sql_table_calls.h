// Calls of drivers that take a table's and columns' names as arguments, without SQL: asyncpg's copy_records_to_table("t", columns=[…]),
// psycopg2's copy_from(file, "t", columns=[…]), pandas' read_sql_table("t", schema=…).
#pragma once

#include <optional>

#include "analysis/binding/bound_sql.h"
#include "analysis/binding/folded_text.h"

namespace rowtype::binding {

[[nodiscard]] bool is_table_call(const facts::SqlCall& call);

// Nothing where the table's name is not constant.
[[nodiscard]] std::optional<BoundSql> bind_table_call(const facts::SqlCall& call, const ValueResolver& resolve,
                                                      const Context& context);

}  // namespace rowtype::binding
