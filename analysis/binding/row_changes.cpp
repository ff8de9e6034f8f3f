#include "analysis/binding/row_changes.h"

#include <algorithm>

#include "analysis/facts/reach.h"

namespace rowtype::binding {

using facts::ItemChange;

std::vector<const ItemChange*> row_changes(const facts::StatementFacts& statement, std::uint32_t scope, const std::string& target,
                                           std::uint32_t position) {
    std::uint32_t assigned = 0;
    for (const facts::Assignment& assignment : statement.assignments) {
        const bool is_before = assignment.scope == scope && assignment.target == target && assignment.span.end <= position;
        if (is_before) assigned = std::max(assigned, assignment.span.end);
    }
    std::vector<const ItemChange*> changes;
    for (const ItemChange& change : statement.item_changes) {
        if (change.scope != scope || change.target != target || target.empty()) continue;
        if (change.span.begin < assigned || change.span.end > position) continue;
        const bool counts = change.removes || facts::may_reach(statement.scopes[scope], change.span.begin, position);
        if (counts) changes.push_back(&change);
    }
    return changes;
}

}  // namespace rowtype::binding
