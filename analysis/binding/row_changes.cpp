#include "analysis/binding/row_changes.h"

#include <algorithm>
#include <map>
#include <string_view>

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

std::vector<SetValue> set_values(const facts::StatementFacts& statement, std::uint32_t scope, const std::string& target,
                                 std::uint32_t position) {
    std::vector<SetValue> set;
    bool may_set_any = false;
    std::map<std::string_view, int> times_set;
    for (const ItemChange& change : statement.item_changes) {
        if (change.target != target || change.appends) continue;
        may_set_any = may_set_any || change.has_others;
        for (const facts::Value& key : change.keys) ++times_set[key.text];
    }
    for (const ItemChange* change : row_changes(statement, scope, target, position)) {
        if (change->removes) continue;
        for (std::size_t index = 0; index < change->keys.size(); ++index) {
            const facts::Value& key = change->keys[index];
            const bool is_only = !may_set_any && times_set[key.text] == 1;
            if (change->appends || is_only) set.push_back({&key, &change->values[index], change->appends});
        }
    }
    return set;
}

}  // namespace rowtype::binding
