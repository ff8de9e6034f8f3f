#include "lsp/cli/project_runs.h"

#include <algorithm>
#include <utility>

#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/idle_configuration.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/project_files.h"

namespace rowtype::cli {

namespace {

workspace::Walk walk_below(const workspace::Configuration& configuration, const std::vector<std::string>& paths,
                           workspace::WorkerPool& pool) {
    workspace::WalkRequest request;
    request.roots = paths;
    request.base = configuration.root;
    request.exclude = configuration.exclude;
    return paths.empty() ? workspace::Walk() : workspace::collect_python_files(request, pool);
}

bool covers(const std::vector<std::string>& paths, const std::string& root) {
    return std::ranges::any_of(paths, [&](const std::string& path) { return workspace::is_inside(root, path); });
}

// Gives whether anything is left out with it.
bool leave_out(const ProjectRun& run, const Error& error, workspace::WorkerPool& pool, workspace::ProjectCheck& left) {
    left.files_found += run.walk.files.size();
    left.notes.insert(left.notes.end(), run.walk.notes.begin(), run.walk.notes.end());
    std::vector<std::string> files = workspace::concerned_files(run.configuration, run.walk.files, pool);
    for (std::string& file : files) left.notes.push_back({std::move(file), error.message});
    return !files.empty();
}

}  // namespace

std::optional<std::vector<ProjectRun>> find_projects(const CommonOptions& options, const std::string& start,
                                                     const std::vector<std::string>& paths, workspace::WorkerPool& pool,
                                                     Console& console) {
    std::optional<workspace::Configuration> configuration = set_up_configuration(options, start, console);
    if (!configuration) return std::nullopt;
    const auto tree = std::make_shared<const workspace::Walk>(walk_below(*configuration, paths, pool));
    const auto whole = [&](const std::string& root) { return covers(paths, root) ? tree : nullptr; };
    std::vector<ProjectRun> runs;
    if (!options.config_file.empty()) {
        runs.push_back({*configuration, *tree, {}, whole(configuration->root), {}});
        return runs;
    }
    for (workspace::ProjectFiles& project : workspace::divide_by_project({*configuration, {}, {}}, start, tree->files)) {
        const std::string& root = project.loaded.configuration.root;
        const bool is_outer = root == configuration->root;
        // Read once more, so that its problems and notes are printed and the options are put over it like the first one's.
        std::optional<workspace::Configuration> own = is_outer ? configuration : set_up_configuration(options, root, console);
        if (!own) return std::nullopt;
        workspace::Walk files{std::move(project.files), {}, {}};
        runs.push_back({std::move(*own), std::move(files), {}, whole(root), std::move(project.matched_excludes)});
    }
    runs.front().walk.notes = tree->notes;
    return runs;
}

Status load_schemas(const CommonOptions& options, std::vector<ProjectRun>& runs, bool needs_first, workspace::WorkerPool& pool,
                    Console& console, workspace::ProjectCheck& left) {
    std::vector<ProjectRun> told;
    std::optional<Error> first;
    std::vector<Error> errors;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        ProjectRun& run = runs[i];
        Result<workspace::LoadedSchema> schema = set_up_schema(options, run.configuration, pool, console);
        if (schema) {
            run.schema = std::move(*schema);
            told.push_back(std::move(run));
            continue;
        }
        const bool was_named = run.configuration.schema.kind != workspace::SourceKind::Automatic;
        const bool is_unknown = schema.error().kind == Error::Kind::SchemaUnavailable && !was_named;
        if (!is_unknown || runs.size() == 1 || (needs_first && i == 0)) return schema.error();
        if (!first) first = schema.error();
        if (leave_out(run, schema.error(), pool, left)) errors.push_back(schema.error());
    }
    if (told.empty()) return *first;
    runs = std::move(told);
    if (options.quiet) return {};
    for (const Error& error : errors) {
        console.error("note: " + shown_path(error.file) + ": " + printable(error.message) + "; the rest is checked\n  " +
                      printable(error.remedy) + "\n");
    }
    return {};
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

}  // namespace rowtype::cli
