// Scopes of a SQL statement, level by level, as PostgreSQL's parser keeps them (ParseNamespaceItem and ParseState in
// src/include/parser/parse_node.h; look-ups in parse_relation.c). Internal to the resolver.
//
// Names point into the catalog, the syntax tree or the resolver's own store, which outlive the scopes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/sql/syntax_tree.h"

namespace rowtype::binding {

struct QueryOutput;

// A column that a query can name.
struct SqlColumn {
    std::string_view name;                        // empty: not known
    const catalog::Relation* relation = nullptr;  // whose column it passes on; null: an expression's
    const catalog::Column* column = nullptr;      // that column
    const catalog::Type* type = nullptr;          // null: not known
    const QueryOutput* row = nullptr;             // of a value that is a record of no type with a name: its fields
    bool is_certain = true;                       // false: some releases of PostgreSQL have it
    std::uint32_t item = 0;  // the FROM item that it came from first: the same number and name, the same value
};

// What a query puts out. `open`: it may put out more than is known.
struct QueryOutput {
    std::vector<SqlColumn> columns;
    bool open = false;
};

// One item of FROM: a relation, a sub-query, a WITH query, a function, or a join of such, which is an item as well.
struct RangeItem {
    std::string_view name = {};                   // its alias, else its own name; empty: none
    std::string_view schema = {};                 // as written
    const catalog::Relation* relation = nullptr;  // of an item that is a relation of the catalog
    std::vector<SqlColumn> columns = {};
    std::uint32_t number = 0;
    bool open = false;  // may have columns that are not known
    // Of an open item: the relations whose columns are not all known, where nothing else makes it open; and the catalog that has them.
    std::vector<const catalog::Relation*> open_by = {};
    const catalog::Catalog* catalog = nullptr;
    bool name_is_unknown = false;  // the name has a hole
    bool is_aliased = false;       // then "schema.name" does not mean it
    bool is_renamed = false;       // "AS t(a, b)": the relation's own column names do not hold
    bool is_scalar = false;        // of a function whose value is no row: the name stands for that value
    bool columns_visible = true;   // columns can be named alone; those of a join's sides cannot
    bool name_visible = true;      // "name.column"
    bool lateral_only = false;     // while FROM is read: only LATERAL sees it
    bool is_relation = false;      // of the catalog or not known

    [[nodiscard]] bool has_system_column(std::string_view column) const;
    [[nodiscard]] const SqlColumn* find_column(std::string_view column) const;
    [[nodiscard]] std::size_t count_columns(std::string_view column) const;
    // Whether it may have a column that is not among `columns`.
    [[nodiscard]] bool may_have(std::string_view column) const;
};

// A WITH query. One of WITH RECURSIVE is read when something first needs it.
struct CommonTable {
    enum class State : std::uint8_t { Waiting, Reading, Read };

    std::string_view name;
    const sql::Node* node = nullptr;
    QueryOutput output;
    State state = State::Read;
    bool output_known = false;  // also while it is read: what its first part puts out
};

enum class Sight : std::uint8_t {
    Absent,
    Found,
    Ambiguous,
    Open,  // not found, or not for certain: something in sight may have it
};

struct ColumnSight {
    Sight sight = Sight::Absent;
    const RangeItem* item = nullptr;
    const SqlColumn* column = nullptr;         // null of a system column
    std::vector<const RangeItem*> candidates;  // of Ambiguous
};

struct ItemSight {
    Sight sight = Sight::Absent;
    const RangeItem* item = nullptr;
};

// One level: what a query's FROM and WITH bring into sight.
struct SqlScope {
    const SqlScope* outer = nullptr;
    std::vector<RangeItem> items = {};
    mutable std::vector<CommonTable> tables = {};  // read when something first needs them
    bool is_lateral = false;                       // what is being read of FROM sees the items before it

    // A column by its name alone; `own_level`: only in this one.
    [[nodiscard]] ColumnSight find_column(std::string_view name, bool own_level = false) const;
    // An item by its name, and by its schema where that is written.
    [[nodiscard]] ItemSight find_item(std::string_view schema, std::string_view name) const;
    [[nodiscard]] bool sees(const RangeItem& item) const { return !item.lateral_only || is_lateral; }
};

// A column that every table has without listing it: ctid, xmin, tableoid …
[[nodiscard]] bool is_system_column(std::string_view name);

}  // namespace rowtype::binding
