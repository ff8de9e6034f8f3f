// Which files of a tree belong to which project: each file is checked under the configuration that holds for it, on the
// command line as in an editor.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"

namespace rowtype::workspace {

struct ProjectFiles {
    LoadedConfiguration loaded;
    std::vector<std::string> files;          // absolute, sorted
    std::set<std::string> matched_excludes;  // those of a nested configuration's `exclude` that left a file out
};

// `files` (absolute, sorted), which were found from `start` (a folder or file), by configuration: those that `outer` holds for
// first, the others by their folder. `outer` is what load_configuration gives for `start`.
//
// A pyproject.toml without [tool.rowtype] makes a project of its own only where it stands nearer to another schema: two
// packages over one schema are checked together. So does a folder that has a schema apart (schema_discovery.h). A nested
// configuration's `exclude` leaves its files out, but for those that are `named` (sorted).
[[nodiscard]] std::vector<ProjectFiles> divide_by_project(const LoadedConfiguration& outer, const std::string& start,
                                                          const std::vector<std::string>& files,
                                                          const std::vector<std::string>& named = {});

}  // namespace rowtype::workspace
