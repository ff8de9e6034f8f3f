#include "lsp/workspace/project_files.h"

#include <algorithm>
#include <map>
#include <utility>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/repository.h"
#include "lsp/workspace/schema_discovery.h"

namespace rowtype::workspace {

namespace {

// Remembers what holds for each folder, so that a tree of thousands reads each configuration once.
class Division {
public:
    Division(const LoadedConfiguration& outer, const std::string& start);

    void add(const std::string& file, bool is_named);
    [[nodiscard]] std::vector<ProjectFiles> take();

private:
    ProjectFiles* project_of(const std::string& folder);
    ProjectFiles* read_project(const std::string& folder);
    [[nodiscard]] bool is_of_its_own(const Configuration& nested);

    ProjectFiles outer_;
    std::optional<SchemaDiscovery> of_root_;  // has_schema_apart
    std::string outer_source_;
    bool knows_outer_source_ = false;
    std::map<std::string, ProjectFiles> nested_;  // by configuration file, or root where there is none
    std::map<std::string, ProjectFiles*> by_folder_;
};

std::string key_of(const Configuration& configuration) {
    return configuration.file.empty() ? configuration.root : configuration.file;
}

// The schema that discovery takes; empty where it takes none.
std::string source_near(const Configuration& configuration) {
    const SchemaDiscovery discovery = discover_schema(configuration);
    return discovery.sources.empty() || discovery.is_ambiguous() ? "" : discovery.sources.front().path;
}

}  // namespace

std::vector<ProjectFiles> divide_by_project(const LoadedConfiguration& outer, const std::string& start,
                                            const std::vector<std::string>& files, const std::vector<std::string>& named) {
    Division division(outer, start);
    for (const std::string& file : files) division.add(file, std::ranges::binary_search(named, file));
    return division.take();
}

namespace {

Division::Division(const LoadedConfiguration& outer, const std::string& start) {
    outer_.loaded = outer;
    by_folder_[is_folder(start) ? start : parent_folder(start)] = &outer_;
}

void Division::add(const std::string& file, bool is_named) {
    ProjectFiles& project = *project_of(parent_folder(file));
    const Configuration& configuration = project.loaded.configuration;
    const std::string relative = relative_path(file, configuration.root);
    if (is_named || &project == &outer_ || !is_selected(relative, configuration.exclude)) {
        project.files.push_back(file);
        return;
    }
    for (const std::string& glob : configuration.exclude) {
        if (is_selected(relative, {glob})) project.matched_excludes.insert(glob);
    }
}

std::vector<ProjectFiles> Division::take() {
    std::vector<ProjectFiles> projects;
    if (!outer_.files.empty() || nested_.empty()) projects.push_back(std::move(outer_));
    for (auto& [key, project] : nested_) {
        if (!project.files.empty()) projects.push_back(std::move(project));
    }
    return projects;
}

// A folder without a configuration, and that begins no repository, is its parent's.
ProjectFiles* Division::project_of(const std::string& folder) {
    if (const auto known = by_folder_.find(folder); known != by_folder_.end()) return known->second;
    const Configuration& outer = outer_.loaded.configuration;
    const bool is_told =
        !outer.file.empty() || outer.schema.chosen_by_user;  // which folders are apart, and a look at each costs time
    const bool begins_something = is_file(join_path(folder, "rowtype.toml")) || is_file(join_path(folder, "pyproject.toml")) ||
                                  begins_repository(folder) || (!is_told && has_schema_apart(folder, outer.root, of_root_));
    const bool is_top = folder == "/" || folder == ".";
    ProjectFiles* const project = begins_something || is_top ? read_project(folder) : project_of(parent_folder(folder));
    by_folder_[folder] = project;
    return project;
}

ProjectFiles* Division::read_project(const std::string& folder) {
    LoadedConfiguration loaded = load_configuration(folder);
    const std::string key = key_of(loaded.configuration);
    if (key == key_of(outer_.loaded.configuration)) return &outer_;
    if (const auto known = nested_.find(key); known != nested_.end()) return &known->second;
    if (loaded.configuration.file.empty() && loaded.problems.empty() && !is_of_its_own(loaded.configuration)) return &outer_;
    ProjectFiles& project = nested_[key];
    project.loaded = std::move(loaded);
    return &project;
}

bool Division::is_of_its_own(const Configuration& nested) {
    const SchemaSource& schema = outer_.loaded.configuration.schema;
    const std::string source = schema.chosen_by_user ? "" : source_near(nested);
    if (source.empty()) return false;
    if (!std::exchange(knows_outer_source_, true)) {
        outer_source_ = schema.kind == SourceKind::Automatic ? source_near(outer_.loaded.configuration) : schema.path;
    }
    return source != outer_source_;
}

}  // namespace

}  // namespace rowtype::workspace
