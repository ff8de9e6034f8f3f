// The columns of a query's result, as far as the parsed query proves them: for views and tables made from queries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

struct QueryColumn {
    std::string name;
    catalog::Type type;                                                // unknown where it is not proven
    catalog::Nullability nullability = catalog::Nullability::Unknown;  // NotNull only where it is proven
    catalog::ColumnOrigin origin = {};                                 // of a table's column that is passed on unchanged
    std::string collation = {};  // of a column that is passed on, or that COLLATE gives; else not told
    std::uint32_t id = 0;        // in one scope: the same column seen through its relation and through "*" or USING
};

struct QueryColumns {
    std::vector<QueryColumn> columns;
    bool complete = true;  // false: there may be more, or other, columns
};

// Of a SelectStmt. Names follow PostgreSQL's own rules (src/backend/parser/parse_target.c, FigureColname).
[[nodiscard]] QueryColumns query_columns(SchemaBuilder& schema, const Node& select);

// The name that PostgreSQL gives to an unnamed result column; nothing where it would say "?column?".
[[nodiscard]] std::optional<std::string> name_of_expression(const Node& expression);

}  // namespace rowtype::migrations
