#include "analysis/engine/table_filter.h"

#include <algorithm>
#include <array>

namespace rowtype::engine {

namespace {

// "*" and "?" over a whole name; linear, by remembering the last star.
bool matches(std::string_view name, std::string_view glob) {
    std::size_t at = 0;
    std::size_t in_glob = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_at = 0;
    while (at < name.size()) {
        if (in_glob < glob.size() && (glob[in_glob] == '?' || glob[in_glob] == name[at])) {
            ++at;
            ++in_glob;
        } else if (in_glob < glob.size() && glob[in_glob] == '*') {
            star = in_glob++;
            star_at = at;
        } else if (star != std::string_view::npos) {
            in_glob = star + 1;
            at = ++star_at;
        } else {
            return false;
        }
    }
    while (in_glob < glob.size() && glob[in_glob] == '*') ++in_glob;
    return in_glob == glob.size();
}

}  // namespace

bool is_bookkeeping_table(const catalog::QualifiedName& name) {
    constexpr std::array<std::string_view, 12> kBookkeeping = {
        "alembic_version", "schema_migrations", "django_migrations",    "flyway_schema_history", "migrations",
        "_prisma_migrations", "yoyo_migration", "_yoyo_migration",      "yoyo_lock",             "_sqlx_migrations",
        "goose_db_version", "databasechangelog"};
    return name.schema == "supabase_migrations" ||
           std::ranges::find(kBookkeeping, std::string_view(name.name)) != kBookkeeping.end();
}

bool is_excluded_table(const catalog::QualifiedName& name, const Settings& settings) {
    const std::string full = name.to_string();
    return std::ranges::any_of(settings.exclude_tables, [&](const std::string& glob) {
        return matches(name.name, glob) || matches(full, glob);
    });
}

}  // namespace rowtype::engine
