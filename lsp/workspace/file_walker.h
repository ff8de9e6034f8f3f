// Finds the Python files of a tree.
//
// Thread: the walk uses the pool; not to be called from one of its threads.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "lsp/workspace/worker_pool.h"

namespace rowtype::workspace {

struct WalkRequest {
    std::vector<std::string> roots;    // absolute files and folders; a file is taken whatever its name
    std::string base;                  // absolute; what `exclude` is relative to
    std::vector<std::string> exclude;  // globs, see is_selected()
    bool use_gitignore = true;
};

struct WalkNote {
    std::string path;
    std::string message;
};

struct Walk {
    std::vector<std::string> files;          // absolute, sorted, each once
    std::vector<WalkNote> notes;             // folders that could not be read; sorted
    std::set<std::string> matched_excludes;  // those of `exclude` that a file or folder matched
};

// Files that end in .py, below the roots (stubs, .pyi, run nothing). Left out: what `exclude` names, what .gitignore files name, hidden
// folders, virtual environments, site-packages, node_modules, caches, and folders called build or dist that are no
// packages. Links are followed once each, and only out of the roots: what lies inside one is found under its own name. A root
// is walked whatever its name.
[[nodiscard]] Walk collect_python_files(const WalkRequest& request, WorkerPool& pool);

// Whether a walk would enter a folder of that name (the part of the decision that needs no look at the disk).
[[nodiscard]] bool is_skipped_folder(std::string_view name);

}  // namespace rowtype::workspace
