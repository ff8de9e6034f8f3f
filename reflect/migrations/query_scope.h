// What names mean inside one SELECT: its FROM items, its WITH queries, and those of the queries around it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/migrations/query_columns.h"
#include "reflect/migrations/signatures.h"

namespace rowtype::migrations {

// A FROM item with a name of its own.
struct ScopeItem {
    std::string name;
    QueryColumns columns;
    catalog::Type row;  // the type of `name` as a value; record where it is no relation's
};

class QueryScope {
public:
    // `sees_outer`: whether the FROM items of the query around it are visible (a sub-query in an expression, LATERAL); its
    // WITH queries always are.
    QueryScope(SchemaBuilder& schema, const QueryScope* outer, bool sees_outer, int depth)
        : schema_(schema), outer_(outer), sees_outer_(sees_outer), depth_(depth) {}

    [[nodiscard]] SchemaBuilder& schema() const { return schema_; }
    [[nodiscard]] int depth() const { return depth_; }

    // Reads WITH, FROM and WHERE of a SelectStmt.
    void add_with(const Node& with);
    void add_from(const Node& from);
    void add_where(const Node& condition);

    // What "*" stands for.
    [[nodiscard]] const QueryColumns& star() const { return star_; }
    [[nodiscard]] const ScopeItem* find_item(std::string_view name) const;
    // The column that a ColumnRef means; null where it cannot be told.
    [[nodiscard]] const QueryColumn* find_column(const Node& column_reference) const;

    // The column that (relation).column means; null for any other expression.
    [[nodiscard]] const QueryColumn* find_field(const Node& indirection) const;

    // Whether each group that an aggregate sees has a row: there is a plain GROUP BY.
    bool groups_have_rows = false;

private:
    [[nodiscard]] QueryColumns read_item(const Node& item);
    [[nodiscard]] QueryColumns read_table(const Node& range_variable);
    [[nodiscard]] QueryColumns read_join(const Node& join);
    [[nodiscard]] QueryColumns read_sub_query(const Node& item);
    [[nodiscard]] QueryColumns named(QueryColumns columns, const Node& alias, const std::string& default_name,
                                     catalog::Type row = builtin_type("record"));
    [[nodiscard]] const QueryColumn* find_in_star(std::string_view name) const;
    [[nodiscard]] const QueryColumns* find_with_query(const std::string& name) const;
    void forget_not_null(QueryColumns& columns);
    // Rows for which the condition does not hold are gone, so what it compares is not NULL.
    void prove(const Node& condition, QueryColumns& columns);
    void prove_column(const Node& column_reference, QueryColumns& columns);

    SchemaBuilder& schema_;
    const QueryScope* outer_;
    bool sees_outer_;
    int depth_;  // of nested queries, to stop before the stack does
    std::uint32_t last_id_ = 0;
    std::vector<ScopeItem> items_;
    QueryColumns star_;
    // The first of each name among those columns of star_ that were looked at.
    mutable std::map<std::string, std::size_t, std::less<>> star_names_;
    mutable std::size_t star_size_ = 0;
    std::map<std::string, QueryColumns> with_queries_;
};

constexpr int kMaximumQueryDepth = 100;

// The result of a query inside another one. Literals that nothing decides are text, unless `keep_open`.
[[nodiscard]] QueryColumns query_columns_in(SchemaBuilder& schema, const Node& select, const QueryScope* outer,
                                            bool sees_outer = true, bool keep_open = false);

// What the rows of a relation hold.
[[nodiscard]] QueryColumns columns_of_relation(SchemaBuilder& schema, const catalog::Relation& relation);

}  // namespace rowtype::migrations
