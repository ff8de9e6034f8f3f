#include <nlohmann/json.hpp>

#include "lsp/cli/report.h"
#include "lsp/cli/usage_report.h"

namespace rowtype::cli {

namespace {

using Json = nlohmann::ordered_json;
using usage::UseKind;

Json place_object(const Place& place) { return {{"file", place.file}, {"line", place.at.line}, {"column", place.at.column}}; }

Json place_list(const std::vector<Place>& places) {
    Json list = Json::array();
    for (const Place& place : places) list.push_back(place_object(place));
    return list;
}

Json column_object(const TableUsage& table, const ColumnUsage& column) {
    Json uses = Json::array();
    for (const PlacedUse& use : column.uses) {
        uses.push_back({{"kind", usage::word_of(use.kind)},
                        {"file", use.place.file},
                        {"line", use.place.at.line},
                        {"column", use.place.at.column}});
    }
    return {{"name", column.column->name},
            {"type", column.column->type.to_string()},
            {"unused", table.is_unused(column)},
            {"in_schema", column.in_schema},
            {"uses", std::move(uses)}};
}

Json table_object(const TableUsage& table) {
    Json columns = Json::array();
    for (const ColumnUsage& column : table.columns) columns.push_back(column_object(table, column));
    Json unserved = Json::array();
    for (const UnservedUse& use : table.unserved) {
        Json object = place_object(use.place);
        object["details"] = use.message;
        unserved.push_back(std::move(object));
    }
    Json indexes = Json::array();
    for (const IndexUsage& index : table.unused_indexes) indexes.push_back({{"name", index.name}, {"definition", index.text}});
    Json keys = Json::array();
    for (const catalog::ForeignKey* key : table.unindexed_foreign_keys) {
        keys.push_back({{"name", key->name}, {"columns", key->columns}, {"references", key->referenced_relation.to_string()}});
    }
    return {{"table", table.relation->name.to_string()},
            {"queries", table.queries},
            {"models", table.models},
            {"columns", std::move(columns)},
            {"whole_rows", place_list(table.whole)},
            {"not_told", place_list(table.untold)},
            {"rows_returned", table.returned},
            {"unserved", std::move(unserved)},
            {"unused_indexes", std::move(indexes)},
            {"foreign_keys_without_index", std::move(keys)}};
}

}  // namespace

std::string usage_json(const UsageReport& report) {
    Json projects = Json::array();
    for (const ProjectUsage& project : report.projects) {
        Json tables = Json::array();
        for (const TableUsage& table : project.tables) tables.push_back(table_object(table));
        projects.push_back({{"schema", source_name(project.run->schema)},
                            {"files", project.files},
                            {"not_told_elsewhere", project.untold_elsewhere},
                            {"tables", std::move(tables)}});
    }
    Json not_analysed = Json::array();
    for (const workspace::WalkNote& note : report.not_analysed) {
        not_analysed.push_back({{"file", note.path}, {"reason", note.message}});
    }
    const Json all = {{"version", 1}, {"projects", std::move(projects)}, {"not_analysed_files", std::move(not_analysed)}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rowtype::cli
