// Entries of a configuration that concern nothing: a glob that matches no file, a table or class that is not there. Nothing else
// would ever tell of a slip in them, and what it was to check, or to leave out, stays as it was.
//
// To be asked only where the whole project was walked: what a part of it does not match says nothing.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

// Which entries are looked at.
struct IdleRequest {
    const Configuration* configuration = nullptr;
    const Walk* tree = nullptr;  // of the configuration's folder, or of one above it
    // Of `exclude`, those that left something out where the tree's own did not: of a configuration further down.
    std::set<std::string> matched_excludes;
    const catalog::Catalog* catalog = nullptr;
    bool with_models = true;  // not where the command line names others
    WorkerPool* pool = nullptr;
};

// In the order of the file, each at its place. Reads the files that [tool.rowtype.tables] names, and walks once more, through what
// is left out, where an `exclude` matched nothing. Says nothing where a folder could not be read, and of an `exclude` that names
// what is left out anyway: lists of these are made for all days. Not to be called from a thread of the pool.
[[nodiscard]] std::vector<ConfigurationProblem> find_idle_entries(const IdleRequest& request);

// The same for an editor: walks the configuration's folder, where it has entries that could concern nothing.
[[nodiscard]] std::vector<ConfigurationProblem> find_idle_entries(const Configuration& configuration,
                                                                  const catalog::Catalog& catalog, WorkerPool& pool);

}  // namespace rowtype::workspace
