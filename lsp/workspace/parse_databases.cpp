// [[tool.rowtype.databases]]: other databases of the same folder, and which files are about each.
#include <algorithm>
#include <array>

#include "lsp/workspace/table_reader.h"

#include <toml++/toml.h>  // behind what keeps its assertions off

namespace rowtype::workspace {

namespace {

constexpr std::array<std::string_view, 12> kKeys = {"name",    "paths",          "source",           "path",
                                                    "url-env", "openapi-schema", "openapi-complete", "listen",
                                                    "schemas", "search-path",    "exposed-schemas",  "exclude-tables"};

void read_list(TableReader& reader, const toml::table& table, std::string_view key,
               std::optional<std::vector<std::string>>& into) {
    std::vector<std::string> list;
    reader.read(table, key, list);
    if (table.get(key) != nullptr) into = std::move(list);
}

// It stands in reports and on command lines.
bool is_good_name(const std::string& name) { return !name.empty() && is_bare_name(name); }

void read_database(TableReader& reader, const toml::table& table) {
    std::vector<DatabaseEntry>& databases = reader.loaded().configuration.databases;
    DatabaseEntry entry;
    if (table.get("url") == nullptr) reader.report_unknown_keys(table, kKeys, "databases.");
    reader.read(table, "name", entry.name);
    const toml::node* name = table.get("name");
    if (name == nullptr) {
        reader.problem_at(table.source(), "databases needs name: what reports and --database call it");
    } else if (name->is_string() && !is_good_name(entry.name)) {
        reader.problem_at(name->source(), "databases.name is a word of letters, digits, \"-\", \"_\" and \".\"");
        entry.name.clear();
    } else if (std::ranges::find(databases, entry.name, &DatabaseEntry::name) != databases.end()) {
        reader.problem_at(name->source(), "two databases are called \"" + entry.name + "\"");
        entry.name.clear();
    }
    reader.read(table, "paths", entry.paths);
    reader.check_globs(table, "paths", entry.paths);
    if (const auto paths = table.find("paths"); paths != table.end()) {
        entry.paths_key = reader.span_of(paths->first.source());
        if (entry.paths.empty() && paths->second.is_array()) {
            reader.problem_at(paths->second.source(),
                              "databases.paths names the files that are checked against it: at least one glob");
        }
    } else {
        reader.problem_at(table.source(), "databases needs paths: globs of the files that are checked against it");
    }
    read_schema_source(reader, table, "databases.", entry.schema);
    if (table.get("source") == nullptr) {
        reader.problem_at(table.source(), "databases needs source: where its schema comes from, as under [tool.rowtype.schema]");
    }
    read_list(reader, table, "schemas", entry.schemas);
    read_list(reader, table, "search-path", entry.search_path);
    read_list(reader, table, "exposed-schemas", entry.exposed_schemas);
    read_list(reader, table, "exclude-tables", entry.exclude_tables);
    if (!entry.name.empty() && !entry.paths.empty()) databases.push_back(std::move(entry));
}

}  // namespace

void read_databases(TableReader& reader, const toml::table& table) {
    for (const toml::table* database : reader.read_tables(table, "databases")) read_database(reader, *database);
}

}  // namespace rowtype::workspace
