#include "analysis/usage/unserved.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "analysis/usage/index_service.h"

namespace rowtype::usage {

namespace {

using binding::ColumnReference;
using binding::ColumnRole;
using binding::Comparison;

// The columns of one query, or of one text.
class Query {
public:
    Query(const std::vector<ColumnReference>& columns, const catalog::Catalog& catalog) : columns_(columns), catalog_(catalog) {}

    void judge(std::vector<UnservedAccess>& unserved) {
        group();
        for (const auto& [item, columns] : filters_) judge_filters(columns, unserved);
        for (const auto& [item, column] : orders_) judge_order(item, *column, unserved);
        for (const auto& [number, columns] : joins_) judge_join(columns, unserved);
    }

private:
    using Item = std::pair<const catalog::Relation*, std::uint32_t>;

    void group();
    void judge_filters(const std::vector<const ColumnReference*>& columns, std::vector<UnservedAccess>& unserved) const;
    void judge_order(const Item& item, const ColumnReference& column, std::vector<UnservedAccess>& unserved) const;
    void judge_join(const std::vector<const ColumnReference*>& columns, std::vector<UnservedAccess>& unserved) const;
    [[nodiscard]] bool is_served(const ColumnReference& column) const;
    [[nodiscard]] bool may_be_served(const ColumnReference& column) const;
    [[nodiscard]] bool asks_for_index(const ColumnReference& column) const;

    const std::vector<ColumnReference>& columns_;
    const catalog::Catalog& catalog_;
    std::map<Item, std::vector<const ColumnReference*>> filters_;
    std::map<Item, const ColumnReference*> orders_;
    std::map<std::uint32_t, std::vector<const ColumnReference*>> joins_;
    std::map<const catalog::Relation*, std::set<std::string>> filtered_;  // all columns that the query filters or joins by
};

std::string reason_of(const ColumnReference& column);

}  // namespace

std::vector<UnservedAccess> unserved_accesses(const binding::BoundStatement& statement, const catalog::Catalog& catalog) {
    std::vector<UnservedAccess> unserved;
    for (const binding::BoundQuery& query : statement.queries) {
        // What a chain asks for may stand in several places, of which one alone tells little.
        if (!query.is_whole || query.columns_not_constant > 0 || query.columns_without_table > 0) continue;
        Query(query.columns, catalog).judge(unserved);
    }
    for (const binding::BoundSql& sql : statement.sql) {
        if (!sql.mute && !sql.invalid) Query(sql.columns, catalog).judge(unserved);
    }
    return unserved;
}

namespace {

void Query::group() {
    for (const ColumnReference& column : columns_) {
        const auto& [role, comparison, group] = column.place;
        if (!column.found || column.relation->find_column(column.name) == nullptr) continue;
        if (role == ColumnRole::Filter || role == ColumnRole::Join) filtered_[column.relation].insert(column.name);
        if (role == ColumnRole::Join) joins_[group].push_back(&column);
        if (role == ColumnRole::Filter && group != 0) filters_[{column.relation, group}].push_back(&column);
        if (role == ColumnRole::Order && group != 0 && comparison != Comparison::None) {
            orders_.try_emplace({column.relation, group}, &column);
        }
    }
}

bool Query::is_served(const ColumnReference& column) const {
    const auto filtered = filtered_.find(column.relation);
    return any_finds_by(*column.relation, column.name, column.place.comparison,
                        filtered == filtered_.end() ? std::set<std::string>() : filtered->second);
}

// How the column is compared could not be told (LIKE $1), and there is an index on it.
bool Query::may_be_served(const ColumnReference& column) const {
    return column.place.comparison == Comparison::None &&
           any_finds_by(*column.relation, column.name, Comparison::Equal, {column.name});
}

// Half of the rows are true: an index is no help.
bool Query::asks_for_index(const ColumnReference& column) const {
    if (column.place.comparison == Comparison::None) return false;
    const catalog::Type type = catalog_.base_type(column.relation->find_column(column.name)->type);
    return type.name.name != "bool" || type.array_dimensions > 0;
}

void Query::judge_filters(const std::vector<const ColumnReference*>& columns, std::vector<UnservedAccess>& unserved) const {
    const catalog::Relation& relation = *columns.front()->relation;
    if (!indexes_are_known(catalog_, relation)) return;
    UnservedAccess access{UnservedAccess::Kind::Filter, {}, &relation, {}, {}};
    for (const ColumnReference* column : columns) {
        if (is_served(*column) || may_be_served(*column)) return;
        if (!asks_for_index(*column)) continue;
        if (access.columns.empty()) {
            access.span = column->span;
            access.reason = reason_of(*column);
        }
        if (std::ranges::find(access.columns, column->name) == access.columns.end()) access.columns.push_back(column->name);
    }
    if (access.columns.empty()) return;
    // Its rows may be found by what it is joined with.
    for (const auto& [number, joined] : joins_) {
        for (const ColumnReference* column : joined) {
            if (column->relation == &relation && is_served(*column)) return;
        }
    }
    unserved.push_back(std::move(access));
}

// Rows that a filter picks are sorted by themselves.
void Query::judge_order(const Item& item, const ColumnReference& column, std::vector<UnservedAccess>& unserved) const {
    if (!indexes_are_known(catalog_, *item.first) || !joins_.empty() || is_served(column)) return;
    const auto filters = filters_.find(item);
    if (filters != filters_.end() &&
        std::ranges::any_of(filters->second, [&](const auto* filter) { return asks_for_index(*filter); })) {
        return;
    }
    unserved.push_back({UnservedAccess::Kind::Order, column.span, item.first, {column.name}, reason_of(column)});
}

// One side is enough: the other one's rows are looked up in it.
void Query::judge_join(const std::vector<const ColumnReference*>& columns, std::vector<UnservedAccess>& unserved) const {
    UnservedAccess access{UnservedAccess::Kind::Join, {}, columns.back()->relation, {}, {}};
    std::size_t compared = 0;
    for (const ColumnReference* column : columns) {
        if (!indexes_are_known(catalog_, *column->relation)) return;
        if (column->place.comparison == Comparison::None) continue;
        if (is_served(*column)) return;
        ++compared;
        access.span = column->span;
        const std::string name = column->relation->name.to_string() + "." + column->name;
        if (std::ranges::find(access.columns, name) == access.columns.end()) access.columns.push_back(name);
    }
    if (compared >= 2) unserved.push_back(std::move(access));
}

// Why the index that has the column does not do.
std::string reason_of(const ColumnReference& column) {
    const Comparison comparison = column.place.comparison;
    for (const catalog::Index& index : all_indexes(*column.relation)) {
        const auto found = std::ranges::find(index.columns, column.name);
        if (found == index.columns.end()) continue;
        if (comparison == Comparison::Pattern) return index.name + " cannot look inside of texts: pg_trgm's gin or gist can";
        if (comparison == Comparison::Contains) return index.name + " is of kind " + index.method + ": gin or gist can";
        if (comparison == Comparison::Expression) return index.name + " is on the column, not on the expression";
        if (found != index.columns.begin() && !index.columns.front().empty()) {
            return index.name + " has it behind \"" + index.columns.front() + "\"";
        }
        if (!index.predicate.empty()) return index.name + " holds only rows where " + index.predicate;
        return index.name + " is of kind " + index.method;
    }
    return {};
}

}  // namespace

}  // namespace rowtype::usage
