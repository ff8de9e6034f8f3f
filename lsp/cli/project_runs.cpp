#include "lsp/cli/project_runs.h"

#include <utility>

#include "lsp/cli/setup.h"
#include "lsp/workspace/file_walker.h"
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

}  // namespace

std::optional<std::vector<ProjectRun>> find_projects(const CommonOptions& options, const std::string& start,
                                                     const std::vector<std::string>& paths, workspace::WorkerPool& pool,
                                                     Console& console) {
    std::optional<workspace::Configuration> configuration = set_up_configuration(options, start, console);
    if (!configuration) return std::nullopt;
    workspace::Walk walk = walk_below(*configuration, paths, pool);
    std::vector<ProjectRun> runs;
    if (!options.config_file.empty()) {
        runs.push_back({std::move(*configuration), std::move(walk), {}});
        return runs;
    }
    for (workspace::ProjectFiles& project : workspace::divide_by_project({*configuration, {}, {}}, start, walk.files)) {
        const std::string& root = project.loaded.configuration.root;
        const bool is_outer = root == configuration->root;
        // Read once more, so that its problems and notes are printed and the options are put over it like the first one's.
        std::optional<workspace::Configuration> own = is_outer ? configuration : set_up_configuration(options, root, console);
        if (!own) return std::nullopt;
        runs.push_back({std::move(*own), {std::move(project.files), {}}, {}});
    }
    runs.front().walk.notes = std::move(walk.notes);
    return runs;
}

}  // namespace rowtype::cli
