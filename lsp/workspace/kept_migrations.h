// What migrations come to, kept in .rowtype/cache/migrations.cache: a catalog is a pure function of the files' texts, their order and the
// options, and applying thousands of statements takes longer than reading what they came to.
//
// The key is a hash of all of that and of the program's build; what is kept proves itself as in check_cache.h. Thread: any.
#pragma once

#include <vector>

#include "lsp/workspace/configuration.h"
#include "reflect/catalog/catalog.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::workspace {

// As migrations::read_migrations, its catalog alone. Nothing is kept where the configuration says so, where there is no project, or of a
// schema so small that it does not pay.
[[nodiscard]] Result<catalog::CatalogData> read_kept_migrations(const Configuration& configuration,
                                                                const std::vector<migrations::SqlFile>& files,
                                                                const migrations::Options& options);

}  // namespace rowtype::workspace
