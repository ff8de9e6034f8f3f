// The shape that a table's rows have as cache entries in Redis: one field a column, what finds a row, what is indexed.
//
// Plain values; the JSON that they are kept in is the business of lsp/cli/redis_json.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/settings/settings.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::cache_entries {

struct FieldShape {
    std::string name;
    std::string type;              // as format_type() prints it; "unknown" where the source does not tell
    std::optional<bool> nullable;  // of a view's column it is not always known
    bool indexed = false;          // by an index, a unique key or the primary key

    friend bool operator==(const FieldShape&, const FieldShape&) = default;
};

// An index, or the one behind a unique key; that of the primary key is told by `primary_key`, as SQLAlchemy's Inspector does.
struct IndexShape {
    std::string name;
    std::vector<std::string> columns;  // an expression stands as its text
    bool unique = false;
    std::string where;  // a partial index's predicate; else empty

    friend bool operator==(const IndexShape&, const IndexShape&) = default;
};

struct TableShape {
    std::string table;  // its name, or schema.name outside the first schema of the search path
    std::vector<std::string> primary_key;
    std::vector<FieldShape> fields;   // by ordinal
    std::vector<IndexShape> indexes;  // by name
    bool is_complete = true;          // false: something not understood may have changed what stands here. Not written

    // What counts: with the fields in any order, as JSON objects are.
    [[nodiscard]] const FieldShape* find_field(std::string_view name) const;
};

// The key of a table among the shapes.
[[nodiscard]] std::string shape_name(const catalog::QualifiedName& table, const catalog::Catalog& catalog);
[[nodiscard]] TableShape shape_of(const catalog::Relation& relation, const catalog::Catalog& catalog);

// Of the tables that need a model (codegen::needs_model), without views and foreign tables, which a cache may well want, but only
// when asked; in the catalog's order.
[[nodiscard]] std::vector<const catalog::Relation*> cached_tables(const catalog::Catalog& catalog, const Settings& settings);

}  // namespace rowtype::cache_entries
