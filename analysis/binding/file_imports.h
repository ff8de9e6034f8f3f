// What a file's imports say of the databases that it talks to.
#pragma once

#include <string>
#include <string_view>

#include "analysis/facts/facts.h"
#include "analysis/settings/settings.h"

namespace rowtype::binding {

// What bound statements depend on of all imports of a file, beside the names that these bind: part of the engine's key, so that a statement
// is bound anew when an import comes or goes. Whoever binds asks here, and never the file's imports.
struct DatabaseImports {
    bool supabase = false;    // supabase, postgrest
    bool postgres = false;    // a PostgreSQL driver: psycopg, asyncpg …
    bool sqlalchemy = false;  // or another library that speaks to several systems: sqlmodel, databases, django, pandas
    bool foreign = false;     // a client of another database system: sqlite3, clickhouse_driver, pyspark …
    bool asyncpg = false;     // whose calls give rows right away; also counted as `postgres`
    bool redis = false;       // a library that speaks to Redis: redis, aioredis, valkey …

    friend bool operator==(const DatabaseImports&, const DatabaseImports&) = default;
};

[[nodiscard]] DatabaseImports database_imports(const facts::FileFacts& file);

// Json where the file imports supabase or postgrest, or no driver; else Driver. A configured profile wins.
[[nodiscard]] AccessProfile access_profile(const DatabaseImports& imports, AccessProfile configured);

// Whether a canonical name ("sqlalchemy.text") is of a driver of PostgreSQL's or of a library that may be told to speak to it.
[[nodiscard]] bool is_database_library(std::string_view dotted);

// Whether a dotted name or module path names another database system: "clickhouse_client", "self.sqlite".
[[nodiscard]] bool names_foreign_database(std::string_view dotted);

// Whether a call on `receiver` in a file with these imports may carry SQL for PostgreSQL.
[[nodiscard]] bool may_be_postgres(const DatabaseImports& imports, const std::string& receiver);

}  // namespace rowtype::binding
