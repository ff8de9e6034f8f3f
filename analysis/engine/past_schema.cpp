#include "analysis/engine/past_schema.h"

#include <algorithm>
#include <array>

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

// A name with a number or a date in front cannot be imported: something runs such files by their order, as it does the SQL beside them.
bool is_numbered_step(std::string_view path) {
    constexpr std::array<std::string_view, 8> kFolders = {"migrations", "migration", "updates", "upgrades",
                                                          "versions",   "patches",   "deltas",  "delta"};
    const auto split = [](std::string_view& rest) {
        const std::size_t slash = rest.rfind('/');
        const std::string_view last = slash == std::string_view::npos ? rest : rest.substr(slash + 1);
        rest = slash == std::string_view::npos ? std::string_view() : rest.substr(0, slash);
        return last;
    };
    const std::string_view name = split(path);
    if (name.find_first_not_of("0123456789") < 3) return false;
    const std::string_view folder = split(path);
    return std::ranges::find(kFolders, folder) != kFolders.end();
}

}  // namespace

bool is_of_past_schema(const facts::FileFacts& file, std::string_view path) {
    const auto assigns = [&file](std::string_view name) {
        return std::ranges::any_of(file.statements, [name](const facts::PlacedStatement& statement) {
            return std::ranges::any_of(statement.facts->assignments, [name](const facts::Assignment& assignment) {
                return assignment.scope == 0 && assignment.target == name;
            });
        });
    };
    return (assigns("down_revision") && assigns("revision")) || is_numbered_step(path) || tests_revisions(file);
}

void leave_unchecked(const facts::FileFacts& file, Analysis& analysis) {
    Statistics left;
    for (const facts::PlacedStatement& statement : file.statements) {
        left.sql_skipped += static_cast<std::uint32_t>(statement.facts->sql_calls.size());
    }
    binding::count(left.muted, Mute::SqlOfPastSchema, left.sql_skipped);
    const auto checked = std::ranges::count_if(analysis.models, &ModelSummary::is_checked);
    binding::count(left.muted, Mute::ModelOfPastSchema, static_cast<std::uint32_t>(checked));
    analysis.findings.clear();
    analysis.models.clear();
    analysis.statistics = std::move(left);
}

}  // namespace rowtype::engine
