#include "analysis/binding/file_imports.h"

#include <algorithm>
#include <array>

#include "analysis/binding/client_names.h"

namespace rowtype::binding {

namespace {

constexpr std::array<std::string_view, 7> kPostgresDrivers = {"psycopg", "psycopg2",     "asyncpg",     "aiopg",
                                                              "pg8000",  "psycopg_pool", "psycopg2cffi"};
constexpr std::array<std::string_view, 9> kPortableLibraries = {"sqlalchemy",       "sqlmodel", "databases", "django",   "pandas",
                                                                "flask_sqlalchemy", "alembic",  "tortoise",  "geopandas"};
// Parts of names that give another database system away.
constexpr std::array<std::string_view, 31> kForeignWords = {
    "sqlite",   "mysql",      "clickhouse", "pyspark", "spark",       "duckdb",         "snowflake",    "bigquery",
    "oracledb", "cx_oracle",  "pymssql",    "mssql",   "pyodbc",      "trino",          "cassandra",    "influx",
    "athena",   "databricks", "mariadb",    "presto",  "hive",        "ibis",           "apsw",         "sqlean",
    "libsql",   "sqlcipher",  "firebird",   "ibm_db",  "teradatasql", "vertica_python", "singlestoredb"};
// Those that speak no SQL: a file that uses one beside PostgreSQL has no SQL for it.
constexpr std::array<std::string_view, 4> kOtherStores = {"redis", "elasticsearch", "neo4j", "dynamodb"};

std::string lower_case(std::string_view text) {
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lowered;
}

std::string_view first_part(std::string_view module) { return module.substr(0, module.find('.')); }

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

bool is_letter(char letter) { return letter >= 'a' && letter <= 'z'; }

// Whether one of the words begins in the name where a word of it begins: "clickhouse_connect", "self.sqlite3". A long one may also end where one
// ends ("aiosqlite", "pymysql"); in the middle of others it says nothing: "archive" is no Hive.
template <std::size_t N>
bool holds_word(const std::array<std::string_view, N>& words, std::string_view name) {
    constexpr std::size_t kShort = 5;
    const std::string lowered = lower_case(name);
    return std::ranges::any_of(words, [&](std::string_view word) {
        for (std::size_t at = lowered.find(word); at != std::string::npos; at = lowered.find(word, at + 1)) {
            const std::size_t end = at + word.size();
            const bool begins = at == 0 || !is_letter(lowered[at - 1]);
            const bool ends = end == lowered.size() || !is_letter(lowered[end]);
            if (word.size() > kShort ? begins || ends : begins && ends) return true;
        }
        return false;
    });
}

// What a file imports from anywhere, and what it calls that ("from sqlean import dbapi2 as sqlite"): Snowflake as a name is also what
// chat services call their ids.
bool names_foreign_database_by_import(const facts::Import& import) {
    const auto names_one = [](std::string_view name) { return name != "Snowflake" && holds_word(kForeignWords, name); };
    return holds_word(kForeignWords, import.module) || names_one(import.name) || names_one(import.bound);
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
            else if (import.level == 0 && holds(kPostgresDrivers, top)) found.postgres = true;
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
    return holds(kPostgresDrivers, top) || holds(kPortableLibraries, top) || top.find("alchemy") != std::string_view::npos;
}

bool names_foreign_database(std::string_view dotted) {
    return holds_word(kForeignWords, dotted) || holds_word(kOtherStores, dotted);
}

bool may_be_postgres(const DatabaseImports& imports, const std::string& receiver) {
    if (names_foreign_database(receiver)) return false;
    // With a foreign client in the same file, only a driver of PostgreSQL's own says that this is not for it.
    return !imports.foreign || imports.postgres;
}

}  // namespace rowtype::binding
