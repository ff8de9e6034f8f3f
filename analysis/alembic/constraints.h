// Constraints as SQL: those among the arguments of create_table() and those of columns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/alembic/naming.h"
#include "analysis/alembic/values.h"

namespace rowtype::alembic {

// Each is nothing where a column or table of it cannot be told.
[[nodiscard]] std::optional<std::string> inline_foreign_key(const TableNames& names, const std::string& column,
                                                            const Value& call);                         // sa.ForeignKey(…)
[[nodiscard]] std::optional<std::string> check_constraint(const TableNames& names, const Value& call);  // sa.CheckConstraint(…)

// A constraint of a table, by its class; `key_columns` are added to, for a primary key; `linked_columns` for a foreign key.
struct TableConstraint {
    std::string sql;
    bool is_primary_key = false;
    std::vector<std::string> key_columns = {};
    std::vector<std::string> linked_columns = {};
    const Value* key_name = nullptr;  // of a primary key whose columns say that they are its
};
[[nodiscard]] bool is_constraint(const Value& value);
[[nodiscard]] std::optional<TableConstraint> read_constraint(const TableNames& names, const Value& call);

}  // namespace rowtype::alembic
