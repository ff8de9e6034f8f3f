// SELECT, WITH, set operations, and the names of the output in ORDER BY, GROUP BY and DISTINCT ON.
#include <algorithm>

#include "analysis/binding/sql_resolution.h"

namespace rowtype::binding {

QueryOutput SqlResolution::select(const Node& node, const SqlScope* outer) {
    const bool aggregates_around = aggregates_allowed_;
    const PlaceGuard guard(place_);
    place_ = {};
    SqlScope scope{outer};
    with_clause(node["withClause"], scope);
    QueryOutput output = node["larg"] ? set_operation(node, scope, nullptr) : plain_select(node, scope);
    aggregates_allowed_ = aggregates_around;
    return output;
}

QueryOutput SqlResolution::plain_select(const Node& node, SqlScope& scope) {
    if (!node["valuesLists"].items().empty()) {
        QueryOutput output = values(node["valuesLists"], scope);
        // ORDER BY of VALUES names its columns.
        SqlScope over{scope.outer, {RangeItem{.columns = output.columns, .open = output.open}}, {}, false};
        expressions(node["sortClause"], over);
        expression(node["limitCount"], scope);
        expression(node["limitOffset"], scope);
        return output;
    }
    const Node& targets = node["targetList"];
    aggregates_allowed_ = false;
    from_clause(node["fromClause"], scope);
    // Without FROM there is nothing to aggregate, but for a query inside another one, which may aggregate the other's rows.
    aggregates_allowed_ = !node["fromClause"].items().empty() || scope.outer != nullptr;
    for (const Node* target : targets.items()) expression((*target)["val"], scope);
    QueryOutput output = target_list(targets, scope);
    place_.role = ColumnRole::Group;
    over_output(node["distinctClause"], OutputNames::First, output, targets, scope);
    // Of an order that reads everything no index is asked for: sorting what was read costs little beside the reading.
    place_ = {ColumnRole::Order, node["limitCount"] ? Comparison::Range : Comparison::None, 0};
    over_output(node["sortClause"], OutputNames::First, output, targets, scope);
    // What is left after grouping is asked of no index.
    read_as(ColumnRole::Filter, node["havingClause"], scope);
    read_as(ColumnRole::Order, node["windowClause"], scope);
    aggregates_allowed_ = false;
    condition(node["whereClause"], scope, ColumnRole::Filter);
    place_ = {ColumnRole::Group, Comparison::None, 0};
    over_output(node["groupClause"], OutputNames::AfterColumns, output, targets, scope);
    place_ = {};
    expression(node["limitCount"], scope);
    expression(node["limitOffset"], scope);
    locked_items(node["lockingClause"], scope);
    return output;
}

// ORDER BY of a set operation sees the output's columns only, which the left side names.
QueryOutput SqlResolution::set_operation(const Node& node, SqlScope& scope, CommonTable* recursive) {
    QueryOutput output = select(node["larg"], &scope);
    for (SqlColumn& column : output.columns) {  // the other side has a say in it
        column.type = nullptr;
        column.row = nullptr;
    }
    if (recursive != nullptr) name_common_columns(*recursive, output);
    (void)select(node["rarg"], &scope);
    SqlScope over{scope.outer, {RangeItem{.columns = output.columns, .open = output.open}}, {}, false};
    expressions(node["sortClause"], over);
    expression(node["limitCount"], scope);
    expression(node["limitOffset"], scope);
    for (SqlColumn& column : output.columns) column = {column.name};
    return output;
}

QueryOutput SqlResolution::values(const Node& lists, const SqlScope& scope) {
    QueryOutput output;
    for (const Node* row : lists.items()) expressions((*row)["items"] ? (*row)["items"] : *row, scope);
    if (lists.items().empty()) return output;
    const Node& first = *lists.items().front();
    const std::size_t width = (first["items"] ? first["items"] : first).items().size();
    for (std::size_t index = 1; index <= width; ++index) output.columns.push_back({keep("column" + std::to_string(index))});
    return output;
}

void SqlResolution::with_clause(const Node& clause, SqlScope& scope) {
    const bool recursive = clause["recursive"].boolean();
    const auto& nodes = clause["ctes"].items();
    if (recursive) {
        // All see each other: what one needs of another is read when it is needed.
        for (const Node* node : nodes) {
            scope.tables.push_back({(*node)["ctename"].string(), node, {}, CommonTable::State::Waiting, false});
        }
        for (CommonTable& table : scope.tables) {
            if (table.state == CommonTable::State::Waiting) read_common_table(table, true, scope);
        }
        return;
    }
    for (const Node* node : nodes) {
        CommonTable table{(*node)["ctename"].string(), node, {}, CommonTable::State::Waiting, false};
        read_common_table(table, false, scope);
        scope.tables.push_back(std::move(table));
    }
}

void SqlResolution::read_common_table(CommonTable& table, bool recursive, const SqlScope& scope) {
    table.state = CommonTable::State::Reading;
    const Node& query = (*table.node)["ctequery"];
    QueryOutput output;
    if (recursive && query.is("SelectStmt") && query["larg"]) {
        const bool aggregates_around = aggregates_allowed_;
        SqlScope inner{&scope};
        with_clause(query["withClause"], inner);
        output = set_operation(query, inner, &table);
        aggregates_allowed_ = aggregates_around;
    } else {
        output = statement(query, &scope);
    }
    name_common_columns(table, std::move(output));
    table.state = CommonTable::State::Read;
}

void SqlResolution::name_common_columns(CommonTable& table, QueryOutput output) {
    std::size_t position = 0;
    for (const std::string_view name : names_in((*table.node)["aliascolnames"])) {
        if (has_hole(name)) {
            output.columns.resize(std::min(position, output.columns.size()));  // as of an alias
            output.open = true;
        } else if (position < output.columns.size()) {
            output.columns[position] = {.name = name, .type = output.columns[position].type, .row = output.columns[position].row};
        } else if (output.open) {
            output.columns.push_back({name});
        }
        ++position;
    }
    const Node& search = (*table.node)["search_clause"];
    const Node& cycle = (*table.node)["cycle_clause"];
    if (search) output.columns.push_back({search["search_seq_column"].string()});
    if (cycle) {
        output.columns.push_back({cycle["cycle_mark_column"].string()});
        output.columns.push_back({cycle["cycle_path_column"].string()});
    }
    table.output = std::move(output);
    table.output_known = true;
}

// FOR UPDATE OF names items of FROM.
void SqlResolution::locked_items(const Node& clauses, const SqlScope& scope) {
    for (const Node* clause : clauses.items()) {
        for (const Node* relation : (*clause)["lockedRels"].items()) {
            const std::string_view name = (*relation)["relname"].string();
            const SqlScope own{nullptr, scope.items, {}, false};
            const std::vector<Span> spans = name_spans(relation->location());
            if (!spans.empty() && own.find_item({}, name).sight == Sight::Absent) unknown_item({}, name, spans.back(), own);
        }
    }
}

void SqlResolution::over_output(const Node& list, OutputNames order, const QueryOutput& output, const Node& targets,
                                const SqlScope& scope) {
    for (const Node* item : list.items()) {
        element_over_output(item->is("SortBy") ? (*item)["node"] : *item, order, output, targets, scope);
        place_.comparison = Comparison::None;  // an index is asked for by the first key
    }
}

void SqlResolution::element_over_output(const Node& node, OutputNames order, const QueryOutput& output, const Node& targets,
                                        const SqlScope& scope) {
    const bool is_row = node.is("RowExpr") && node["row_format"].string() == "COERCE_IMPLICIT_CAST";
    if (order == OutputNames::AfterColumns && (node.is("GroupingSet") || is_row)) {
        for (const Node* inner : node[is_row ? "args" : "content"].items()) {
            element_over_output(*inner, order, output, targets, scope);
        }
        return;
    }
    const auto& parts = node["fields"].items();
    const bool is_name = node.is("ColumnRef") && parts.size() == 1 && parts[0]->is("String");
    if (is_name) {
        const bool has_column =
            order == OutputNames::AfterColumns && scope.find_column(parts[0]->sval(), true).sight != Sight::Absent;
        const bool is_of_output = !has_column && names_output(node, output, targets, scope);
        if (is_of_output && !repeats_absent_column(node, targets, scope)) return passed_column(node, output);
    } else if (!node.is("ColumnRef")) {
        place_.comparison = Comparison::None;
    }
    expression(node, scope);
}

// "SELECT nope … GROUP BY nope": whoever mends the one has to mend the other.
bool SqlResolution::repeats_absent_column(const Node& reference, const Node& targets, const SqlScope& scope) {
    const std::string_view name = reference["fields"].items()[0]->sval();
    if (scope.find_column(name).sight != Sight::Absent) return false;
    return std::ranges::any_of(targets.items(), [&](const Node* target) {
        const auto& parts = (*target)["val"]["fields"].items();
        const bool is_column = (*target)["val"].is("ColumnRef") && !parts.empty() && parts.back()->is("String");
        return is_column && (*target)["name"].string().empty() && parts.back()->sval() == name;
    });
}

// The name of an output column that passes a relation's column on names that one, too.
void SqlResolution::passed_column(const Node& reference, const QueryOutput& output) {
    const std::string_view name = reference["fields"].items()[0]->sval();
    const auto passed = std::ranges::find(output.columns, name, &SqlColumn::name);
    const std::vector<Span> spans = name_spans(reference.location());
    if (passed != output.columns.end() && !spans.empty() && !input_.is_partial) found(&*passed, name, spans.back());
}

// Whether the reference means a column of the output; where it may mean several, that is said.
bool SqlResolution::names_output(const Node& reference, const QueryOutput& output, const Node& targets, const SqlScope& scope) {
    const std::string_view name = reference["fields"].items()[0]->sval();
    const auto matches = std::ranges::count(output.columns, name, &SqlColumn::name);
    if (matches == 0) return output.open && scope.find_column(name).sight != Sight::Found;
    if (matches == 1) return true;
    std::vector<const Node*> written;
    for (const Node* target : targets.items()) {
        if (output_name(*target) == name) written.push_back(&(*target)["val"]);
    }
    if (static_cast<std::ptrdiff_t>(written.size()) != matches) return true;  // a star brings some
    for (const Node* other : written) {
        ColumnSight first_sight;
        ColumnSight other_sight;
        const SqlColumn* first_column = referenced_column(*written.front(), scope, first_sight);
        const SqlColumn* other_column = referenced_column(*other, scope, other_sight);
        const bool same = same_expression(*written.front(), *other) ||
                          (first_column != nullptr && other_column != nullptr && first_column->item == other_column->item &&
                           first_column->name == other_column->name);
        if (same) continue;
        const std::vector<Span> spans = name_spans(reference.location());
        if (!spans.empty()) refuse(RefusedName::Reason::AmbiguousColumn, name, spans.back(), {"the output's columns"});
        break;
    }
    return true;
}

}  // namespace rowtype::binding
