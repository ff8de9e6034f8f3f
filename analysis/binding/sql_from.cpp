// FROM: relations, WITH queries, joins and sub-queries (transformFromClauseItem in src/backend/parser/parse_clause.c).
#include <algorithm>

#include "analysis/binding/sql_resolution.h"
#include "analysis/binding/system_relations.h"

namespace rowtype::binding {

void SqlResolution::from_clause(const Node& list, SqlScope& scope) {
    for (const Node* node : list.items()) {
        for (RangeItem& item : from_item(*node, scope)) {
            item.lateral_only = true;
            scope.items.push_back(std::move(item));
        }
    }
    for (RangeItem& item : scope.items) item.lateral_only = false;
}

SqlResolution::Items SqlResolution::from_item(const Node& node, SqlScope& scope) {
    Items items;
    if (node.is("JoinExpr")) return join(node, scope);
    if (node.is("RangeTableSample")) {
        items = from_item(node["relation"], scope);
        expressions(node["args"], scope);
        return items;
    }
    if (node.is("RangeVar")) items.push_back(range_variable(node, &scope));
    else if (node.is("RangeSubselect")) items.push_back(sub_query(node, scope));
    else if (node.is("RangeFunction")) items.push_back(from_function(node, scope));
    else items.push_back(table_function(node, scope));
    return items;
}

SqlResolution::Items SqlResolution::join(const Node& node, SqlScope& scope) {
    Items left = from_item(node["larg"], scope);
    // The right side sees the left one, where it is LATERAL.
    const auto before = static_cast<std::ptrdiff_t>(scope.items.size());
    for (RangeItem& item : left) {
        item.lateral_only = true;
        scope.items.push_back(std::move(item));
    }
    Items right = from_item(node["rarg"], scope);
    left.assign(std::make_move_iterator(scope.items.begin() + before), std::make_move_iterator(scope.items.end()));
    scope.items.resize(static_cast<std::size_t>(before));
    for (RangeItem& item : left) item.lateral_only = false;

    RangeItem whole = merge_sides(node, left, right);
    Items items = std::move(left);
    items.insert(items.end(), std::make_move_iterator(right.begin()), std::make_move_iterator(right.end()));
    if (node["quals"]) {
        // ON sees the two sides, and nothing of what stands beside them in FROM.
        std::vector<RangeItem> around = std::exchange(scope.items, std::move(items));
        condition(node["quals"], scope, ColumnRole::Join);
        items = std::exchange(scope.items, std::move(around));
    }
    if (node["alias"]) items.clear();
    for (RangeItem& item : items) item.columns_visible = false;
    if (const Node& alias = node["join_using_alias"]) {
        RangeItem merged{.name = alias["aliasname"].string(), .columns_visible = false};
        const std::size_t count = merged_names(node, {}, {}).size();
        merged.columns.assign(whole.columns.begin(),
                              whole.columns.begin() + static_cast<std::ptrdiff_t>(std::min(count, whole.columns.size())));
        merged.open = whole.open && merged.columns.size() < count;
        items.push_back(std::move(merged));
    }
    items.push_back(std::move(whole));
    return items;
}

// The join as an item: the merged columns, then the others of both sides.
RangeItem SqlResolution::merge_sides(const Node& node, const Items& left_items, const Items& right_items) {
    const RangeItem& left = left_items.back();
    const RangeItem& right = right_items.back();
    RangeItem whole;
    whole.open = left.open || right.open;
    whole.catalog = &input_.catalog;
    const bool is_told = (!left.open || !left.open_by.empty()) && (!right.open || !right.open_by.empty());
    for (const RangeItem* side : {&left, &right}) {
        if (is_told && !side->is_renamed) whole.open_by.insert(whole.open_by.end(), side->open_by.begin(), side->open_by.end());
    }
    const std::vector<std::string_view> merged = merged_names(node, left, right);
    check_merged(merged, node, left, right);
    const auto is_merged = [&](const SqlColumn& column) { return std::ranges::find(merged, column.name) != merged.end(); };
    for (const std::string_view name : merged) {
        // Of an outer join's right side the value is that side's; of a full join it is neither's.
        const RangeItem& side = node["jointype"].string() == "JOIN_RIGHT" ? right : left;
        const SqlColumn* column = side.find_column(name);
        whole.columns.push_back(column == nullptr ? SqlColumn{name} : *column);
    }
    for (const RangeItem* side : {&left, &right}) {
        std::ranges::copy_if(side->columns, std::back_inserter(whole.columns),
                             [&](const auto& column) { return !is_merged(column); });
    }
    if (node["alias"]) {
        number(whole);
        use_alias(whole, node["alias"]);
    } else {
        whole.name_visible = false;
    }
    return whole;
}

std::vector<std::string_view> SqlResolution::merged_names(const Node& node, const RangeItem& left, const RangeItem& right) {
    if (!node["isNatural"].boolean()) return names_in(node["usingClause"]);
    std::vector<std::string_view> names;
    for (const SqlColumn& column : left.columns) {
        const SqlColumn* other = right.find_column(column.name);
        if (other != nullptr && other->is_certain && column.is_certain) names.push_back(column.name);
    }
    return names;
}

// USING (a, b): the tree has no places for the names; they stand behind what the right side holds.
void SqlResolution::check_merged(const std::vector<std::string_view>& names, const Node& node, const RangeItem& left,
                                 const RangeItem& right) {
    if (node["isNatural"].boolean() || names.empty()) return;
    const auto& tokens = input_.tokens;
    const auto stands_at = [&](std::size_t index) {
        if (index + 1 >= tokens.size() || tokens[index].value != "using" || tokens[index + 1].value != "(") return false;
        for (std::size_t name = 0; name < names.size(); ++name) {
            if (index + 2 + name * 2 >= tokens.size() || tokens[index + 2 + name * 2].value != names[name]) return false;
        }
        return true;
    };
    std::size_t using_at = token_after(node["rarg"]);
    while (using_at < tokens.size() && !stands_at(using_at)) ++using_at;
    if (using_at >= tokens.size()) return;
    const PlaceGuard guard(place_);
    place_ = {ColumnRole::Join, Comparison::Equal, ++last_join_};
    for (std::size_t index = 0; index < names.size(); ++index) {
        const Span span = tokens[using_at + 2 + index * 2].span;
        for (const RangeItem* side : {&left, &right}) {
            const std::size_t count = side->count_columns(names[index]);
            if (count > 1) {
                refuse(RefusedName::Reason::AmbiguousColumn, names[index], span,
                       {side == &left ? "the left side" : "the right side"});
                break;
            }
            if (count == 0 && !side->open) {
                column_of(*side, names[index], span, false);
                break;
            }
            if (side == &right && count == 1) found(side->find_column(names[index]), names[index], span);
        }
        if (left.count_columns(names[index]) == 1 && right.count_columns(names[index]) == 1) {
            found(left.find_column(names[index]), names[index], span);
        }
    }
}

RangeItem SqlResolution::sub_query(const Node& node, SqlScope& scope) {
    const bool was_lateral = std::exchange(scope.is_lateral, node["lateral"].boolean());
    QueryOutput output = statement(node["subquery"], &scope);
    scope.is_lateral = was_lateral;
    RangeItem item{.columns = std::move(output.columns), .open = output.open};
    number(item);
    if (node["alias"]) use_alias(item, node["alias"]);
    else item.name_visible = false;
    return item;
}

CommonTable* SqlResolution::find_common_table(const SqlScope& scope, std::string_view name, const SqlScope*& level) const {
    for (level = &scope; level != nullptr; level = level->outer) {
        const auto found = std::ranges::find(level->tables, name, &CommonTable::name);
        if (found != level->tables.end()) return &*found;
    }
    return nullptr;
}

bool has_nameless_table(const SqlScope* scope) {
    for (; scope != nullptr; scope = scope->outer) {
        if (std::ranges::any_of(scope->tables, [](const CommonTable& table) { return has_hole(table.name); })) return true;
    }
    return false;
}

// Of FROM; a null scope: of a statement that takes relations alone.
RangeItem SqlResolution::range_variable(const Node& node, const SqlScope* scope) {
    const std::string_view name = node["relname"].string();
    const SqlScope* level = nullptr;
    CommonTable* common =
        scope != nullptr && node["schemaname"].string().empty() ? find_common_table(*scope, name, level) : nullptr;
    if (common == nullptr) {
        const std::size_t before = resolved_.relations.size();
        RangeItem item = catalog_relation(node);
        const bool is_looked_up = resolved_.relations.size() > before && resolved_.relations.back().relation == nullptr;
        // "WITH {name} AS (…)": what nobody else has may be that query.
        if (is_looked_up && node["schemaname"].string().empty() && has_nameless_table(scope))
            resolved_.relations.back().unknown = true;
        return item;
    }
    if (common->state == CommonTable::State::Waiting) read_common_table(*common, true, *level);
    RangeItem item{.name = name, .columns = common->output.columns, .open = common->output.open || !common->output_known};
    number(item);
    if (node["alias"]) use_alias(item, node["alias"]);
    return item;
}

// Where the program itself says where names are looked for: the only one of that name, or unknown.
catalog::RelationLookup find_in_any_schema(const catalog::Catalog& catalog, const std::string& name) {
    const auto relations = catalog.relations_named(name);
    return relations.size() == 1 ? catalog::RelationLookup{relations.front(), false} : catalog::RelationLookup{nullptr, true};
}

RangeItem SqlResolution::catalog_relation(const Node& node) {
    const std::string schema(node["schemaname"].string());
    const std::string name(node["relname"].string());
    RangeItem item{.name = node["relname"].string(), .schema = node["schemaname"].string(), .open = true, .is_relation = true};
    const bool foreign = name.starts_with("sqlite_");  // SQLite's own tables: this text is not for PostgreSQL
    item.name_is_unknown = has_hole(name) || name.empty();
    if (!foreign && !item.name_is_unknown && !has_hole(schema)) {
        catalog::RelationLookup lookup;
        // A table of the program's own stands before the schema's.
        const bool is_its_own = schema.empty() && input_.created.own.contains(name);
        const bool is_elsewhere = schema.empty() && input_.created.sets_search_path;
        if (is_elsewhere && !is_its_own) lookup = find_in_any_schema(input_.catalog, name);
        else if (!is_its_own) lookup = input_.catalog.find_relation(schema, name);
        item.relation = lookup.relation;
        const bool is_known = lookup.relation != nullptr || is_its_own || input_.created.names.contains(name) ||
                              own_relation(item) || is_name_of_extension(name);
        bool unknown = lookup.relation == nullptr && (lookup.unknown || is_known);
        // What no release of PostgreSQL has in a schema of its own.
        const bool is_system = schema == "pg_catalog" || schema == "information_schema";
        if (!is_known && is_system && knows_release(input_.catalog.data().server_version)) unknown = false;
        const std::vector<Span> spans = name_spans(node.location());
        if (!spans.empty()) resolved_.relations.push_back({schema, name, spans.back(), lookup.relation, unknown});
    }
    number(item);
    if (item.relation != nullptr) {
        relation_items_.push_back(item.number);
        item.open = !item.relation->columns_complete;
        if (item.open) item.open_by = {item.relation};
        item.catalog = &input_.catalog;
        item.columns.reserve(item.relation->columns.size());
        for (const catalog::Column& column : item.relation->columns) {
            const catalog::Type* type = column.type.is_known() ? &column.type : nullptr;
            item.columns.push_back({column.name, item.relation, &column, type, nullptr, true, item.number});
        }
    }
    if (node["alias"]) use_alias(item, node["alias"]);
    return item;
}

// The relation that a statement changes.
RangeItem SqlResolution::target_relation(const Node& node, RelationUse use) {
    const std::size_t before = resolved_.relations.size();
    RangeItem item = range_variable(node, nullptr);
    if (resolved_.relations.size() > before) {
        resolved_.relations.back().use = use;
        resolved_.relations.back().group = item.number;
    }
    return item;
}

// What is no relation of the catalog and yet there to be read: PostgreSQL's own tables and views, and sequences.
bool SqlResolution::own_relation(RangeItem& item) {
    const SystemRelation* system = find_system_relation(item.schema, item.name);
    if (system != nullptr) {
        item.open = !knows_release(input_.catalog.data().server_version);
        for (const SystemColumn& column : system->columns) {
            item.columns.push_back({.name = column.name, .is_certain = column.in_all_releases});
        }
        return true;
    }
    std::vector<std::string> schemas = {std::string(item.schema)};
    if (item.schema.empty()) schemas = input_.catalog.search_path();
    const bool is_sequence = std::ranges::any_of(schemas, [&](const std::string& schema) {
        return input_.catalog.find_sequence({schema, std::string(item.name)}) != nullptr;
    });
    if (!is_sequence) return false;
    item.open = false;
    item.columns = {{.name = "last_value"}, {.name = "log_cnt"}, {.name = "is_called"}};
    return true;
}

void SqlResolution::use_alias(RangeItem& item, const Node& alias) {
    item.name = alias["aliasname"].string();
    item.is_aliased = true;
    item.name_is_unknown = has_hole(item.name);
    std::size_t position = 0;
    for (const std::string_view name : names_in(alias["colnames"])) {
        item.is_renamed = true;
        if (has_hole(name)) {
            // It may hold any number of names, so that nobody knows which column a later one renames.
            item.columns.resize(std::min(position, item.columns.size()));
            item.open = true;
            item.open_by.clear();
        } else if (position < item.columns.size()) {
            SqlColumn& column = item.columns[position];
            column = {.name = name, .type = column.type, .row = column.row, .item = item.number};
        } else if (item.open) {
            item.columns.push_back({.name = name, .item = item.number});
        }
        ++position;
    }
}

void SqlResolution::number(RangeItem& item) {
    item.number = ++last_item_;
    for (SqlColumn& column : item.columns) column.item = item.number;
}

}  // namespace rowtype::binding
