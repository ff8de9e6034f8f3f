#include "analysis/codegen/needs_model.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace rowtype::codegen {

namespace {

bool matches(std::string_view name, std::string_view glob);

}  // namespace

bool needs_model(const catalog::Relation& relation, const Settings& settings) {
    if (relation.partition_of || !relation.extension.empty() || catalog::is_system_schema(relation.name.schema)) return false;
    if (is_bookkeeping_table(relation.name)) return false;
    const std::string full = relation.name.to_string();
    return std::ranges::none_of(settings.exclude_tables, [&](const std::string& glob) {
        return matches(relation.name.name, glob) || matches(full, glob);
    });
}

bool is_bookkeeping_table(const catalog::QualifiedName& name) {
    constexpr std::array<std::string_view, 26> kBookkeeping = {"SequelizeMeta",
                                                               "__drizzle_migrations",
                                                               "_prisma_migrations",
                                                               "_sqlx_migrations",
                                                               "_yoyo_log",
                                                               "_yoyo_migration",
                                                               "_yoyo_version",
                                                               "aerich",
                                                               "alembic_version",
                                                               "ar_internal_metadata",
                                                               "atlas_schema_revisions",
                                                               "databasechangelog",
                                                               "databasechangeloglock",
                                                               "django_migrations",
                                                               "flyway_schema_history",
                                                               "goose_db_version",
                                                               "gorp_migrations",
                                                               "knex_migrations",
                                                               "knex_migrations_lock",
                                                               "migrations",
                                                               "pgmigrations",
                                                               "schema_migrations",
                                                               "schema_version",
                                                               "typeorm_metadata",
                                                               "yoyo_lock",
                                                               "yoyo_migration"};
    static_assert(std::ranges::is_sorted(kBookkeeping));
    constexpr std::array<std::string_view, 4> kBookkeepingSchemas = {"atlas_schema_revisions", "drizzle", "sqitch",
                                                                     "supabase_migrations"};
    const auto holds = [](const auto& names, std::string_view wanted) { return std::ranges::find(names, wanted) != names.end(); };
    return holds(kBookkeepingSchemas, name.schema) || holds(kBookkeeping, name.name);
}

namespace {

// "*" and "?" over a whole name; linear, by remembering the last star.
bool matches(std::string_view name, std::string_view glob) {
    std::size_t at = 0;
    std::size_t in_glob = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_at = 0;
    while (at < name.size()) {
        if (in_glob < glob.size() && glob[in_glob] == '*') {
            star = in_glob++;
            star_at = at;
        } else if (in_glob < glob.size() && (glob[in_glob] == '?' || glob[in_glob] == name[at])) {
            ++in_glob;
            ++at;
        } else if (star != std::string_view::npos) {
            in_glob = star + 1;
            at = ++star_at;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', in_glob) == std::string_view::npos;
}

}  // namespace

}  // namespace rowtype::codegen
