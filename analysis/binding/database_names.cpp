#include "analysis/binding/database_names.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "reflect/sql/string_literals.h"

namespace rowtype::binding {

namespace {

constexpr std::array<std::string_view, 7> kPostgresDrivers = {"psycopg", "psycopg2",     "asyncpg",     "aiopg",
                                                              "pg8000",  "psycopg_pool", "psycopg2cffi"};
constexpr std::array<std::string_view, 6> kPostgresSchemes = {"postgresql",  "postgres",    "postgis",
                                                              "cockroachdb", "timescaledb", "pgsql"};
// Dialects of SQLAlchemy's own and of its third parties, and what `databases` and Django's URLs call the same.
constexpr std::array<std::string_view, 44> kOtherSchemes = {
    "sqlite",  "mysql",    "mariadb", "oracle",     "mssql",  "clickhouse",    "clickhousedb", "snowflake", "bigquery",
    "duckdb",  "trino",    "presto",  "hive",       "impala", "databricks",    "redshift",     "athena",    "awsathena",
    "druid",   "firebird", "db2",     "ibm_db_sa",  "sybase", "teradatasql",   "vertica",      "hana",      "crate",
    "drill",   "exa",      "monetdb", "libsql",     "access", "singlestoredb", "tidb",         "starrocks", "doris",
    "spanner", "kylin",    "rqlite",  "spatialite", "ignite", "netezza",       "informix",     "aiosqlite"};

// Parts of names that give another database system away.
constexpr std::array<std::string_view, 43> kForeignWords = {
    "sqlite",   "mysql",      "clickhouse", "pyspark",     "spark",       "duckdb",         "snowflake",     "bigquery",
    "oracledb", "cx_oracle",  "pymssql",    "mssql",       "pyodbc",      "trino",          "cassandra",     "influx",
    "athena",   "databricks", "mariadb",    "presto",      "hive",        "ibis",           "apsw",          "sqlean",
    "libsql",   "sqlcipher",  "firebird",   "ibm_db",      "teradatasql", "vertica_python", "singlestoredb", "pymysql",
    "aiomysql", "asyncmy",    "mysqldb",    "mysqlclient", "chdb",        "aiochclient",    "redshift",      "hdbcli",
    "pyexasol", "monetdb",    "datafusion"};
// Those that speak no SQL: a file that uses one beside PostgreSQL has no SQL for it.
constexpr std::array<std::string_view, 4> kOtherStores = {"redis", "elasticsearch", "neo4j", "dynamodb"};

constexpr bool is_letter(char letter) { return letter >= 'a' && letter <= 'z'; }

// One bit a letter: a name that lacks one of a word's does not hold the word, which is told of dozens of words at once.
constexpr std::uint32_t letters_of(std::string_view name) {
    std::uint32_t letters = 0;
    for (const char letter : name) {
        if (is_letter(letter)) letters |= 1U << static_cast<unsigned>(letter - 'a');
    }
    return letters;
}

// Whether one of the words begins in the name where a word of it begins: "clickhouse_connect", "self.sqlite3". A long one may also end
// where one ends ("aiosqlite", "pymysql"); in the middle of others it says nothing: "archive" is no Hive.
template <const auto& kWords>
bool holds_word(std::string_view name) {
    constexpr std::size_t kShort = 5;
    static constexpr auto kLetters = [] {
        std::array<std::uint32_t, kWords.size()> letters{};
        std::ranges::transform(kWords, letters.begin(), letters_of);
        return letters;
    }();
    const std::string lowered = sql::fold(name);
    const std::uint32_t letters = letters_of(lowered);
    const auto holds = [&](std::string_view word) {
        for (std::size_t at = lowered.find(word); at != std::string::npos; at = lowered.find(word, at + 1)) {
            const std::size_t end = at + word.size();
            const bool begins = at == 0 || !is_letter(lowered[at - 1]);
            const bool ends = end == lowered.size() || !is_letter(lowered[end]);
            if (word.size() > kShort ? begins || ends : begins && ends) return true;
        }
        return false;
    };
    for (std::size_t index = 0; index < kWords.size(); ++index) {
        if ((kLetters[index] & ~letters) == 0 && holds(kWords[index])) return true;
    }
    return false;
}

}  // namespace

bool is_postgres_driver(std::string_view dotted) {
    return std::ranges::find(kPostgresDrivers, dotted.substr(0, dotted.find('.'))) != kPostgresDrivers.end();
}

bool names_foreign_sql(std::string_view dotted) { return holds_word<kForeignWords>(dotted); }

bool names_other_store(std::string_view dotted) { return holds_word<kOtherStores>(dotted); }

DatabaseSystem system_of_url(std::string_view url) {
    const std::string_view scheme = url.substr(0, url.find_first_of("+:"));
    if (scheme.size() == url.size()) return DatabaseSystem::Unknown;
    if (std::ranges::find(kPostgresSchemes, scheme) != kPostgresSchemes.end()) return DatabaseSystem::Postgres;
    return std::ranges::find(kOtherSchemes, scheme) != kOtherSchemes.end() ? DatabaseSystem::Other : DatabaseSystem::Unknown;
}

}  // namespace rowtype::binding
