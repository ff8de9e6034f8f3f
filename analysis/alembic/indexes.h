// CREATE INDEX, of op.create_index(), of sa.Index() among a table's elements, and of columns with index=True.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/alembic/values.h"

namespace rowtype::alembic {

// `options` is the call that has unique=, postgresql_where= and so on. Nothing where an element cannot be told. `unnamed` is
// the name where `name` is None.
[[nodiscard]] std::optional<std::string> index_sql(const std::string& table, const Value* name, const std::string& unnamed,
                                                   const std::vector<const Value*>& elements, const Value& options);

// SQLAlchemy's own: ix_schema_table_column.
[[nodiscard]] std::string index_name(const std::string& schema, const std::string& table, const std::string& column);

}  // namespace rowtype::alembic
