#include "lsp/cli/group_notes.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "analysis/rules/rules.h"
#include "lsp/workspace/name_list.h"
#include "lsp/workspace/paths.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kFewestTables = 3;  // that make a folder another database's: one or two may be misspelt, or dropped
constexpr std::size_t kTablesNamed = 3;
constexpr std::size_t kFoldersNamed = 3;

std::string schema_steps_line(const Report& report);
std::string other_database_lines(const Report& report);

}  // namespace

std::string group_notes(const Report& report) { return schema_steps_line(report) + other_database_lines(report); }

namespace {

std::string schema_steps_line(const Report& report) {
    if (report.schema->kind != workspace::SourceKind::Migrations || report.schema->watched_paths.empty()) return "";
    const std::string& folder = report.schema->watched_paths.front();
    const auto stands_among_sql = [&](const Issue& issue) {
        const std::filesystem::path file = issue.source->absolute_path;
        if (issue.severity() == findings::Severity::Info || !file.string().starts_with(folder + "/")) return false;
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(file.parent_path(), error)) {
            if (entry.path().filename().string().find(".sql") != std::string::npos) return true;
        }
        return false;
    };
    const auto count = static_cast<std::size_t>(std::ranges::count_if(report.issues, stands_among_sql));
    if (count == 0) return "";
    const std::string glob = workspace::relative_path(folder, report.configuration->root) + "/**";
    return std::to_string(count) + " of them " + (count == 1 ? "stands" : "stand") +
           " in Python among the schema's own files, which may speak of an earlier schema: exclude = [\"" + printable(glob) +
           "\"] leaves " + (count == 1 ? "it" : "them") + " out.\n";
}

// The findings of one folder that say that a table is absent.
struct Folder {
    std::set<std::string> tables;
    std::size_t places = 0;
    bool names_known_table = false;  // one of its files that have a finding
};

std::map<std::string, Folder> folders_of(const Report& report) {
    std::map<const workspace::CheckedFile*, Folder> files;
    for (const Issue& issue : report.issues) {
        Folder& file = files[issue.source];
        if (issue.finding->rule != rules::kUnknownTable.id || issue.finding->table.empty()) continue;
        ++file.places;
        file.tables.insert(issue.finding->table);
    }
    std::map<std::string, Folder> folders;
    for (const auto& [source, file] : files) {
        const engine::Statistics& seen = source->analysis.statistics;
        Folder& folder = folders[workspace::parent_folder(source->absolute_path)];
        folder.places += file.places;
        folder.tables.insert(file.tables.begin(), file.tables.end());
        if (seen.relations_found + seen.models_checked > 0) folder.names_known_table = true;
    }
    return folders;
}

std::string other_database_lines(const Report& report) {
    std::string text;
    std::size_t told = 0;
    for (const auto& [path, folder] : folders_of(report)) {
        if (folder.names_known_table || folder.tables.size() < kFewestTables || ++told > kFoldersNamed) continue;
        const std::string tables = workspace::name_list({folder.tables.begin(), folder.tables.end()}, kTablesNamed);
        const std::string shown = workspace::relative_path(path, report.configuration_of(path).root);
        text += std::to_string(folder.places) + " of them stand in " + printable(shown) + ", which names " +
                std::to_string(folder.tables.size()) + " tables (" + printable(tables) +
                ") and none that the schema has: if it speaks to another database, [[tool.rowtype.databases]] with paths = [\"" +
                printable(shown) +
                "/**\"] gives it a schema of its own, and other-databases leaves alone what goes through an engine.\n";
    }
    return text;
}

}  // namespace

}  // namespace rowtype::cli
