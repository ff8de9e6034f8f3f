// Where a repository of git begins.
#pragma once

#include <string>

#include "lsp/workspace/paths.h"

namespace rowtype::workspace {

// Whether it begins in this very folder; repository_root() (configuration.h) looks above it as well.
[[nodiscard]] inline bool begins_repository(const std::string& folder) {
    const std::string git = join_path(folder, ".git");
    return is_folder(git) || is_file(git);  // a worktree or submodule has a file of that name
}

}  // namespace rowtype::workspace
