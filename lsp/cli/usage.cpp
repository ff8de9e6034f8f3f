#include <algorithm>

#include "lsp/cli/commands.h"
#include "lsp/cli/named_relation.h"
#include "lsp/cli/project_runs.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/usage_report.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/project_check.h"
#include "reflect/base/similar_names.h"

namespace rowtype::cli {

namespace {

Result<Inputs> inputs_of(const UsageOptions& options);
std::optional<Error> keep_named(const std::vector<std::string>& names, std::vector<ProjectUsage>& projects);

}  // namespace

int run_usage(const UsageOptions& options, Console& console) {
    set_up_log(options.common.log_level, options.common.log_file, workspace::log::Level::Off, console);
    workspace::WorkerPool pool(options.common.jobs);
    const Result<Inputs> inputs = inputs_of(options);
    if (!inputs) return report_error(inputs.error(), console);
    std::optional<std::vector<ProjectRun>> runs = find_projects(options.common, *inputs, pool, console);
    if (!runs) return kExitUsage;
    workspace::ProjectCheck left;
    if (const Status loaded = load_schemas(options.common, *runs, pool, console, left); !loaded) {
        return report_error(loaded.error(), console);
    }
    UsageReport report;
    report.has_named_tables = !options.tables.empty();
    report.unused_only = options.unused;
    for (ProjectRun& run : *runs) {
        const workspace::ProjectCheck check = check_uses(run, run.schema.catalog, pool, options.common.quiet, console);
        say_too_large(check, options.common.quiet, console);
        report.projects.push_back(project_usage(run, check));
        left.notes.insert(left.notes.end(), check.notes.begin(), check.notes.end());
        for (const workspace::CheckedFile& file : check.files) {
            if (file.analysis.not_analysed) left.notes.push_back({file.absolute_path, *file.analysis.not_analysed});
        }
    }
    for (workspace::WalkNote& note : left.notes) {
        note.path = workspace::relative_path(note.path, workspace::current_folder());
        console.error("warning: " + printable(note.path) + " was not analysed: " + printable(note.message) + "\n");
        report.not_analysed.push_back(note);
    }
    if (const auto error = keep_named(options.tables, report.projects)) return report_error(*error, console);
    if (options.as_json) {
        console.out(usage_json(report));
    } else {
        console.out(usage_text(report, make_style(options.common.color, console.out_is_terminal()), options.common.quiet));
    }
    return report.not_analysed.empty() ? kExitClean : kExitNotAnalysed;
}

namespace {

Result<Inputs> inputs_of(const UsageOptions& options) {
    Inputs inputs;
    for (const std::string& path : options.paths) {
        const Result<std::string> found = existing_path(path);
        if (!found) return found.error();
        inputs.paths.push_back(*found);
    }
    if (inputs.paths.empty()) inputs.paths.push_back(workspace::current_folder());
    return inputs;
}

std::optional<Error> keep_named(const std::vector<std::string>& names, std::vector<ProjectUsage>& projects) {
    if (names.empty()) return std::nullopt;
    std::vector<const catalog::Relation*> wanted;
    for (const std::string& name : names) {
        const std::size_t before = wanted.size();
        std::vector<std::string> known;
        for (const ProjectUsage& project : projects) {
            const auto* relation = find_named_relation(*project.run->schema.catalog, name);
            if (relation != nullptr) wanted.push_back(relation);
            for (const TableUsage& table : project.tables) {
                known.push_back(table.relation->name.name);
                known.push_back(table.relation->name.to_string());
            }
        }
        if (wanted.size() > before) continue;
        const std::optional<std::string> near = nearest_name(name, known);
        return Error{Error::Kind::Usage,
                     "the schema has no table or view \"" + name + "\"" + (near ? ": did you mean \"" + *near + "\"?" : ""),
                     "rowtype usage without a name lists all; --path names files", ""};
    }
    for (ProjectUsage& project : projects) {
        std::erase_if(project.tables,
                      [&](const TableUsage& table) { return std::ranges::find(wanted, table.relation) == wanted.end(); });
    }
    return std::nullopt;
}

}  // namespace

}  // namespace rowtype::cli
