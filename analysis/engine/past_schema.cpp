#include "analysis/engine/past_schema.h"

#include <algorithm>

namespace rowtype::engine {

using binding::Mute;

namespace {

// A test that has Alembic, or a function that downgrades: it takes the schema to the states whose SQL it holds.
bool tests_revisions(const facts::FileFacts& file) {
    const auto imports = [&file](const auto& is_meant) {
        return std::ranges::any_of(file.statements, [&is_meant](const facts::PlacedStatement& statement) {
            return std::ranges::any_of(statement.facts->imports, is_meant);
        });
    };
    const auto is_of = [](const facts::Import& import, std::string_view package) {
        if (import.level > 0 || !import.module.starts_with(package)) return false;
        return import.module.size() == package.size() || import.module[package.size()] == '.';
    };
    if (!imports([&](const facts::Import& import) { return is_of(import, "pytest") || is_of(import, "unittest"); })) return false;
    return imports([&](const facts::Import& import) {
        return is_of(import, "alembic") || is_of(import, "pytest_alembic") || import.name.find("downgrade") != std::string::npos;
    });
}

}  // namespace

bool is_of_past_schema(const facts::FileFacts& file) {
    const auto assigns = [&file](std::string_view name) {
        return std::ranges::any_of(file.statements, [name](const facts::PlacedStatement& statement) {
            return std::ranges::any_of(statement.facts->assignments, [name](const facts::Assignment& assignment) {
                return assignment.scope == 0 && assignment.target == name;
            });
        });
    };
    return (assigns("down_revision") && assigns("revision")) || tests_revisions(file);
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
