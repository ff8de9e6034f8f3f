// What names mean inside one SELECT: its FROM items, its WITH queries, and those of the queries around it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/migrations/query_columns.h"

namespace rowtype::migrations {

// A FROM item with a name of its own.
struct ScopeItem {
    std::string name;
    QueryColumns columns;
};

class QueryScope {
public:
    QueryScope(SchemaBuilder& schema, const QueryScope* outer, int depth) : schema_(schema), outer_(outer), depth_(depth) {}

    [[nodiscard]] SchemaBuilder& schema() const { return schema_; }
    [[nodiscard]] int depth() const { return depth_; }

    // Reads WITH and FROM of a SelectStmt.
    void add_with(const Node& with);
    void add_from(const Node& from);

    // What "*" stands for.
    [[nodiscard]] const QueryColumns& star() const { return star_; }
    [[nodiscard]] const ScopeItem* find_item(std::string_view name) const;
    // The column that a ColumnRef means; null where it cannot be told.
    [[nodiscard]] const QueryColumn* find_column(const Node& column_reference) const;

private:
    [[nodiscard]] QueryColumns read_item(const Node& item);
    [[nodiscard]] QueryColumns read_table(const Node& range_variable);
    [[nodiscard]] QueryColumns read_join(const Node& join);
    [[nodiscard]] QueryColumns read_function(const Node& range_function);
    [[nodiscard]] QueryColumns named(QueryColumns columns, const Node& alias, const std::string& default_name);
    [[nodiscard]] const QueryColumns* find_with_query(const std::string& name) const;

    SchemaBuilder& schema_;
    const QueryScope* outer_;
    int depth_;  // of nested queries, to stop before the stack does
    std::vector<ScopeItem> items_;
    QueryColumns star_;
    std::map<std::string, QueryColumns> with_queries_;
};

constexpr int kMaximumQueryDepth = 100;

// The result of a query inside another one.
[[nodiscard]] QueryColumns query_columns_in(SchemaBuilder& schema, const Node& select, const QueryScope* outer);

}  // namespace rowtype::migrations
