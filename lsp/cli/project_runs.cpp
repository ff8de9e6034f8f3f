#include "lsp/cli/project_runs.h"

#include <algorithm>
#include <utility>

#include "lsp/cli/progress.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/idle_configuration.h"
#include "lsp/workspace/listed_files.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/project_files.h"

namespace rowtype::cli {

namespace {

workspace::Walk walk_inputs(const workspace::Configuration& configuration, const Inputs& inputs, workspace::WorkerPool& pool);
void take_given_file(ProjectRun& run, const std::string& file);
void add_runs(std::vector<ProjectRun>& runs, ProjectRun run);
bool covers(const std::vector<std::string>& paths, const std::string& root);
bool is_undecided(const ProjectRun& run, const Error& error);
void say_left_out(const Error& error, const CommonOptions& options, Console& console);
bool note_files(const ProjectRun& run, const Error& error, workspace::WorkerPool& pool, workspace::ProjectCheck& left);

}  // namespace

std::optional<std::vector<ProjectRun>> find_projects(const CommonOptions& options, const Inputs& inputs,
                                                     workspace::WorkerPool& pool, Console& console) {
    std::vector<std::string> places = inputs.paths;
    if (!inputs.given_file.empty()) places.push_back(inputs.given_file);
    const std::string start = common_folder(places);
    std::optional<workspace::Configuration> configuration = set_up_configuration(options, start, console);
    if (!configuration) return std::nullopt;
    const auto tree = std::make_shared<const workspace::Walk>(walk_inputs(*configuration, inputs, pool));
    const auto whole = [&](const std::string& root) { return covers(inputs.paths, root) ? tree : nullptr; };
    std::vector<ProjectRun> runs;
    if (!options.config_file.empty()) {
        add_runs(runs, {*configuration, *tree, false, {}, whole(configuration->root), {}});
        for (ProjectRun& run : runs) take_given_file(run, inputs.given_file);
        return runs;
    }
    const workspace::LoadedConfiguration outer{*configuration, {}, {}};
    for (workspace::ProjectFiles& project : workspace::divide_by_project(outer, start, tree->files, tree->named)) {
        const std::string& root = project.loaded.configuration.root;
        const bool is_outer = root == configuration->root;
        // Read once more, so that its problems and notes are printed and the options are put over it like the first one's.
        std::optional<workspace::Configuration> own = is_outer ? configuration : set_up_configuration(options, root, console);
        if (!own) return std::nullopt;
        ProjectRun run{std::move(*own), {}, false, {}, whole(root), std::move(project.matched_excludes)};
        run.walk.files = std::move(project.files);
        add_runs(runs, std::move(run));
    }
    for (ProjectRun& run : runs) take_given_file(run, inputs.given_file);
    runs.front().walk.notes = tree->notes;
    runs.front().walk.roots_left_out = tree->roots_left_out;
    return runs;
}

Status load_schemas(const CommonOptions& options, std::vector<ProjectRun>& runs, workspace::WorkerPool& pool, Console& console,
                    workspace::ProjectCheck& left) {
    const std::size_t roots_left_out = runs.front().walk.roots_left_out;
    std::vector<ProjectRun> told;
    std::optional<Error> first;
    std::vector<Error> notes;
    for (ProjectRun& run : runs) {
        Result<workspace::LoadedSchema> schema =
            set_up_schema(options, run.configuration, pool, console, Overlay::Pending, Purpose::Code);
        if (schema) {
            run.schema = std::move(*schema);
            told.push_back(std::move(run));
            continue;
        }
        const Error& error = schema.error();
        if (runs.size() == 1 || run.holds_given_file || !is_undecided(run, error)) return error;
        if (!first) first = error;
        if (note_files(run, error, pool, left)) notes.push_back(error);
    }
    if (told.empty()) return *first;
    told.front().walk.roots_left_out = roots_left_out;
    runs = std::move(told);
    for (const Error& note : notes) say_left_out(note, options, console);
    return {};
}

void leave_out(const ProjectRun& run, const Error& error, const CommonOptions& options, workspace::WorkerPool& pool,
               Console& console, workspace::ProjectCheck& left) {
    if (note_files(run, error, pool, left)) say_left_out(error, options, console);
}

workspace::ProjectCheck check_uses(ProjectRun& run, const catalog::CatalogPointer& catalog, workspace::WorkerPool& pool,
                                   bool quiet, Console& console) {
    // What no index serves is asked for here, whatever the configuration says of the rule.
    run.configuration.settings.rule_levels["unindexed-filter"] = findings::Severity::Info;
    for (workspace::PathLevels& entry : run.configuration.per_path) entry.levels.erase("unindexed-filter");
    workspace::ProjectCheckRequest request;
    request.configuration = &run.configuration;
    request.catalog = catalog;
    request.api = run.schema.api;
    request.walk = run.walk;
    request.report_missing_models = false;
    request.gather_uses = true;
    Progress progress(console, !quiet);
    request.progress = [&](std::size_t done, std::size_t total) { progress.update(done, total); };
    return workspace::check_project(request, pool);
}

void say_too_large(const workspace::ProjectCheck& check, bool quiet, Console& console) {
    if (quiet) return;
    for (const std::string& root : check.too_large_roots)
        console.error("note: " + printable(workspace::too_large_note(root)) + "\n");
}

void say_idle_entries(const ProjectRun& run, bool with_models, workspace::WorkerPool& pool, Console& console) {
    if (run.tree == nullptr) return;
    const workspace::IdleRequest request{&run.configuration,       run.tree.get(), run.matched_excludes,
                                         run.schema.catalog.get(), with_models,    &pool};
    for (const workspace::ConfigurationProblem& problem : workspace::find_idle_entries(request)) {
        console.error(shown_path(problem.file) + ":" + std::to_string(problem.place.line) + ":" +
                      std::to_string(problem.place.column) + ": warning: " + printable(problem.message) + "\n");
    }
}

namespace {

// The file that standard input stands for is among the files like any other, so that the same configuration holds for it.
workspace::Walk walk_inputs(const workspace::Configuration& configuration, const Inputs& inputs, workspace::WorkerPool& pool) {
    workspace::WalkRequest request;
    request.roots = inputs.paths;
    if (!inputs.given_file.empty()) request.roots.push_back(inputs.given_file);
    request.base = configuration.root;
    request.exclude = configuration.exclude;
    request.force_exclude = inputs.force_exclude;
    return workspace::collect_files(request, pool);
}

// A run for the files of the main schema, and one for those of each further database; none without a file, but one at least.
void add_runs(std::vector<ProjectRun>& runs, ProjectRun run) {
    const workspace::Configuration configuration = run.configuration;
    std::vector<ProjectRun> further;
    for (const workspace::DatabaseEntry& entry : configuration.databases) {
        ProjectRun own{workspace::configuration_of_database(configuration, entry), {}, false, {}, nullptr, {}};
        std::erase_if(run.walk.files, [&](const std::string& file) {
            const workspace::DatabaseEntry* const holder = workspace::database_of_file(configuration, file);
            if (holder == nullptr || holder->name != entry.name) return false;
            own.walk.files.push_back(file);
            return true;
        });
        if (!own.walk.files.empty()) further.push_back(std::move(own));
    }
    if (!run.walk.files.empty() || further.empty()) runs.push_back(std::move(run));
    for (ProjectRun& own : further) runs.push_back(std::move(own));
}

void take_given_file(ProjectRun& run, const std::string& file) {
    run.holds_given_file = !file.empty() && std::erase(run.walk.files, file) > 0;
}

// Whether nobody says, and nothing tells, which schema it is: as against one that cannot be read, whose own path is named.
bool is_undecided(const ProjectRun& run, const Error& error) {
    return run.configuration.schema.kind == workspace::SourceKind::Automatic && error.file == run.configuration.root &&
           error.kind == Error::Kind::SchemaUnavailable;
}

void say_left_out(const Error& error, const CommonOptions& options, Console& console) {
    if (options.quiet) return;
    console.error("note: " + shown_path(error.file) + ": " + printable(error.message) + "; the rest is checked\n  " +
                  printable(error.remedy) + "\n");
}

// Gives whether anything is left out with it.
bool note_files(const ProjectRun& run, const Error& error, workspace::WorkerPool& pool, workspace::ProjectCheck& left) {
    left.files_found += run.walk.files.size();
    left.notes.insert(left.notes.end(), run.walk.notes.begin(), run.walk.notes.end());
    std::vector<std::string> files = workspace::concerned_files(run.configuration, run.walk.files, pool);
    for (std::string& file : files) left.notes.push_back({std::move(file), error.message});
    return !files.empty();
}

bool covers(const std::vector<std::string>& paths, const std::string& root) {
    return std::ranges::any_of(paths, [&](const std::string& path) { return workspace::is_inside(root, path); });
}

}  // namespace

}  // namespace rowtype::cli
