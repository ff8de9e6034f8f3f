// The projects that one check covers: a monorepo's folders, each with a configuration and a schema of its own.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lsp/cli/console.h"
#include "lsp/cli/options.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/project_check.h"
#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/worker_pool.h"

namespace rowtype::cli {

// What is to be checked; paths absolute.
struct Inputs {
    std::vector<std::string> paths;
    std::string given_file;      // the path that standard input is checked as, which need not exist; empty: it is not read
    bool force_exclude = false;  // `exclude` holds for what was named, too
};

// One of them; the addresses of both must last as long as the report.
struct ProjectRun {
    workspace::Configuration configuration;
    workspace::Walk walk;
    bool holds_given_file = false;  // which is not in `walk`
    workspace::LoadedSchema schema;
    // Everything below the paths, where these cover the configuration's whole folder; else null.
    std::shared_ptr<const workspace::Walk> tree;
    std::set<std::string> matched_excludes;  // see ProjectFiles
};

// Walks the inputs and sorts the files by the configuration that holds for each. The first run is that of the folder that holds
// all of them, or, where no file is its own, the first below. None where a configuration has problems: they were printed and
// the exit code is 2. With --config there is one run for all.
[[nodiscard]] std::optional<std::vector<ProjectRun>> find_projects(const CommonOptions& options, const Inputs& inputs,
                                                                   workspace::WorkerPool& pool, Console& console);

// Reads the schema of each run. In a tree of several projects one whose schema cannot be told, though nobody configured any, does
// not keep the others from being checked: it is taken out of `runs`, and what of its files could concern a schema is noted in
// `left` as not analysed. An Error where none remains, where a schema that somebody named cannot be read, or where standard input
// is to be checked with it.
[[nodiscard]] Status load_schemas(const CommonOptions& options, std::vector<ProjectRun>& runs, workspace::WorkerPool& pool,
                                  Console& console, workspace::ProjectCheck& left);

// The same for one run whose schema turns out not to be its code's: its files are noted in `left`, and that is said.
void leave_out(const ProjectRun& run, const Error& error, const CommonOptions& options, workspace::WorkerPool& pool,
               Console& console, workspace::ProjectCheck& left);

// Checks the run's files against a schema, with what they use of it and what no index serves (as hints, whatever the
// configuration says of the rule, which is changed for that); for `usage` and `impact`.
[[nodiscard]] workspace::ProjectCheck check_uses(ProjectRun& run, const catalog::CatalogPointer& catalog,
                                                 workspace::WorkerPool& pool, bool quiet, Console& console);

// Notes the folders that are too large to tell what is unknown in them, where the check asked; unless `quiet`.
void say_too_large(const workspace::ProjectCheck& check, bool quiet, Console& console);

// Warns of entries of the run's configuration that concern nothing, where the whole project is looked at. `with_models`: unless
// the command line names the models.
void say_idle_entries(const ProjectRun& run, bool with_models, workspace::WorkerPool& pool, Console& console);

}  // namespace rowtype::cli
