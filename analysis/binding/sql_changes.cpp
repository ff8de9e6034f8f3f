// INSERT, UPDATE, DELETE and MERGE (src/backend/parser/analyze.c, parse_merge.c).
#include <algorithm>

#include "analysis/binding/sql_resolution.h"

namespace rowtype::binding {

namespace {

const sql::Node& elements(const sql::Node& row) { return row["items"] ? row["items"] : row; }

// One expression that may stand for several: a part of the text that is not known, a star, or the only value of a list
// for which drivers write whole rows.
bool may_be_many(const sql::Node& expression) {
    if (expression.is("SetToDefault")) return false;
    if (expression.is("ParamRef")) return true;
    const auto& steps = expression["indirection"].items();
    if (expression.is("A_Indirection")) return !steps.empty() && steps.back()->is("A_Star");
    if (!expression.is("ColumnRef")) return false;
    const auto& parts = expression["fields"].items();
    return parts.empty() || parts.back()->is("A_Star") || has_hole(parts.back()->sval());
}

}  // namespace

QueryOutput SqlResolution::insert(const Node& node, const SqlScope* outer) {
    const PlaceGuard guard(place_);
    place_ = {};
    SqlScope scope{outer};
    with_clause(node["withClause"], scope);
    const RangeItem target = target_relation(node["relation"], RelationUse::Insert);
    const std::vector<Span> name = name_spans(node["relation"].location());
    if (node["cols"].items().empty() && node["selectStmt"] && !name.empty()) whole_row(target, name.back(), true);
    const std::vector<const SqlColumn*> columns = inserted_columns(node["cols"], target);
    if (!node["cols"].items().empty() && !name.empty()) note_insert(columns, target, name.back());
    aggregates_allowed_ = false;
    inserted_rows(node["selectStmt"], node["cols"], columns, target);
    if (node["selectStmt"]) (void)statement(node["selectStmt"], &scope);
    scope.items = {target};
    conflict_clause(node, target, scope);
    return returning(node["returningList"], scope);
}

void SqlResolution::note_insert(const std::vector<const SqlColumn*>& columns, const RangeItem& target, Span name) {
    const bool all_found = std::ranges::all_of(columns, [](const SqlColumn* column) { return column != nullptr; });
    if (target.relation == nullptr || columns.empty() || !all_found || input_.is_partial) return;
    InsertedColumns& insert = resolved_.inserts.emplace_back();
    insert.relation = target.relation;
    insert.span = name;
    for (const SqlColumn* column : columns) insert.columns.emplace_back(column->name);
}

// The columns that values are given for, in order; empty where they are not known.
std::vector<const SqlColumn*> SqlResolution::inserted_columns(const Node& targets, const RangeItem& relation) {
    std::vector<const SqlColumn*> columns;
    if (targets.items().empty()) {
        if (relation.open) return {};
        for (const SqlColumn& column : relation.columns) columns.push_back(&column);
        return columns;
    }
    for (const Node* target : targets.items()) columns.push_back(assigned_column(*target, relation));
    const bool has_unknown =
        std::ranges::any_of(targets.items(), [](const Node* target) { return has_hole((*target)["name"].string()); });
    return has_unknown ? std::vector<const SqlColumn*>{} : columns;
}

const SqlColumn* SqlResolution::assigned_column(const Node& target, const RangeItem& relation) {
    const std::vector<Span> spans = name_spans(target.location());
    const std::string_view name = target["name"].string();
    const PlaceGuard guard(place_);
    place_.role = ColumnRole::Write;
    if (!spans.empty()) column_of(relation, name, spans.front(), false);
    const SqlColumn* column = relation.find_column(name);
    // home.city: a field of the column's composite type.
    const catalog::Type* type = column == nullptr ? nullptr : column->type;
    std::size_t part = 0;
    for (const Node* step : target["indirection"].items()) {
        if (!step->is("String")) break;
        const std::optional<QueryOutput> row = type == nullptr ? std::nullopt : fields_of(*type);
        if (!row || ++part >= spans.size()) break;
        const auto found = std::ranges::find(row->columns, step->sval(), &SqlColumn::name);
        if (found == row->columns.end()) {
            refuse(RefusedName::Reason::NoColumn, step->sval(), spans[part], {type->to_string()});
            break;
        }
        type = found->type;
    }
    return target["indirection"].items().empty() ? column : nullptr;
}

// VALUES and SELECT that give rows: as many values as columns, and of the columns' types.
void SqlResolution::inserted_rows(const Node& source, const Node& targets, const std::vector<const SqlColumn*>& columns,
                                  const RangeItem& relation) {
    if (columns.empty() || relation.relation == nullptr) return;
    const bool is_select = source["valuesLists"].items().empty();
    if (is_select && source["larg"]) return;
    std::vector<std::vector<const Node*>> rows;
    for (const Node* row : source["valuesLists"].items()) rows.push_back(elements(*row).items());
    if (is_select) {
        rows.emplace_back();
        for (const Node* target : source["targetList"].items()) rows.back().push_back(&(*target)["val"]);
    }
    for (const std::vector<const Node*>& row : rows) {
        const bool is_known = std::ranges::none_of(
            row, [&](const Node* value) { return may_be_many(*value) && (!value->is("ParamRef") || row.size() == 1); });
        if (!is_known || row.empty()) return;
        check_count(row, targets, columns.size(), targets.items().empty());
        for (std::size_t index = 0; index < std::min(row.size(), columns.size()); ++index) {
            if (columns[index] != nullptr) literal_for(*columns[index], *row[index], false);
        }
    }
}

void SqlResolution::check_count(const std::vector<const Node*>& given, const Node& targets, std::size_t columns,
                                bool may_be_fewer) {
    if (input_.is_partial || given.size() == columns || (given.size() < columns && may_be_fewer)) return;
    const std::string said = "INSERT gives " + std::to_string(given.size()) + (given.size() == 1 ? " value" : " values") +
                             " for " + std::to_string(columns) + (columns == 1 ? " column" : " columns");
    const Node& surplus = given.size() > columns ? *given[columns] : *targets.items()[given.size()];
    std::int64_t location = surplus.location();
    if (location < 0) location = last_location(surplus);
    if (const Span span = span_at(location); !span.empty()) resolved_.problems.push_back({span, said});
}

void SqlResolution::conflict_clause(const Node& insert, const RangeItem& target, SqlScope& scope) {
    const Node& clause = insert["onConflictClause"];
    if (!clause) return;
    // The tree has no place for the names of the conflict target: they follow ON CONFLICT ( in the text.
    const auto& tokens = input_.tokens;
    std::size_t index = insert["selectStmt"] ? token_at(std::max(last_location(insert["selectStmt"]), std::int64_t{0})) : 0;
    index = std::max(index, token_at(insert["relation"].location()));
    while (index + 2 < tokens.size() && !(tokens[index].value == "on" && tokens[index + 1].value == "conflict")) ++index;
    for (const Node* element : clause["infer"]["indexElems"].items()) {
        const std::string_view name = (*element)["name"].string();
        expression((*element)["expr"], scope);
        if (name.empty()) continue;
        while (index < tokens.size() && tokens[index].value != name) ++index;
        const PlaceGuard guard(place_);
        place_.role = ColumnRole::ConflictTarget;
        if (index < tokens.size()) column_of(target, name, tokens[index].span, false);
    }
    read_as(ColumnRole::Filter, clause["infer"]["whereClause"], scope);
    RangeItem excluded = target;
    excluded.name = "excluded";
    excluded.schema = {};
    excluded.is_aliased = true;
    number(excluded);
    scope.items.push_back(std::move(excluded));
    assignments(clause["targetList"], target, scope);
    // Of the row that is there already: it was found by the conflict.
    read_as(ColumnRole::Filter, clause["whereClause"], scope);
    scope.items.pop_back();
}

QueryOutput SqlResolution::update(const Node& node, const SqlScope* outer) {
    const PlaceGuard guard(place_);
    place_ = {};
    SqlScope scope{outer};
    with_clause(node["withClause"], scope);
    const RangeItem target = target_relation(node["relation"], RelationUse::Update);
    scope.items = {target};
    scope.items[0].lateral_only = true;  // FROM does not see it
    aggregates_allowed_ = false;
    from_clause(node["fromClause"], scope);
    scope.items[0].lateral_only = false;
    assignments(node["targetList"], target, scope);
    condition(node["whereClause"], scope, ColumnRole::Filter);
    return returning(node["returningList"], scope);
}

void SqlResolution::assignments(const Node& targets, const RangeItem& target, const SqlScope& scope) {
    for (const Node* item : targets.items()) {
        const SqlColumn* column = assigned_column(*item, target);
        expression((*item)["indirection"], scope);
        const Node& value = (*item)["val"];
        if (value.is("MultiAssignRef")) {
            // (a, b) = …: each column holds the whole source.
            const auto place = static_cast<std::size_t>(std::max<std::int64_t>(value["colno"].integer(), 1));
            const auto& row = value["source"]["args"].items();
            if (column != nullptr && value["source"].is("RowExpr") && place <= row.size()) {
                literal_for(*column, *row[place - 1], false);
            }
            if (place == 1) expression(value["source"], scope);
            continue;
        }
        if (column != nullptr) literal_for(*column, value, false);
        expression(value, scope);
    }
}

QueryOutput SqlResolution::remove(const Node& node, const SqlScope* outer) {
    const PlaceGuard guard(place_);
    place_ = {};
    SqlScope scope{outer};
    with_clause(node["withClause"], scope);
    scope.items = {target_relation(node["relation"], RelationUse::Delete)};
    scope.items[0].lateral_only = true;
    aggregates_allowed_ = false;
    from_clause(node["usingClause"], scope);
    condition(node["whereClause"], scope, ColumnRole::Filter);
    return returning(node["returningList"], scope);
}

QueryOutput SqlResolution::merge(const Node& node, const SqlScope* outer) {
    const PlaceGuard guard(place_);
    place_ = {};
    SqlScope scope{outer};
    with_clause(node["withClause"], scope);
    const RangeItem target = target_relation(node["relation"], RelationUse::Other);
    aggregates_allowed_ = false;
    const Items source = from_item(node["sourceRelation"], scope);
    scope.items = {target};
    scope.items.insert(scope.items.end(), source.begin(), source.end());
    condition(node["joinCondition"], scope, ColumnRole::Join);
    for (const Node* clause : node["mergeWhenClauses"].items()) merge_action(*clause, target, source, scope);
    return returning(node["returningList"], scope);
}

// A row of which there is no match is all that is in sight.
void SqlResolution::merge_action(const Node& clause, const RangeItem& target, const Items& source, const SqlScope& scope) {
    const std::string_view match = clause["matchKind"].string();
    SqlScope own{scope.outer, {}, scope.tables, false};
    if (match != "MERGE_WHEN_NOT_MATCHED_BY_TARGET") own.items.push_back(target);
    if (match != "MERGE_WHEN_NOT_MATCHED_BY_SOURCE") own.items.insert(own.items.end(), source.begin(), source.end());
    read_as(ColumnRole::Filter, clause["condition"], own);
    if (clause["commandType"].string() != "CMD_INSERT") return assignments(clause["targetList"], target, own);
    const std::vector<const SqlColumn*> columns = inserted_columns(clause["targetList"], target);
    const auto& values = clause["values"].items();
    for (std::size_t index = 0; index < std::min(columns.size(), values.size()); ++index) {
        if (columns[index] != nullptr) literal_for(*columns[index], *values[index], false);
    }
    expression(clause["values"], own);
}

QueryOutput SqlResolution::returning(const Node& list, const SqlScope& scope) {
    for (const Node* item : list.items()) expression((*item)["val"], scope);
    return target_list(list, scope);
}

}  // namespace rowtype::binding
