// sa.Column(…) as a column of CREATE TABLE or ADD COLUMN.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/alembic/column_types.h"
#include "analysis/alembic/naming.h"
#include "analysis/alembic/values.h"

namespace rowtype::alembic {

struct ColumnDefinition {
    std::string name;
    const Value* value = nullptr;  // the call
    ColumnType type;
    std::string default_text;  // SQL; empty: none
    std::string generated;     // GENERATED … of an identity or a computed column; else empty
    bool is_identity = false;
    std::optional<bool> nullable;  // as written
    bool primary_key = false;
    bool unique = false;
    bool index = false;
    std::optional<bool> autoincrement;  // as written; "ignore_fk" is taken as if nothing was
    bool has_foreign_key = false;
    bool fills_itself = false;             // a default of the program's, a sequence: no serial
    std::vector<std::string> constraints;  // of the table: FOREIGN KEY …, CHECK …
    std::vector<std::string> created;      // statements that come first: types, sequences
    std::optional<std::string> comment;
    std::vector<std::string> notes;  // on what of it cannot be told and is taken as unknown
};

// Nothing where the column, or whether it may be null, cannot be told.
[[nodiscard]] std::optional<ColumnDefinition> read_column(const TableNames& names, const Value& value);
[[nodiscard]] bool is_column(const Value& value);

// "name" TYPE DEFAULT … NOT NULL; as a serial where `is_serial`.
[[nodiscard]] std::string column_sql(const ColumnDefinition& column, bool is_serial, bool is_key);

// Whether SQLAlchemy makes a serial of the table's key (Table._autoincrement_column): `keys` are the columns of its primary key.
[[nodiscard]] bool is_serial(const ColumnDefinition& column, std::size_t keys);

// GENERATED … of sa.Identity() and sa.Computed(); nothing for other values or where it cannot be told.
[[nodiscard]] std::optional<std::string> generated_sql(const Value& value);

}  // namespace rowtype::alembic
