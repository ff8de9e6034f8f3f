#include "reflect/migrations/query_scope.h"

#include <algorithm>
#include <array>
#include <functional>

#include "reflect/migrations/from_functions.h"
#include "reflect/migrations/type_rules.h"

namespace rowtype::migrations {

using catalog::Nullability;

namespace {

const QueryColumn* find_in(const QueryColumns& columns, std::string_view name) {
    const auto found = std::ranges::find(columns.columns, name, &QueryColumn::name);
    return found == columns.columns.end() ? nullptr : &*found;
}

// A domain may refuse NULL for the column.
bool domain_refuses_null(SchemaBuilder& schema, const catalog::Type& type) {
    const catalog::Type* walked = &type;
    for (int depth = 0; depth < kMaximumQueryDepth && !walked->is_array(); ++depth) {
        const catalog::TypeDefinition* definition = schema.find_type(walked->name);
        if (definition == nullptr || definition->kind != catalog::TypeKind::Domain) return false;
        if (definition->not_null) return true;
        walked = &definition->base;
    }
    return false;
}

void set_not_null(QueryColumns& columns, std::uint32_t id) {
    for (QueryColumn& column : columns.columns) {
        if (column.id == id) column.nullability = Nullability::NotNull;
    }
}

// Comparisons of PostgreSQL's own types are strict: with NULL they do not hold.
bool is_strict_comparison(const Node& expression) {
    const std::string_view kind = expression["kind"].string();
    if (kind == "AEXPR_IN" || kind == "AEXPR_LIKE" || kind == "AEXPR_ILIKE" || kind == "AEXPR_OP_ANY") return true;
    if (kind == "AEXPR_BETWEEN" || kind == "AEXPR_BETWEEN_SYM") return true;
    if (kind != "AEXPR_OP" && !kind.empty()) return false;
    constexpr std::array<std::string_view, 11> kOperators = {{"=", "<>", "<", ">", "<=", ">=", "~", "~*", "~~", "~~*", "!~"}};
    const std::vector<std::string> names = name_parts(expression["name"]);
    return names.size() == 1 && std::ranges::find(kOperators, std::string_view(names.back())) != kOperators.end();
}

}  // namespace

QueryColumns columns_of_relation(SchemaBuilder& schema, const catalog::Relation& relation) {
    QueryColumns result;
    result.complete = relation.columns_complete;
    for (std::size_t index = 0; index < relation.columns.size(); ++index) {
        const catalog::Column& column = relation.columns[index];
        // A nullable column may be filtered by the query: only NOT NULL is proven.
        const bool proven =
            column.nullability == Nullability::NotNull ||
            (column.nullability == Nullability::Nullable && !relation.is_view() && domain_refuses_null(schema, column.type));
        QueryColumn added{column.name, column.type, proven ? Nullability::NotNull : Nullability::Unknown};
        added.type.array_dimensions = std::min<std::uint8_t>(added.type.array_dimensions, 1);
        const bool passed_on = index < relation.column_origins.size() && !relation.column_origins[index].relation.name.empty();
        added.collation = column.collation;
        added.origin = passed_on ? relation.column_origins[index] : catalog::ColumnOrigin{relation.name, column.name};
        result.columns.push_back(std::move(added));
    }
    return result;
}

void QueryScope::add_with(const Node& with) {
    for (const Node* query : with["ctes"].items()) {
        const std::string name((*query)["ctename"].string());
        const Node& statement = (*query)["ctequery"];
        QueryColumns columns{{}, false};
        if (statement.is("SelectStmt")) {
            // A recursive query's first arm gives its names and types; of the rest, nothing is proven.
            const bool recursive = with["recursive"].boolean() && statement["larg"];
            columns = query_columns_in(schema_, recursive ? statement["larg"] : statement, this, sees_outer_);
            if (recursive) forget_not_null(columns);
            for (QueryColumn& column : columns.columns) {
                if (recursive) column.origin = {};
            }
        }
        const std::vector<std::string> renamed = name_parts((*query)["aliascolnames"]);
        for (std::size_t index = 0; index < renamed.size() && index < columns.columns.size(); ++index) {
            columns.columns[index].name = renamed[index];
        }
        if ((*query)["search_clause"] || (*query)["cycle_clause"]) columns.complete = false;
        with_queries_[name] = std::move(columns);
    }
}

void QueryScope::add_from(const Node& from) {
    for (const Node* item : from.items()) {
        const QueryColumns columns = read_item(*item);
        star_.columns.insert(star_.columns.end(), columns.columns.begin(), columns.columns.end());
        star_.complete = star_.complete && columns.complete;
    }
}

void QueryScope::add_where(const Node& condition) { prove(condition, star_); }

const ScopeItem* QueryScope::find_item(std::string_view name) const {
    bool visible = true;
    for (const QueryScope* scope = this; scope != nullptr; scope = scope->outer_) {
        const auto found = std::ranges::find(scope->items_, name, &ScopeItem::name);
        if (visible && found != scope->items_.end()) return &*found;
        visible = scope->sees_outer_;
    }
    return nullptr;
}

const QueryColumn* QueryScope::find_column(const Node& column_reference) const {
    const std::vector<std::string> parts = name_parts(column_reference["fields"]);
    if (parts.empty()) return nullptr;
    if (parts.size() > 1) {
        const ScopeItem* item = find_item(parts[parts.size() - 2]);
        return item == nullptr ? nullptr : find_in(item->columns, parts.back());
    }
    bool visible = true;
    for (const QueryScope* scope = this; scope != nullptr; scope = scope->outer_) {
        if (visible) {
            // While FROM is read, its items so far are what LATERAL sees.
            if (const QueryColumn* column = scope->find_in_star(parts.front())) return column;
            if (!scope->star_.complete) return nullptr;
            for (const ScopeItem& item : scope->items_) {
                if (const QueryColumn* column = find_in(item.columns, parts.front())) return column;
                if (!item.columns.complete) return nullptr;
            }
        }
        visible = scope->sees_outer_;
    }
    return nullptr;
}

const QueryColumn* QueryScope::find_in_star(std::string_view name) const {
    for (; star_size_ < star_.columns.size(); ++star_size_) star_names_.emplace(star_.columns[star_size_].name, star_size_);
    const auto found = star_names_.find(name);
    return found == star_names_.end() ? nullptr : &star_.columns[found->second];
}

const QueryColumn* QueryScope::find_field(const Node& indirection) const {
    const auto& steps = indirection["indirection"].items();
    const Node& relation = indirection["arg"];
    if (!relation.is("ColumnRef") || steps.size() != 1 || !steps.front()->is("String")) return nullptr;
    const std::vector<std::string> parts = name_parts(relation["fields"]);
    if (parts.size() != 1 || find_column(relation) != nullptr) return nullptr;
    const ScopeItem* item = find_item(parts.front());
    return item == nullptr ? nullptr : find_in(item->columns, steps.front()->sval());
}

QueryColumns QueryScope::read_item(const Node& item) {
    if (item.is("RangeVar")) return read_table(item);
    if (item.is("JoinExpr")) return read_join(item);
    if (item.is("RangeSubselect")) return read_sub_query(item);
    if (item.is("RangeTableSample")) return read_item(item["relation"]);
    FromFunction found = columns_of_from_function(*this, item);
    return named(std::move(found.columns), item["alias"], found.name, found.row);
}

QueryColumns QueryScope::read_table(const Node& range_variable) {
    const WrittenName written = range_name(range_variable);
    if (written.schema.empty()) {
        if (const QueryColumns* query = find_with_query(written.name))
            return named(*query, range_variable["alias"], written.name);
    }
    const RelationState* state = schema_.find_relation(written);
    if (state == nullptr) return named({{}, false}, range_variable["alias"], written.name, {});
    QueryColumns columns = columns_of_relation(schema_, state->relation);
    // Before PostgreSQL 18, what inherits may allow NULL where its parent does not.
    const auto inherits = [](const RelationState* child) { return !child->relation.partition_of; };
    if (range_variable["inh"].boolean() && std::ranges::any_of(schema_.children_of(state->relation.name), inherits)) {
        forget_not_null(columns);
    }
    return named(std::move(columns), range_variable["alias"], written.name, {state->relation.name, {}, 0});
}

QueryColumns QueryScope::read_sub_query(const Node& item) {
    return named(query_columns_in(schema_, item["subquery"], this, item["lateral"].boolean()), item["alias"], "");
}

QueryColumns QueryScope::read_join(const Node& join) {
    const std::size_t first = items_.size();
    QueryColumns left = read_item(join["larg"]);
    const std::size_t middle = items_.size();
    QueryColumns right = read_item(join["rarg"]);
    const std::string_view kind = join["jointype"].string();
    // The other side of an outer join may be missing.
    const auto forget = [&](QueryColumns& columns, std::size_t begin, std::size_t end) {
        forget_not_null(columns);
        for (std::size_t index = begin; index < end; ++index) forget_not_null(items_[index].columns);
    };
    if (kind == "JOIN_LEFT" || kind == "JOIN_FULL") forget(right, middle, items_.size());
    if (kind == "JOIN_RIGHT" || kind == "JOIN_FULL") forget(left, first, middle);
    // USING and NATURAL: the shared columns once, first.
    std::vector<std::string> shared = name_parts(join["usingClause"]);
    if (join["isNatural"].boolean()) {
        for (const QueryColumn& column : left.columns) {
            if (find_in(right, column.name) != nullptr) shared.push_back(column.name);
        }
    }
    QueryColumns result;
    result.complete = left.complete && right.complete;
    const auto is_shared = [&](const QueryColumn& column) { return std::ranges::find(shared, column.name) != shared.end(); };
    for (const std::string& name : shared) {
        const QueryColumn* one = find_in(left, name);
        const QueryColumn* other = find_in(right, name);
        if (one == nullptr || other == nullptr) {
            result.columns.push_back({name, {}, Nullability::Unknown});
            continue;
        }
        QueryColumn merged = kind == "JOIN_RIGHT" ? *other : *one;
        // FULL: COALESCE of both. Where the types differ, the merged column is a cast.
        if (kind == "JOIN_FULL" || !is_same_type(one->type, other->type)) {
            merged = {name, TypeRules(schema_).common_of({one->type, other->type}), merged.nullability};
        }
        result.columns.push_back(std::move(merged));
    }
    std::ranges::copy_if(left.columns, std::back_inserter(result.columns), std::not_fn(is_shared));
    std::ranges::copy_if(right.columns, std::back_inserter(result.columns), std::not_fn(is_shared));
    if (kind == "JOIN_INNER" || kind.empty()) {
        prove(join["quals"], result);
        for (const std::string& name : shared) {
            for (const QueryColumns* side : {&left, &right}) {
                const QueryColumn* column = find_in(*side, name);
                if (column == nullptr || column->id == 0) continue;
                set_not_null(result, column->id);
                for (ScopeItem& item : items_) set_not_null(item.columns, column->id);
            }
        }
    }
    if (!join["alias"]) return result;
    items_.resize(first);  // (a JOIN b) AS j hides a and b
    return named(std::move(result), join["alias"], "");
}

void QueryScope::forget_not_null(QueryColumns& columns) {
    for (QueryColumn& column : columns.columns) column.nullability = Nullability::Unknown;
}

void QueryScope::prove(const Node& condition, QueryColumns& columns) {
    std::vector<const Node*> waiting = {&condition};
    while (!waiting.empty()) {
        const Node& part = *waiting.back();
        waiting.pop_back();
        if (part.is("BoolExpr")) {
            if (part["boolop"].string() != "AND_EXPR" && !part["boolop"].string().empty()) continue;
            for (const Node* argument : part["args"].items()) waiting.push_back(argument);
        } else if (part.is("NullTest")) {
            if (part["nulltesttype"].string() == "IS_NOT_NULL") prove_column(part["arg"], columns);
        } else if (part.is("BooleanTest")) {
            const std::string_view kind = part["booltesttype"].string();
            const bool proves = kind.empty() || kind == "IS_TRUE" || kind == "IS_FALSE" || kind == "IS_NOT_UNKNOWN";
            if (proves) prove_column(part["arg"], columns);
        } else if (part.is("ColumnRef")) {
            prove_column(part, columns);
        } else if (part.is("A_Expr") && is_strict_comparison(part)) {
            prove_column(part["lexpr"], columns);
            const std::string_view kind = part["kind"].string();
            if (kind == "AEXPR_OP" || kind.empty()) prove_column(part["rexpr"], columns);
        }
    }
}

void QueryScope::prove_column(const Node& expression, QueryColumns& columns) {
    const Node* inner = &expression;
    while (inner->is("TypeCast") || inner->is("CollateClause")) inner = &(*inner)["arg"];
    if (!inner->is("ColumnRef")) return;
    const std::vector<std::string> parts = name_parts((*inner)["fields"]);
    const QueryColumn* column = nullptr;
    if (parts.size() == 1) {
        column = find_in(columns, parts.front());
    } else if (parts.size() > 1) {
        const auto item = std::ranges::find(items_, parts[parts.size() - 2], &ScopeItem::name);
        column = item == items_.end() ? nullptr : find_in(item->columns, parts.back());
    }
    if (column == nullptr || column->id == 0 || TypeRules(schema_).is_opaque(column->type)) return;
    const std::uint32_t id = column->id;
    set_not_null(columns, id);
    for (ScopeItem& item : items_) set_not_null(item.columns, id);
}

QueryColumns QueryScope::named(QueryColumns columns, const Node& alias, const std::string& default_name, catalog::Type row) {
    const std::vector<std::string> renamed = name_parts(alias["colnames"]);
    for (std::size_t index = 0; index < renamed.size() && index < columns.columns.size(); ++index) {
        columns.columns[index].name = renamed[index];
    }
    for (QueryColumn& column : columns.columns) column.id = ++last_id_;
    const std::string name = alias ? std::string(alias["aliasname"].string()) : default_name;
    if (!name.empty()) items_.push_back({name, columns, std::move(row)});
    return columns;
}

const QueryColumns* QueryScope::find_with_query(const std::string& name) const {
    for (const QueryScope* scope = this; scope != nullptr; scope = scope->outer_) {
        if (const auto found = scope->with_queries_.find(name); found != scope->with_queries_.end()) return &found->second;
    }
    return nullptr;
}

}  // namespace rowtype::migrations
