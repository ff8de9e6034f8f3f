#include "analysis/engine/past_schema.h"

#include <algorithm>

namespace rowtype::engine {

using binding::Mute;

bool is_of_past_schema(const facts::FileFacts& file) {
    const auto assigns = [&file](std::string_view name) {
        return std::ranges::any_of(file.statements, [name](const facts::PlacedStatement& statement) {
            return std::ranges::any_of(statement.facts->assignments, [name](const facts::Assignment& assignment) {
                return assignment.scope == 0 && assignment.target == name;
            });
        });
    };
    return assigns("down_revision") && assigns("revision");
}

void leave_unchecked(const facts::FileFacts& file, Analysis& analysis) {
    Statistics left;
    for (const facts::PlacedStatement& statement : file.statements) {
        left.sql_skipped += static_cast<std::uint32_t>(statement.facts->sql_calls.size());
    }
    binding::count(left.muted, Mute::SqlOfPastSchema, left.sql_skipped);
    binding::count(left.muted, Mute::ModelOfPastSchema, static_cast<std::uint32_t>(analysis.models.size()));
    analysis.findings.clear();
    analysis.models.clear();
    analysis.statistics = std::move(left);
}

}  // namespace rowtype::engine
