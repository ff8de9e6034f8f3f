#include "analysis/binding/query_alternatives.h"

#include <algorithm>
#include <utility>

namespace rowtype::binding {

namespace {

bool is_absent(const RelationReference& table) { return table.relation == nullptr && !table.unknown; }

// Where `query` judged the same place and found nothing there; null where it did not.
const ColumnReference* missing_in(const BoundQuery& query, const ColumnReference& column) {
    const auto found = std::ranges::find_if(query.columns, [&](const ColumnReference& other) {
        return other.span == column.span && other.name == column.name && !other.found && other.is_judged();
    });
    return found == query.columns.end() ? nullptr : &*found;
}

bool misses(const BoundQuery& query, const ColumnReference& column) { return missing_in(query, column) != nullptr; }

}  // namespace

BoundQuery one_query_of(std::vector<BoundQuery> queries, bool may_be_other, bool in_any_order) {
    const auto known = std::ranges::find_if(queries, [](const BoundQuery& query) { return query.table.relation != nullptr; });
    if (known != queries.end()) std::iter_swap(queries.begin(), known);
    BoundQuery query = std::move(queries.front());
    queries.erase(queries.begin());
    std::erase_if(query.columns, [&](const ColumnReference& column) {
        if (column.found) return false;
        return may_be_other || !std::ranges::all_of(queries, [&](const BoundQuery& other) { return misses(other, column); });
    });
    const bool all_absent =
        is_absent(query.table) && std::ranges::all_of(queries, [](const BoundQuery& other) { return is_absent(other.table); });
    for (BoundQuery& other : queries) {
        if (is_absent(other.table) && in_any_order && !all_absent) continue;
        query.other_tables.push_back(std::move(other.table));
    }
    return query;
}

BoundQuery one_query_of_classes(std::vector<BoundQuery> queries, const std::vector<std::string>& classes) {
    BoundQuery query = one_query_of(queries, false, false);
    for (ColumnReference& column : query.columns) {
        if (column.found) continue;
        for (std::size_t index = 0; index < queries.size(); ++index) {
            const ColumnReference* missing = missing_in(queries[index], column);
            if (missing == nullptr) continue;
            column.of_classes.push_back(classes[index]);
            const bool is_new = missing->relation != column.relation &&
                                std::ranges::find(column.also_searched, missing->relation) == column.also_searched.end();
            if (is_new) column.also_searched.push_back(missing->relation);
        }
    }
    query.table = {};
    query.other_tables.clear();
    return query;
}

BoundQuery one_query_of_turns(std::vector<BoundQuery> queries) {
    BoundQuery query = std::move(queries.front());
    queries.erase(queries.begin());
    for (BoundQuery& other : queries) {
        for (ColumnReference& column : other.columns) {
            const bool is_known = std::ranges::any_of(query.columns, [&](const ColumnReference& known) {
                return known.span == column.span && known.name == column.name && known.relation == column.relation;
            });
            if (!is_known) query.columns.push_back(std::move(column));
        }
        for (TextProblem& problem : other.invalid_selects) query.invalid_selects.push_back(std::move(problem));
        const bool is_same = std::ranges::any_of(query.other_tables, [&](const RelationReference& known) {
            return known.span == other.table.span && known.name == other.table.name;
        });
        if (!is_same) query.other_tables.push_back(std::move(other.table));
    }
    return query;
}

}  // namespace rowtype::binding
