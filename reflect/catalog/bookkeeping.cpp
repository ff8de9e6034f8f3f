#include "reflect/catalog/bookkeeping.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace rowtype::catalog {

bool is_bookkeeping_table(const QualifiedName& name) {
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

}  // namespace rowtype::catalog
