// One walk over one statement: the state that the parts of the resolver share. Internal to them; they stand in
//
//   sql_resolver.cpp        which statements there are, places of names in the text
//   sql_select.cpp          SELECT, WITH, set operations, the names of the output in ORDER BY and GROUP BY
//   sql_from.cpp            FROM: relations, joins, sub-queries          sql_from_functions.cpp   functions in FROM
//   sql_changes.cpp         INSERT, UPDATE, DELETE, MERGE
//   sql_conditions.cpp      WHERE, ON and HAVING: which columns are compared, and how
//   sql_expressions.cpp     expressions: references to columns, fields, functions
//   sql_output.cpp          what a query puts out, under which names     sql_types.cpp            types, as far as they are simple
//   sql_literals.cpp        literals beside columns
//
// The order in which scopes open and close is that of PostgreSQL's parse analysis (src/backend/parser/analyze.c, parse_clause.c):
// to change one, read it there. Recursion follows the syntax tree, whose depth sql::parse caps.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/binding/sql_resolver.h"
#include "analysis/binding/sql_scope.h"

namespace rowtype::binding {

class SqlResolution {
public:
    using Node = sql::Node;

    explicit SqlResolution(const ResolverInput& input) : input_(input) {}

    // A statement of any kind; what it puts out, for WITH and derived tables. `outer` may be null.
    QueryOutput statement(const Node& node, const SqlScope* outer);
    ResolvedSql take() { return std::move(resolved_); }

private:
    // sql_resolver.cpp
    void copy_columns(const Node& node);
    [[nodiscard]] std::vector<Span> name_spans(std::int64_t location) const;  // of the parts of the dotted name there
    [[nodiscard]] std::size_t token_at(std::int64_t location) const;
    [[nodiscard]] std::size_t token_after(const Node& node) const;  // behind the last name that the node holds
    [[nodiscard]] Span span_at(std::int64_t location) const;        // of the token there; empty where none is
    std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
    void refuse(RefusedName::Reason reason, std::string_view name, Span span, std::vector<std::string> places,
                std::vector<std::string> candidates = {});

    // sql_select.cpp
    QueryOutput select(const Node& node, const SqlScope* outer);
    QueryOutput plain_select(const Node& node, SqlScope& scope);
    QueryOutput set_operation(const Node& node, SqlScope& scope, CommonTable* recursive);
    QueryOutput values(const Node& lists, const SqlScope& scope);
    void with_clause(const Node& clause, SqlScope& scope);
    void read_common_table(CommonTable& table, bool recursive, const SqlScope& scope);
    void name_common_columns(CommonTable& table, QueryOutput output);
    void locked_items(const Node& clauses, const SqlScope& scope);
    // ORDER BY, GROUP BY and DISTINCT ON may name an output column.
    enum class OutputNames : std::uint8_t { First, AfterColumns };
    void over_output(const Node& list, OutputNames order, const QueryOutput& output, const Node& targets, const SqlScope& scope);
    void element_over_output(const Node& node, OutputNames order, const QueryOutput& output, const Node& targets,
                             const SqlScope& scope);
    void passed_column(const Node& reference, const QueryOutput& output);
    bool repeats_absent_column(const Node& reference, const Node& targets, const SqlScope& scope);
    bool names_output(const Node& reference, const QueryOutput& output, const Node& targets, const SqlScope& scope);

    // sql_from.cpp. Items come in the order of PostgreSQL's namespace: what stands for the whole is the last.
    using Items = std::vector<RangeItem>;
    void from_clause(const Node& list, SqlScope& scope);
    Items from_item(const Node& node, SqlScope& scope);
    Items join(const Node& node, SqlScope& scope);
    RangeItem merge_sides(const Node& node, const Items& left, const Items& right);
    std::vector<std::string_view> merged_names(const Node& node, const RangeItem& left, const RangeItem& right);
    void check_merged(const std::vector<std::string_view>& names, const Node& node, const RangeItem& left,
                      const RangeItem& right);
    RangeItem sub_query(const Node& node, SqlScope& scope);
    RangeItem range_variable(const Node& node, const SqlScope* scope);
    RangeItem catalog_relation(const Node& node);
    RangeItem target_relation(const Node& node, RelationUse use);
    bool own_relation(RangeItem& item);
    void use_alias(RangeItem& item, const Node& alias);
    void number(RangeItem& item);
    [[nodiscard]] CommonTable* find_common_table(const SqlScope& scope, std::string_view name, const SqlScope*& level) const;

    // sql_from_functions.cpp
    RangeItem from_function(const Node& node, SqlScope& scope);
    RangeItem table_function(const Node& node, SqlScope& scope);  // XMLTABLE, JSON_TABLE
    // What one function of the item gives; `alias` names the column of a scalar one.
    QueryOutput function_columns(const Node& call, const Node& definitions, std::string_view alias, const SqlScope& scope,
                                 bool& is_scalar);
    std::optional<QueryOutput> user_function_columns(const Node& call, std::string_view alias, bool& is_scalar);
    std::optional<QueryOutput> unnested_columns(const Node& call, std::string_view alias, const SqlScope& scope, bool& is_scalar);
    QueryOutput defined_columns(const Node& definitions);
    void json_columns(const Node& columns, QueryOutput& output);

    // sql_changes.cpp
    QueryOutput insert(const Node& node, const SqlScope* outer);
    QueryOutput update(const Node& node, const SqlScope* outer);
    QueryOutput remove(const Node& node, const SqlScope* outer);
    QueryOutput merge(const Node& node, const SqlScope* outer);
    void merge_action(const Node& clause, const RangeItem& target, const Items& source, const SqlScope& scope);
    void conflict_clause(const Node& insert, const RangeItem& target, SqlScope& scope);
    void assignments(const Node& targets, const RangeItem& target, const SqlScope& scope);
    // The column that a ResTarget of INSERT or UPDATE names; null where it is not known.
    const SqlColumn* assigned_column(const Node& target, const RangeItem& relation);
    void note_insert(const std::vector<const SqlColumn*>& columns, const RangeItem& target, Span name);
    std::vector<const SqlColumn*> inserted_columns(const Node& targets, const RangeItem& relation);
    void inserted_rows(const Node& source, const Node& targets, const std::vector<const SqlColumn*>& columns,
                       const RangeItem& relation);
    void check_count(const std::vector<const Node*>& given, const Node& targets, std::size_t columns, bool may_be_fewer);
    QueryOutput returning(const Node& list, const SqlScope& scope);

    // sql_conditions.cpp
    // Sets what is said of the columns that are read meanwhile, until it goes out of scope.
    class PlaceGuard {
    public:
        explicit PlaceGuard(ColumnPlace& place) : place_(place), around_(place) {}
        ~PlaceGuard() { place_ = around_; }
        PlaceGuard(const PlaceGuard&) = delete;
        PlaceGuard& operator=(const PlaceGuard&) = delete;

    private:
        ColumnPlace& place_;
        ColumnPlace around_;
    };
    void condition(const Node& node, const SqlScope& scope, ColumnRole role);
    void part_of_condition(const Node& node, const SqlScope& scope);
    void comparison(const Node& node, const SqlScope& scope);
    void both_sides(const Node& left, const Node& right, const SqlScope& scope, Comparison comparison);
    void side_of_comparison(const Node& side, const SqlScope& scope, Comparison comparison);
    void read_as(ColumnRole role, const Node& node, const SqlScope& scope);
    [[nodiscard]] ColumnPlace place_of(std::uint32_t item) const;
    void whole_row(const RangeItem& item, Span span, bool is_write);

    // sql_expressions.cpp
    void expression(const Node& node, const SqlScope& scope);
    void expressions(const Node& list, const SqlScope& scope);
    void column_reference(const Node& node, const SqlScope& scope);
    void unqualified_column(std::string_view name, Span span, const SqlScope& scope);
    void qualified_column(const std::vector<std::string_view>& names, const std::vector<Span>& spans, const SqlScope& scope);
    void unknown_item(std::string_view schema, std::string_view name, Span span, const SqlScope& scope);
    void column_of(const RangeItem& item, std::string_view name, Span span, bool may_be_function);
    void found(const SqlColumn* column, std::string_view name, Span span);
    void absent_column(std::string_view name, Span span, const SqlScope& scope);
    void ambiguous_column(std::string_view name, Span span, const ColumnSight& sight, const SqlScope& scope);
    void fields(const Node& indirection, const SqlScope& scope);
    void function_call(const Node& node, const SqlScope& scope, bool in_from);
    [[nodiscard]] bool may_be_function(std::string_view name) const;

    // sql_output.cpp
    QueryOutput target_list(const Node& list, const SqlScope& scope);
    void expand_star(const Node& reference, const SqlScope& scope, QueryOutput& output);

    // sql_types.cpp
    [[nodiscard]] const catalog::Type* type_of(const Node& expression, const SqlScope& scope);
    [[nodiscard]] const catalog::Type* written_type(const Node& type_name);
    [[nodiscard]] const catalog::Type* array_of(const catalog::Type& element);
    // The type of a call of a function that gives what it is given, and of other values of composite types; null where it is no such.
    [[nodiscard]] const catalog::Type* passed_type(const Node& expression, const SqlScope& scope);
    [[nodiscard]] const catalog::Type* common_type(const std::vector<const Node*>& values, const SqlScope& scope);
    [[nodiscard]] const catalog::Type* element_of(const catalog::Type* array);
    // The fields of a row or record, and what it is `of` in words; nothing where they are not known.
    [[nodiscard]] std::optional<QueryOutput> row_of(const Node& expression, const SqlScope& scope, std::string& of);
    // The columns of values of a composite type, a relation's row type or a domain over one; nothing of any other.
    [[nodiscard]] std::optional<QueryOutput> fields_of(const catalog::Type& type) const;
    [[nodiscard]] const SqlColumn* referenced_column(const Node& expression, const SqlScope& scope, ColumnSight& sight) const;

    // sql_literals.cpp
    void compared_literals(const Node& expression, const SqlScope& scope);
    void chosen_literals(const Node& case_expression, const SqlScope& scope);
    void cast_literals(const Node& cast);
    void literal_for(const SqlColumn& column, const Node& literal, bool is_compared);

    const ResolverInput& input_;
    ResolvedSql resolved_;
    std::deque<std::string> texts_;    // names that stand in neither the catalog nor the tree
    std::deque<catalog::Type> types_;  // of expressions
    std::deque<QueryOutput> rows_;     // that columns hold
    std::uint32_t last_item_ = 0;
    std::uint32_t last_join_ = 0;
    std::vector<std::uint32_t> relation_items_;  // numbers of items that are relations of the catalog; ascending
    ColumnPlace place_;                          // of the columns that are being read
    // Whether a call here may be one of an aggregate function, of which a catalog does not tell.
    bool aggregates_allowed_ = false;
};

[[nodiscard]] bool has_hole(std::string_view name);
// The highest location in a node; -1 where there is none.
[[nodiscard]] std::int64_t last_location(const sql::Node& node);
// The elements of a list of names.
[[nodiscard]] std::vector<std::string_view> names_in(const sql::Node& list);
// Whether a call's function name is one that PostgreSQL reads as a function of a whole row, or of any value.
[[nodiscard]] bool same_expression(const sql::Node& left, const sql::Node& right);
// The name that PostgreSQL gives an output column (FigureColname, parse_target.c); empty where it is not sure.
[[nodiscard]] std::string_view output_name(const sql::Node& target);

}  // namespace rowtype::binding
