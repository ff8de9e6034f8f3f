// The tables and views that PostgreSQL itself brings: pg_catalog and information_schema of releases 13 to 18 (and columns that older
// ones had), which no catalog holds.
//
// The facts are system_relations/system_relations.txt, which servers printed (system_relations/columns.sql says how).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace rowtype::binding {

struct SystemColumn {
    std::string_view name;
    bool in_all_releases = true;
};

struct SystemRelation {
    std::string_view schema;
    std::string_view name;
    std::vector<SystemColumn> columns;
};

// The text of the table, made at build.
[[nodiscard]] std::string_view system_relation_table();

// An empty schema is pg_catalog, as on every search path. Null where no release has it. Any thread; read at the first call.
[[nodiscard]] const SystemRelation* find_system_relation(std::string_view schema, std::string_view name);

// Whether an extension that many databases have installs a table or view of that name, in pg_catalog or whatever schema it was given
// (Citus, PostGIS, pg_stat_statements and its kin). Files of migrations seldom tell that it is there.
[[nodiscard]] bool is_name_of_extension(std::string_view name);

// Whether the table knows that release (server_version_num); 0, an unknown one, counts as known.
[[nodiscard]] bool knows_release(std::uint32_t server_version);

}  // namespace rowtype::binding
