#include "reflect/migrations/extensions.h"

#include <algorithm>
#include <array>

namespace rowtype::migrations {

using catalog::QualifiedName;

namespace {

// Lists are separated by spaces. `schema`: the one that the extension makes for itself; such schemas are not read.
struct Extension {
    std::string_view name;
    std::string_view types;
    std::string_view relations;
    std::string_view schema;
};

// PostgreSQL's own contrib modules and those that Supabase, Timescale and the large hosts ship.
constexpr std::array<Extension, 80> kExtensions = {{
    {"adminpack", "", "", ""},
    {"address_standardizer", "stdaddr", "", ""},
    {"address_standardizer_data_us", "", "us_gaz us_lex us_rules", ""},
    {"amcheck", "", "", ""},
    {"autoinc", "", "", ""},
    {"bloom", "", "", ""},
    {"btree_gin", "", "", ""},
    {"btree_gist", "gbtreekey4 gbtreekey8 gbtreekey16 gbtreekey32 gbtreekey_var", "", ""},
    {"citext", "citext", "", ""},
    {"cube", "cube", "", ""},
    {"dblink", "dblink_pkey_results", "", ""},
    {"dict_int", "", "", ""},
    {"dict_xsyn", "", "", ""},
    {"earthdistance", "earth", "", ""},
    {"file_fdw", "", "", ""},
    {"fuzzystrmatch", "", "", ""},
    {"h3", "h3index", "", ""},
    {"hll", "hll hll_hashval", "", ""},
    {"hstore", "hstore ghstore", "", ""},
    {"http", "http_header http_method http_request http_response", "", ""},
    {"hypopg", "", "hypopg_list_indexes hypopg_hidden_indexes", ""},
    {"index_advisor", "", "", ""},
    {"insert_username", "", "", ""},
    {"intagg", "", "", ""},
    {"intarray", "query_int intbig_gkey", "", ""},
    {"isn", "ean13 isbn13 ismn13 issn13 isbn ismn issn upc", "", ""},
    {"ip4r", "ip4 ip4r ip6 ip6r ipaddress iprange", "", ""},
    {"lo", "lo", "", ""},
    {"ltree", "ltree lquery ltxtquery ltree_gist", "", ""},
    {"moddatetime", "", "", ""},
    {"old_snapshot", "", "", ""},
    {"pageinspect", "", "", ""},
    {"pg_buffercache", "", "pg_buffercache", ""},
    {"pg_cron", "", "", "cron"},
    {"pg_freespacemap", "", "", ""},
    {"pg_graphql", "", "", "graphql"},
    {"pg_hashids", "", "", ""},
    {"pg_jsonschema", "", "", ""},
    {"pg_net", "", "", "net"},
    {"pg_partman", "", "", "partman"},
    {"pg_prewarm", "", "", ""},
    {"pg_repack", "", "", "repack"},
    {"pg_stat_monitor", "", "pg_stat_monitor", ""},
    {"pg_stat_statements", "", "pg_stat_statements pg_stat_statements_info", ""},
    {"pg_surgery", "", "", ""},
    {"pg_tle", "", "", "pgtle"},
    {"pg_trgm", "gtrgm", "", ""},
    {"pg_visibility", "", "", ""},
    {"pg_walinspect", "", "", ""},
    {"pgaudit", "", "", ""},
    {"pgcrypto", "", "", ""},
    {"pgjwt", "", "", ""},
    {"pgmq", "", "", "pgmq"},
    {"pgroonga", "", "", ""},
    {"pgrouting", "", "", ""},
    {"pgrowlocks", "", "", ""},
    {"pgsodium", "", "", "pgsodium"},
    {"pgstattuple", "", "", ""},
    {"pgtap", "", "tap_funky pg_all_foreign_keys", ""},
    {"plpgsql", "", "", ""},
    {"postgis", "geometry geography box2d box3d box2df gidx spheroid geometry_dump valid_detail",
     "spatial_ref_sys geometry_columns geography_columns", ""},
    {"postgis_raster", "raster rastbandarg geomval addbandarg summarystats", "raster_columns raster_overviews", ""},
    {"postgis_sfcgal", "", "", ""},
    {"postgis_tiger_geocoder", "", "", "tiger"},
    {"postgis_topology", "", "", "topology"},
    {"postgres_fdw", "", "", ""},
    {"rum", "", "", ""},
    {"pg_ivm", "", "pg_ivm_immv", ""},
    {"prefix", "prefix_range", "", ""},
    {"semver", "semver semverrange", "", ""},
    {"seg", "seg", "", ""},
    {"supabase_vault", "", "", "vault"},
    {"tablefunc", "tablefunc_crosstab_2 tablefunc_crosstab_3 tablefunc_crosstab_4", "", ""},
    {"timescaledb", "", "", "timescaledb_information"},
    {"unaccent", "", "", ""},
    {"uuid-ossp", "", "", ""},
    {"vectorscale", "", "", ""},
    {"ulid", "ulid", "", ""},
    {"vector", "vector halfvec sparsevec", "", ""},
    {"wrappers", "", "wrappers_fdw_stats", ""},
}};

// Installed by their schema alone, or with nothing that a catalog holds.
constexpr std::array<std::string_view, 27> kWithoutObjects = {
    "dict_snowball",
    "h3_postgis",
    "pg_bigm",
    "pg_hint_plan",
    "pg_search",
    "pg_uuidv7",
    "temporal_tables",
    "timescaledb_toolkit",
    "jsonb_plperl",
    "jsonb_plpython3u",
    "hstore_plperl",
    "hstore_plpython3u",
    "ltree_plpython3u",
    "pg_plan_filter",
    "plls",
    "plcoffee",
    "plperl",
    "plperlu",
    "plpython3u",
    "plpgsql_check",
    "pltcl",
    "plv8",
    "refint",
    "sslinfo",
    "tcn",
    "test_decoding",
    "tsm_system_rows",
};

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        const std::size_t space = std::min(list.find(' '), list.size());
        words.emplace_back(list.substr(0, space));
        list.remove_prefix(std::min(space + 1, list.size()));
    }
    return words;
}

void add_objects(SchemaBuilder& schema, const Extension& extension, const std::string& home) {
    for (const std::string& name : split(extension.types)) {
        const QualifiedName type_name{home, name};
        if (schema.find_type(type_name) != nullptr) continue;
        catalog::TypeDefinition type;
        type.name = type_name;
        type.extension = extension.name;
        schema.add_type(std::move(type));
    }
    for (const std::string& name : split(extension.relations)) {
        const QualifiedName relation_name{home, name};
        if (schema.find_relation(relation_name) != nullptr) continue;
        catalog::Relation relation;
        relation.name = relation_name;
        relation.kind = catalog::RelationKind::View;
        relation.extension = extension.name;
        relation.columns_complete = false;
        schema.add_relation(std::move(relation));
    }
}

}  // namespace

void add_extension(SchemaBuilder& schema, const std::string& name, const std::string& written_schema) {
    if (!schema.extensions.insert(name).second) return;
    const std::string home = schema.name_to_create({written_schema, name}).schema;
    const auto known = std::ranges::find(kExtensions, std::string_view(name), &Extension::name);
    if (known != kExtensions.end()) {
        if (known->schema.empty()) return add_objects(schema, *known, home);
        schema.create_schema(std::string(known->schema));
        return schema.mark_incomplete(std::string(known->schema));
    }
    if (std::ranges::find(kWithoutObjects, std::string_view(name)) != kWithoutObjects.end()) return;
    schema.note("what the extension " + name + " brings with it is not known; names in the schema " + home + " may exist");
    schema.mark_incomplete(home);
}

namespace {

// Indexes by operator classes of the extension, which CASCADE takes with it. What an extension adds to a method's own types is
// not told by an index.
void drop_indexes_of(SchemaBuilder& schema, const std::string& extension) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kOperatorClasses = {{
        {"pg_trgm", "gin_trgm_ops gist_trgm_ops"},
        {"intarray", "gin__int_ops gist__int_ops gist__intbig_ops"},
        {"bloom", ""},
    }};
    const auto known =
        std::ranges::find(kOperatorClasses, std::string_view(extension), &std::pair<std::string_view, std::string_view>::first);
    const std::vector<std::string> classes = split(known == kOperatorClasses.end() ? std::string_view() : known->second);
    const std::string method = extension == "btree_gist" ? "gist" : extension == "btree_gin" ? "gin" : "";
    schema.for_each_relation([&](RelationState& state) {
        const bool may_use =
            std::ranges::any_of(state.relation.indexes, [&](const catalog::Index& index) { return index.method == method; });
        if (may_use) state.relation.parts_complete = false;
        std::erase_if(state.relation.indexes, [&](const catalog::Index& index) {
            if (extension == "bloom") return index.method == "bloom";
            return std::ranges::any_of(index.operator_classes, [&](const std::string& used) {
                return !used.empty() && std::ranges::find(classes, used) != classes.end();
            });
        });
    });
}

}  // namespace

void drop_extension(SchemaBuilder& schema, const std::string& name, bool cascade) {
    if (schema.extensions.erase(name) == 0) return;
    std::vector<QualifiedName> relations;
    schema.for_each_relation([&](const RelationState& state) {
        if (state.relation.extension == name) relations.push_back(state.relation.name);
    });
    for (const QualifiedName& relation : relations) schema.drop_relation(relation, true);
    if (cascade) drop_indexes_of(schema, name);
    for (const QualifiedName& type : schema.types_of_extension(name)) schema.drop_type(type, cascade);
}

}  // namespace rowtype::migrations
