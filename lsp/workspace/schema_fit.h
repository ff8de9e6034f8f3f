// Whether a schema that nobody named, and that does not stand at a place of its own (SchemaDiscovery::is_guess), is this code's: a
// repository may hold one SQL file, of one of its examples or of a container, and code for other databases.
//
// Thread: any but one of the pool's; find_misfit may check the whole project.
#pragma once

#include <optional>

#include "lsp/workspace/project_check.h"
#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/base/result.h"

namespace rowtype::workspace {

// Whether it is kept by a JavaScript package: then a check has to ask for created tables (ProjectCheckRequest) before find_misfit can tell.
[[nodiscard]] bool may_be_of_other_program(const LoadedSchema& schema);

// `check` is what check_project made of `request`, with `schema`. An Error (SchemaUnavailable, at the configuration's root) where
// most of the places that name a table name one which the schema lacks, of at least three. Where `request` asked for a part of the
// project, the whole is looked at before anything is said. The same where a JavaScript package's migrations were found, and the Python
// code creates the tables of its mapped classes itself: what both have is as the one who came first made it. Nothing where there is a
// baseline: somebody took the schema for right.
[[nodiscard]] std::optional<Error> find_misfit(const ProjectCheckRequest& request, const LoadedSchema& schema,
                                               const ProjectCheck& check, WorkerPool& pool);

// The same for whoever has checked nothing yet: an editor, before it says anything.
[[nodiscard]] std::optional<Error> find_misfit(const Configuration& configuration, const LoadedSchema& schema, WorkerPool& pool);

}  // namespace rowtype::workspace
