#include "analysis/binding/file_imports.h"

#include <algorithm>
#include <array>

#include "analysis/binding/client_names.h"
#include "analysis/binding/database_names.h"

namespace rowtype::binding {

namespace {

constexpr std::array<std::string_view, 9> kPortableLibraries = {"sqlalchemy",       "sqlmodel", "databases", "django",   "pandas",
                                                                "flask_sqlalchemy", "alembic",  "tortoise",  "geopandas"};
std::string_view first_part(std::string_view module) { return module.substr(0, module.find('.')); }

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

// What a file imports from anywhere, and what it calls that ("from sqlean import dbapi2 as sqlite"): Snowflake as a name is also what
// chat services call their ids.
bool names_foreign_database_by_import(const facts::Import& import) {
    const auto names_one = [](std::string_view name) { return name != "Snowflake" && names_foreign_sql(name); };
    return names_foreign_sql(import.module) || names_one(import.name) || names_one(import.bound);
}

}  // namespace

DatabaseImports database_imports(const facts::FileFacts& file) {
    DatabaseImports found;
    for (const facts::PlacedStatement& statement : file.statements) {
        for (const facts::Import& import : statement.facts->imports) {
            const std::string_view top = first_part(import.module);
            found.asyncpg = found.asyncpg || (import.level == 0 && top == "asyncpg");
            found.redis = found.redis || (import.level == 0 && is_redis_library(import.module));
            if (import.level == 0 && (top == "supabase" || top == "postgrest" || top == "supabase_auth")) found.supabase = true;
            else if (import.level == 0 && is_postgres_driver(top)) found.postgres = true;
            else if (import.level == 0 && holds(kPortableLibraries, top)) found.sqlalchemy = true;
            else if (names_foreign_database_by_import(import)) found.foreign = true;
        }
    }
    return found;
}

AccessProfile access_profile(const DatabaseImports& imports, AccessProfile configured) {
    if (configured != AccessProfile::Automatic) return configured;
    if (imports.supabase) return AccessProfile::Json;
    return imports.postgres || imports.sqlalchemy ? AccessProfile::Driver : AccessProfile::Json;
}

bool is_database_library(std::string_view dotted) {
    const std::string_view top = first_part(dotted);
    // Libraries around SQLAlchemy pass its functions on: sqlalchemy_utils, geoalchemy2, flask_sqlalchemy.
    return is_postgres_driver(top) || holds(kPortableLibraries, top) || top.find("alchemy") != std::string_view::npos;
}

bool names_foreign_database(std::string_view dotted) { return names_foreign_sql(dotted) || names_other_store(dotted); }

bool may_be_postgres(const DatabaseImports& imports, const std::string& receiver) {
    if (names_foreign_database(receiver)) return false;
    // With a foreign client in the same file, only a driver of PostgreSQL's own says that this is not for it.
    return !imports.foreign || imports.postgres;
}

}  // namespace rowtype::binding
