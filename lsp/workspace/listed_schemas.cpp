#include "lsp/workspace/listed_schemas.h"

#include <algorithm>
#include <set>

#include "lsp/workspace/configuration_entries.h"
#include "lsp/workspace/name_list.h"
#include "reflect/base/similar_names.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kMostNamed = 12;
constexpr const char* kExtensions = "extensions";  // Supabase's schema for what extensions own, on every search path

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

std::string quoted(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "\"" : ", \"") + name + "\"";
    return text;
}

std::string said_to_exist(const std::vector<std::string>& names) {
    if (names.empty()) return "it has no table in any";
    return "there are " + name_list(names, kMostNamed);
}

}  // namespace

std::vector<std::string> schemas_with_relations(const catalog::CatalogData& data) {
    std::set<std::string> names;
    for (const catalog::Relation& relation : data.relations) names.insert(relation.name.schema);
    return {names.begin(), names.end()};
}

std::vector<std::string> missing_schemas(const Configuration& configuration, const catalog::CatalogData& data) {
    if (contains(data.incomplete_schemas, "*")) return {};
    std::vector<std::string> existing = schemas_with_relations(data);
    existing.insert(existing.end(), data.schemas.begin(), data.schemas.end());
    std::vector<std::string> missing;
    for (const std::string& name : configuration.schemas) {
        const bool is_system = catalog::is_system_schema(name);
        if (!is_system && !contains(existing, name) && !contains(data.incomplete_schemas, name)) missing.push_back(name);
    }
    return missing;
}

Status check_listed_schemas(const Configuration& configuration, const catalog::CatalogData& data, const std::string& source,
                            std::vector<std::string>& notes, const std::function<std::vector<std::string>()>& existing) {
    const std::vector<std::string> missing = missing_schemas(configuration, data);
    if (missing.empty()) return {};
    const std::vector<std::string> there = existing();
    const auto near = nearest_name(missing.front(), there);
    const std::string meant = near ? "; did you mean \"" + *near + "\"?" : "";
    Error error{Error::Kind::Usage, source + " has no schema " + quoted(missing) + "; " + said_to_exist(there) + meant,
                "name schemas that are there with --schemas", ""};
    for (const ConfigurationEntry& entry : read_configuration_entries(configuration)) {
        if (entry.key != "schemas" || entry.value != missing.front()) continue;
        error = {Error::Kind::Usage,
                 source + " has no schema " + quoted(missing) + ", which `schemas` lists; " + said_to_exist(there) + meant,
                 "list schemas that are there, or take the key out: every schema of the source is then read", configuration.file};
        error.line = entry.place.line;
        error.column = entry.place.column;
        break;
    }
    if (missing.size() == configuration.schemas.size()) return error;
    const std::string place = error.line == 0 ? ""
                                              : shown_from(configuration.root, configuration.file) + ":" +
                                                    std::to_string(error.line) + ":" + std::to_string(error.column) + ": ";
    notes.push_back(place + error.message);
    return {};
}

void keep_listed_schemas(const Configuration& configuration, catalog::CatalogData& data) {
    if (configuration.schemas.empty()) return;
    const auto is_left_out = [&](const std::string& schema) { return !contains(configuration.schemas, schema); };
    std::erase_if(data.relations, [&](const auto& relation) { return is_left_out(relation.name.schema); });
    std::erase_if(data.schemas, is_left_out);
    const std::vector<std::string>& path =
        configuration.settings.search_path.empty() ? data.search_path : configuration.settings.search_path;
    for (const std::string& schema : path) {
        if (!is_left_out(schema) || schema == kExtensions || catalog::is_system_schema(schema)) continue;
        data.schemas.push_back(schema);
        if (!contains(data.incomplete_schemas, schema)) data.incomplete_schemas.push_back(schema);
    }
}

}  // namespace rowtype::workspace
