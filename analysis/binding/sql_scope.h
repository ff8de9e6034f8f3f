// Scopes of a SQL statement: what FROM brings into sight, level by level. Internal to the resolver.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

// One item of FROM: a relation, or a derived table with the columns that it puts out.
struct RangeItem {
    std::string name;  // its alias, else the relation's own name
    const catalog::Relation* relation = nullptr;
    std::vector<std::string> columns;  // of a derived table, or those an alias renames
    bool open = false;                 // may have columns that are not known
    bool renamed = false;              // "AS t(a, b)": the relation's own column names do not hold

    [[nodiscard]] bool has_column(std::string_view column) const;
};

struct SqlScope {
    const SqlScope* outer = nullptr;  // for correlated sub-queries and LATERAL
    std::vector<RangeItem> items;

    [[nodiscard]] const RangeItem* find_item(std::string_view name) const;  // in this scope or an outer one
    [[nodiscard]] bool any_open() const;                                    // in this scope or an outer one
    [[nodiscard]] bool any_has_column(std::string_view column) const;       // in this scope or an outer one
};

// What a query puts out.
struct QueryOutput {
    std::vector<std::string> columns;
    bool open = false;
};

struct CommonTable {
    std::string name;
    QueryOutput output;
};

// WITH, level by level.
struct CommonTables {
    const CommonTables* outer = nullptr;
    std::vector<CommonTable> tables;

    [[nodiscard]] const CommonTable* find(std::string_view name) const;
};

// A column that every relation has without listing it: ctid, xmin, tableoid …
[[nodiscard]] bool is_system_column(std::string_view name);

}  // namespace rowtype::binding
