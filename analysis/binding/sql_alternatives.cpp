#include "analysis/binding/sql_alternatives.h"

#include <algorithm>
#include <utility>

namespace rowtype::binding {

namespace {

// Numbers of groups are unique in one text; those of the next one begin behind them.
constexpr std::uint32_t kGroupsOfText = 1U << 16U;

bool is_ambiguous(const RefusedName& name) {
    return name.reason == RefusedName::Reason::AmbiguousColumn || name.reason == RefusedName::Reason::AmbiguousItem;
}

bool is_wrong(const RelationReference& reference) { return reference.relation == nullptr && !reference.unknown; }
bool is_wrong(const ColumnReference& column) { return !column.found && column.is_judged(); }
bool is_wrong(const RefusedName& name) { return !is_ambiguous(name); }

template <typename Reference>
bool same_place(const Reference& left, const Reference& right) {
    return left.span == right.span && left.name == right.name;
}

// Whether another reading has the place, and does not say the same of it.
template <typename Reference>
bool is_doubted(const Reference& reference, std::vector<Reference> BoundSql::*list, const std::vector<SqlReading>& readings) {
    return std::ranges::any_of(readings, [&](const SqlReading& reading) {
        const auto& others = reading.bound.*list;
        const auto says_so = [&](const Reference& other) { return same_place(other, reference) && is_wrong(other); };
        return std::ranges::none_of(others, says_so) && reading.places.covers(reference.span);
    });
}

void add_relations(const std::vector<SqlReading>& readings, BoundSql& result) {
    std::uint32_t groups = 0;
    for (const SqlReading& reading : readings) {
        for (RelationReference relation : reading.bound.relations) {
            relation.group += relation.group == 0 ? 0 : groups;
            if (is_wrong(relation)) relation.unknown = is_doubted(relation, &BoundSql::relations, readings);
            const auto known = std::ranges::find_if(result.relations,
                                                    [&](const RelationReference& other) { return same_place(other, relation); });
            if (known == result.relations.end()) {
                result.relations.push_back(std::move(relation));
            } else if (known->relation == nullptr && relation.relation != nullptr) {
                *known = std::move(relation);
            }
        }
        groups += kGroupsOfText;
    }
}

void add_columns(const std::vector<SqlReading>& readings, BoundSql& result) {
    std::uint32_t groups = 0;
    for (const SqlReading& reading : readings) {
        for (ColumnReference column : reading.bound.columns) {
            column.place.group += column.place.group == 0 ? 0 : groups;
            if (is_wrong(column) && is_doubted(column, &BoundSql::columns, readings)) continue;
            // One of the texts may be SQLite's.
            if (is_wrong(column) && column.name == "rowid") continue;
            const auto known =
                std::ranges::find_if(result.columns, [&](const ColumnReference& other) { return same_place(other, column); });
            if (known == result.columns.end()) result.columns.push_back(std::move(column));
        }
        groups += kGroupsOfText;
    }
}

void add_rest(const std::vector<SqlReading>& readings, BoundSql& result) {
    for (const SqlReading& reading : readings) {
        for (const RefusedName& name : reading.bound.refused) {
            if (is_ambiguous(name) || is_doubted(name, &BoundSql::refused, readings)) continue;
            const bool known =
                std::ranges::any_of(result.refused, [&](const RefusedName& other) { return same_place(other, name); });
            if (!known) result.refused.push_back(name);
        }
        for (const WholeRow& row : reading.bound.whole_rows) {
            const bool known =
                std::ranges::any_of(result.whole_rows, [&](const WholeRow& other) { return other.span == row.span; });
            if (!known) result.whole_rows.push_back(row);
        }
        for (const RefusedLiteral& literal : reading.bound.literals) {
            const auto is_same = [&](const RefusedLiteral& other) {
                return other.span == literal.span && other.column == literal.column;
            };
            const bool doubted = std::ranges::any_of(readings, [&](const SqlReading& other) {
                return other.places.covers(literal.span) && std::ranges::none_of(other.bound.literals, is_same);
            });
            if (!doubted && std::ranges::none_of(result.literals, is_same)) result.literals.push_back(literal);
        }
    }
}

}  // namespace

BoundSql one_statement_of(std::vector<SqlReading> readings, bool is_exact) {
    if (readings.size() == 1) {
        BoundSql only = std::move(readings.front().bound);
        if (is_exact) return only;
        std::erase_if(only.refused, is_ambiguous);
        only.problems.clear();
        only.invalid.reset();
        return only;
    }
    BoundSql result;
    result.span = readings.front().bound.span;
    result.mute = readings.front().bound.mute;
    add_relations(readings, result);
    add_columns(readings, result);
    add_rest(readings, result);
    return result;
}

}  // namespace rowtype::binding
