// CREATE INDEX, of op.create_index(), of sa.Index() among a table's elements, and of columns with index=True.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/alembic/naming.h"
#include "analysis/alembic/operations.h"
#include "analysis/alembic/values.h"

namespace rowtype::alembic {

// `options` is the call that has unique=, postgresql_where= and so on; `name` what stands in it, and `full_name` what comes of
// it. Nothing where an element cannot be told.
[[nodiscard]] std::optional<std::string> index_sql(const std::string& table, const Value* name, const std::string& full_name,
                                                   const std::vector<const Value*>& elements, const Value& options);

// By the convention; where it has nothing to say and nothing was given, SQLAlchemy's own: ix_schema_table_column.
[[nodiscard]] std::string index_name(const TableNames& names, const TableName& table, const std::vector<std::string>& columns,
                                     const Value* given = nullptr);

// Those of the elements that are columns, by name.
[[nodiscard]] std::vector<std::string> plain_columns(const std::vector<const Value*>& elements);

}  // namespace rowtype::alembic
