// Finds the Python files of a tree, or its SQL files.
//
// Thread: the walk uses the pool; not to be called from one of its threads.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "lsp/workspace/worker_pool.h"

namespace rowtype::workspace {

struct WalkRequest {
    std::vector<std::string> roots;    // absolute files and folders; a file is taken unless its ending is another language's
    std::string base;                  // absolute; what `exclude` is relative to
    std::vector<std::string> exclude;  // globs, see is_selected()
    bool use_gitignore = true;
    std::vector<std::string> endings = {".py"};                          // of the files that are taken
    bool force_exclude = false;                                          // roots, too, are left out where is_left_out() says so
    bool enters_build_folders = false;                                   // those called build or dist that are no packages
    std::size_t most_entries = std::numeric_limits<std::size_t>::max();  // such files, folders and links
};

struct WalkNote {
    std::string path;
    std::string message;
};

struct Walk {
    std::vector<std::string> files;          // absolute, sorted, each once
    std::vector<std::string> named;          // those of them that are roots, and that no `exclude` leaves out; sorted
    std::vector<WalkNote> notes;             // folders that could not be read, roots that are no Python; sorted
    std::size_t roots_left_out = 0;          // by force_exclude
    std::set<std::string> matched_excludes;  // those of `exclude` that a file or folder matched
    bool is_cut_off = false;                 // there was more than `most_entries`; some files are missing
};

// Files that end so, below the roots (stubs, .pyi, run nothing). Left out: what `exclude` names, what .gitignore files name, hidden
// folders, virtual environments, site-packages, node_modules, caches, and, unless somebody wants them, folders called build or dist that
// are no packages. Links are followed once each, and only out of the roots: what lies inside one is found under its own name. A root
// is walked whatever its name.
[[nodiscard]] Walk collect_files(const WalkRequest& request, WorkerPool& pool);

// Whether a walk from `base` leaves a file out by `exclude` or by the name of a folder above it: the part of the decision that
// needs no look at the disk. Both are absolute.
[[nodiscard]] bool is_left_out(const std::string& file, const std::string& base, const std::vector<std::string>& exclude);
[[nodiscard]] bool is_skipped_folder(std::string_view name);
// Whether a folder of that name, if it is no package, holds what was made from the sources beside it.
[[nodiscard]] bool is_build_folder(std::string_view name);

// Why a file (relative to the walk's base), by its name, is certainly not checked; empty where it may be: scripts have any ending, and a
// file of SQL is one of queries unless its folders say that it is a migration.
[[nodiscard]] std::string why_not_checked(const std::string& file);

}  // namespace rowtype::workspace
