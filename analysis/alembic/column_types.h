// SQLAlchemy's column types as PostgreSQL's.
#pragma once

#include <string>
#include <vector>

#include "analysis/alembic/values.h"

namespace rowtype::alembic {

enum class Integers : std::uint8_t { None, Small, Regular, Big };

struct ColumnType {
    std::string sql;  // a type that is not known has the name that stands there, quoted: one that PostgreSQL lacks
    Integers integer = Integers::None;
    std::vector<std::string> created;  // CREATE TYPE and CREATE DOMAIN of enums and domains that come with the type
    bool is_known = true;
    std::string empty_enum = {};  // CREATE TYPE of an enum without labels: made with a table, else taken to be there
};

// Of sa.String(50), sa.String, postgresql.ARRAY(sa.Integer()), sa.Enum("a", name="t") … and of types that well-known libraries
// bring (sqlmodel, sqlalchemy_utils, geoalchemy2, pgvector …). Anything else is not known.
[[nodiscard]] ColumnType column_type(const Value& value);

// Of an Enum or ENUM with a name, and labels if it has some: "schema"."name", and its labels; nothing for any other value.
struct EnumType {
    std::string name;    // quoted
    std::string labels;  // quoted, separated by commas
};
[[nodiscard]] std::optional<EnumType> enum_type(const Value& value);

}  // namespace rowtype::alembic
