#include "reflect/migrations/query_scope.h"

#include <algorithm>

#include "reflect/migrations/type_names.h"

namespace rowtype::migrations {

using catalog::Nullability;

namespace {

// The other side of an outer join may be missing.
void forget_not_null(QueryColumns& columns) {
    for (QueryColumn& column : columns.columns) column.nullability = Nullability::Unknown;
}

const QueryColumn* find_in(const QueryColumns& columns, std::string_view name) {
    const auto found = std::ranges::find(columns.columns, name, &QueryColumn::name);
    return found == columns.columns.end() ? nullptr : &*found;
}

QueryColumns columns_of(const catalog::Relation& relation) {
    QueryColumns result;
    result.complete = relation.columns_complete;
    for (const catalog::Column& column : relation.columns) {
        // A nullable column may be filtered by the query: only NOT NULL is proven.
        const Nullability proven = column.nullability == Nullability::NotNull ? Nullability::NotNull : Nullability::Unknown;
        result.columns.push_back({column.name, column.type, proven});
    }
    return result;
}

}  // namespace

void QueryScope::add_with(const Node& with) {
    for (const Node* query : with["ctes"].items()) {
        const std::string name((*query)["ctename"].string());
        const Node& statement = (*query)["ctequery"];
        QueryColumns columns{{}, false};
        if (statement.is("SelectStmt")) {
            // A recursive query's first arm gives its names and types.
            const bool recursive = with["recursive"].boolean() && statement["larg"];
            columns = query_columns_in(schema_, recursive ? statement["larg"] : statement, this);
            if (recursive) forget_not_null(columns);
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

const ScopeItem* QueryScope::find_item(std::string_view name) const {
    const auto found = std::ranges::find(items_, name, &ScopeItem::name);
    if (found != items_.end()) return &*found;
    return outer_ == nullptr ? nullptr : outer_->find_item(name);
}

const QueryColumn* QueryScope::find_column(const Node& column_reference) const {
    const std::vector<std::string> parts = name_parts(column_reference["fields"]);
    if (parts.empty()) return nullptr;
    if (parts.size() > 1) {
        const ScopeItem* item = find_item(parts[parts.size() - 2]);
        return item == nullptr ? nullptr : find_in(item->columns, parts.back());
    }
    for (const QueryScope* scope = this; scope != nullptr; scope = scope->outer_) {
        if (const QueryColumn* column = find_in(scope->star_, parts.front())) return column;
        if (!scope->star_.complete) return nullptr;
    }
    return nullptr;
}

QueryColumns QueryScope::read_item(const Node& item) {
    if (item.is("RangeVar")) return read_table(item);
    if (item.is("JoinExpr")) return read_join(item);
    if (item.is("RangeFunction")) return read_function(item);
    if (item.is("RangeTableSample")) return read_item(item["relation"]);
    if (item.is("RangeSubselect")) return named(query_columns_in(schema_, item["subquery"], this), item["alias"], "");
    return named({{}, false}, item["alias"], "");
}

QueryColumns QueryScope::read_table(const Node& range_variable) {
    const WrittenName written = range_name(range_variable);
    if (written.schema.empty()) {
        if (const QueryColumns* query = find_with_query(written.name))
            return named(*query, range_variable["alias"], written.name);
    }
    const RelationState* state = schema_.find_relation(written);
    return named(state == nullptr ? QueryColumns{{}, false} : columns_of(state->relation), range_variable["alias"], written.name);
}

QueryColumns QueryScope::read_join(const Node& join) {
    const std::size_t first = items_.size();
    QueryColumns left = read_item(join["larg"]);
    const std::size_t middle = items_.size();
    QueryColumns right = read_item(join["rarg"]);
    const std::string_view kind = join["jointype"].string();
    const auto forget = [&](QueryColumns& columns, std::size_t begin, std::size_t end) {
        forget_not_null(columns);
        for (std::size_t index = begin; index < end; ++index) forget_not_null(items_[index].columns);
    };
    if (kind == "JOIN_RIGHT" || kind == "JOIN_FULL") forget(left, first, middle);
    if (kind == "JOIN_LEFT" || kind == "JOIN_FULL") forget(right, middle, items_.size());

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
        const QueryColumn* column = find_in(kind == "JOIN_RIGHT" ? right : left, name);
        result.columns.push_back(column == nullptr ? QueryColumn{name, {}, Nullability::Unknown} : *column);
    }
    std::ranges::copy_if(left.columns, std::back_inserter(result.columns), std::not_fn(is_shared));
    std::ranges::copy_if(right.columns, std::back_inserter(result.columns), std::not_fn(is_shared));
    if (!join["alias"]) return result;
    items_.resize(first);  // (a JOIN b) AS j hides a and b
    return named(std::move(result), join["alias"], "");
}

// Functions of the schema whose columns are declared, and column definition lists; other functions' columns are not known,
// but for the single column of a scalar one.
QueryColumns QueryScope::read_function(const Node& range_function) {
    QueryColumns result{{}, false};
    const auto& calls = range_function["functions"].items();
    if (range_function["coldeflist"]) {
        result.complete = true;
        for (const Node* definition : range_function["coldeflist"].items()) {
            result.columns.push_back({std::string((*definition)["colname"].string()),
                                      resolve_type(schema_, (*definition)["typeName"]), Nullability::Unknown});
        }
    } else if (calls.size() == 1 && !calls.front()->items().empty()) {
        const Node& entry = *calls.front();
        const Node& list = entry.is("List") ? entry["items"] : entry;
        const Node& call = list.items().empty() ? Node::null() : *list.items().front();
        const WrittenName written = written_name(name_parts(call["funcname"]));
        for (const FunctionState& state : schema_.functions()) {
            if (!schema_.names_function(written, state.function)) continue;
            result = {{}, true};
            for (const catalog::Argument& argument : state.function.arguments) {
                if (argument.mode != catalog::ArgumentMode::Table && argument.mode != catalog::ArgumentMode::Out) continue;
                result.columns.push_back({argument.name, argument.type, Nullability::Unknown});
            }
            const RelationState* row = schema_.find_relation(state.function.result.name);
            if (row != nullptr) result = columns_of(row->relation);
            if (row != nullptr) forget_not_null(result);
            if (result.columns.empty()) result.complete = false;
        }
        const std::vector<std::string> renamed = name_parts(range_function["alias"]["colnames"]);
        if (result.columns.empty() && !renamed.empty()) {
            result.complete = true;  // f(…) AS x(a, b): as many columns as are named, at least
            for (const std::string& name : renamed) result.columns.push_back({name, {}, Nullability::Unknown});
        }
        if (range_function["ordinality"].boolean()) {
            result.columns.push_back({"ordinality", {{"pg_catalog", "int8"}, {}, 0}, Nullability::Unknown});
        }
        return named(std::move(result), range_function["alias"], written.name);
    }
    return named(std::move(result), range_function["alias"], "");
}

QueryColumns QueryScope::named(QueryColumns columns, const Node& alias, const std::string& default_name) {
    const std::vector<std::string> renamed = name_parts(alias["colnames"]);
    for (std::size_t index = 0; index < renamed.size() && index < columns.columns.size(); ++index) {
        columns.columns[index].name = renamed[index];
    }
    const std::string name = alias ? std::string(alias["aliasname"].string()) : default_name;
    if (!name.empty()) items_.push_back({name, columns});
    return columns;
}

const QueryColumns* QueryScope::find_with_query(const std::string& name) const {
    for (const QueryScope* scope = this; scope != nullptr; scope = scope->outer_) {
        if (const auto found = scope->with_queries_.find(name); found != scope->with_queries_.end()) return &found->second;
    }
    return nullptr;
}

}  // namespace rowtype::migrations
