// The catalog queries. Each is a file of queries/, embedded at build; each is constant but for the version lines and the
// parameters below, whose values are quoted literals and numbers.
//
// To add a query: a file in queries/, its name in CMakeLists.txt, its function here, its reader in one of read_*.cpp. There
// are eight at most (a test counts them and the round trips), so look first for one to widen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::postgres {

// The oldest server that the queries are written for: pg_attribute.attgenerated, WITH … AS MATERIALIZED.
constexpr std::uint32_t kOldestServer = 120'000;

[[nodiscard]] std::string_view relations_query();
[[nodiscard]] std::string_view types_query();
[[nodiscard]] std::string_view columns_query();
[[nodiscard]] std::string_view constraints_query();
[[nodiscard]] std::string_view indexes_query();
[[nodiscard]] std::string_view functions_query();
[[nodiscard]] std::string_view expressions_query();
[[nodiscard]] std::string_view views_query();
// Of the watch alone.
[[nodiscard]] std::string_view fingerprint_query();

// What stands in place of the parameters.
struct QueryParameters {
    std::string schemas = "NULL::pg_catalog.text[]";  // :schemas, an SQL expression, names already quoted
    std::vector<std::uint32_t> namespaces;            // :namespaces, the OIDs of the schemas that are read
    std::int64_t batch = 0;                           // :batch, of views
    // OIDs of what expressions.sql deparses: relations with defaults, then what repeated_texts.h leaves of the others.
    std::vector<std::uint32_t> with_defaults;
    std::vector<std::uint32_t> checks;
    std::vector<std::uint32_t> indexes;
    std::vector<std::uint32_t> policies;
};

// The names as an expression for :schemas, quoted so that no setting of the session reads them otherwise.
[[nodiscard]] std::string array_of(const std::vector<std::string>& names);

// The SQL to send: lines that end with "-- since N" are kept for servers of major version N and up, "-- before N" for older
// ones; comments are dropped and parameters filled in. `server_version` as in server_version_num, 150018.
[[nodiscard]] std::string make_query(std::string_view text, std::uint32_t server_version, const QueryParameters& parameters);

}  // namespace rowtype::postgres
