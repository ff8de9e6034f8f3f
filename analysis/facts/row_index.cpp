#include "analysis/facts/row_index.h"

#include <utility>

namespace rowtype::facts {

RowIndex::RowIndex(const StatementFacts& facts) {
    for (const Assignment& assignment : facts.assignments) uses_[assignment.target].assignments.push_back(&assignment);
    if (!facts.rows) return;
    for (const RowAccess& access : facts.rows.get()->accesses) {
        if (access.use != RowUse::Execute && access.use != RowUse::Escape) continue;
        std::string name = access.object.dotted();
        if (name.empty()) continue;
        RowNameUses& uses = uses_[std::move(name)];
        uses.changes.push_back(&access);
        uses.is_executed_on = uses.is_executed_on || access.use == RowUse::Execute;
    }
}

const RowNameUses& RowIndex::of(std::string_view name) const {
    static const RowNameUses kNone;
    const auto found = uses_.find(name);
    return found == uses_.end() ? kNone : found->second;
}

}  // namespace rowtype::facts
