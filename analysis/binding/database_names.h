// Database systems by the names of libraries and variables, and by the URLs that engines are made of.
#pragma once

#include <cstdint>
#include <string_view>

namespace rowtype::binding {

enum class DatabaseSystem : std::uint8_t {
    Unknown,   // not told, or one or the other
    Postgres,  // PostgreSQL, or what speaks its protocol and keeps its catalogs
    Other,
};

// By the scheme of a URL, of which the end may be missing: "mysql+pymysql://…", "sqlite:". Unknown where the scheme is not whole, or is
// none that SQLAlchemy's dialects have.
[[nodiscard]] DatabaseSystem system_of_url(std::string_view url);

// Whether it is of a driver of PostgreSQL's: "psycopg.connect", "asyncpg.Pool".
[[nodiscard]] bool is_postgres_driver(std::string_view dotted);
// Whether a dotted name or module path names another database system that has SQL: "clickhouse_client", "sqlite3.connect".
[[nodiscard]] bool names_foreign_sql(std::string_view dotted);
// The same of one without: "redis_client".
[[nodiscard]] bool names_other_store(std::string_view dotted);

}  // namespace rowtype::binding
