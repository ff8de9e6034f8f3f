#include "analysis/binding/system_relations.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace rowtype::binding {

namespace {

// The next word of a line, or nothing.
std::string_view take_word(std::string_view& line) {
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return word;
}

bool drop_mark(std::string_view& word) {
    const bool marked = word.ends_with('?');
    if (marked) word.remove_suffix(1);
    return marked;
}

std::vector<SystemRelation> read_table(std::string_view table) {
    std::vector<SystemRelation> relations;
    while (!table.empty()) {
        const std::size_t end = std::min(table.find('\n'), table.size());
        std::string_view line = table.substr(0, end);
        table.remove_prefix(std::min(end + 1, table.size()));
        std::string_view name = take_word(line);
        (void)drop_mark(name);
        SystemRelation relation{name.substr(0, name.find('.')), name.substr(name.find('.') + 1), {}};
        while (!line.empty()) {
            std::string_view column = take_word(line);
            const bool marked = drop_mark(column);
            relation.columns.push_back({column, !marked});
        }
        relations.push_back(std::move(relation));
    }
    std::ranges::sort(relations, {}, [](const SystemRelation& relation) { return std::tie(relation.schema, relation.name); });
    return relations;
}

}  // namespace

const SystemRelation* find_system_relation(std::string_view schema, std::string_view name) {
    static const std::vector<SystemRelation> relations = read_table(system_relation_table());
    if (schema.empty()) schema = "pg_catalog";
    const auto key = std::tie(schema, name);
    const auto found = std::ranges::lower_bound(
        relations, key, {}, [](const SystemRelation& relation) { return std::tie(relation.schema, relation.name); });
    return found != relations.end() && found->schema == schema && found->name == name ? &*found : nullptr;
}

bool is_name_of_extension(std::string_view name) {
    constexpr std::array<std::string_view, 10> kBeginnings = {
        "pg_dist_",       "citus_",       "pg_stat_statements", "pg_stat_monitor",   "pg_stat_kcache",
        "pg_buffercache", "pg_qualstats", "pg_wait_sampling_",  "pg_track_settings", "hypopg_",
    };
    constexpr std::array<std::string_view, 5> kNames = {"spatial_ref_sys", "geometry_columns", "geography_columns",
                                                        "raster_columns", "raster_overviews"};
    const auto begins = [&](std::string_view beginning) { return name.starts_with(beginning); };
    return std::ranges::any_of(kBeginnings, begins) || std::ranges::find(kNames, name) != kNames.end();
}

bool knows_release(std::uint32_t server_version) {
    return server_version == 0 || (server_version >= 130000 && server_version < 190000);
}

}  // namespace rowtype::binding
