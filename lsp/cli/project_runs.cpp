#include "lsp/cli/project_runs.h"

#include <utility>

#include "lsp/cli/setup.h"
#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/project_files.h"

namespace rowtype::cli {

namespace {

workspace::Walk walk_inputs(const workspace::Configuration& configuration, const Inputs& inputs, workspace::WorkerPool& pool);
void take_given_file(ProjectRun& run, const std::string& file);

}  // namespace

std::optional<std::vector<ProjectRun>> find_projects(const CommonOptions& options, const Inputs& inputs,
                                                     workspace::WorkerPool& pool, Console& console) {
    std::vector<std::string> places = inputs.paths;
    if (!inputs.given_file.empty()) places.push_back(inputs.given_file);
    const std::string start = common_folder(places);
    std::optional<workspace::Configuration> configuration = set_up_configuration(options, start, console);
    if (!configuration) return std::nullopt;
    workspace::Walk walk = walk_inputs(*configuration, inputs, pool);
    std::vector<ProjectRun> runs;
    if (!options.config_file.empty()) {
        runs.push_back({std::move(*configuration), std::move(walk), false, {}});
        take_given_file(runs.front(), inputs.given_file);
        return runs;
    }
    const workspace::LoadedConfiguration outer{*configuration, {}, {}};
    for (workspace::ProjectFiles& project : workspace::divide_by_project(outer, start, walk.files, walk.named)) {
        const std::string& root = project.loaded.configuration.root;
        const bool is_outer = root == configuration->root;
        // Read once more, so that its problems and notes are printed and the options are put over it like the first one's.
        std::optional<workspace::Configuration> own = is_outer ? configuration : set_up_configuration(options, root, console);
        if (!own) return std::nullopt;
        runs.push_back({std::move(*own), {std::move(project.files), {}, {}, 0}, false, {}});
        take_given_file(runs.back(), inputs.given_file);
    }
    runs.front().walk.notes = std::move(walk.notes);
    runs.front().walk.roots_left_out = walk.roots_left_out;
    return runs;
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
    return workspace::collect_python_files(request, pool);
}

void take_given_file(ProjectRun& run, const std::string& file) {
    run.holds_given_file = !file.empty() && std::erase(run.walk.files, file) > 0;
}

}  // namespace

}  // namespace rowtype::cli
