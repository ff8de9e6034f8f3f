// The schema before and after some migrations, for `impact`.
#pragma once

#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

struct SchemaChange {
    catalog::CatalogPointer before;
    catalog::CatalogPointer after;
    std::vector<std::string> files;  // that were applied, as notes and findings name them
};

// Applies SQL files (absolute, in this order) over a schema. Where it was read from a folder that holds some of them, it is first
// read again without these. Revisions of Alembic's are those of the schema's own source: the last ones, in whatever order.
[[nodiscard]] Result<SchemaChange> apply_migrations(const Configuration& configuration, const LoadedSchema& loaded,
                                                    const std::vector<std::string>& files, WorkerPool& pool);

// Whether that is a revision of Alembic's, by its name and what it says of the one before.
[[nodiscard]] bool is_revision_file(const std::string& path);

}  // namespace rowtype::workspace
