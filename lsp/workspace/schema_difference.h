// Compares schemas on a thread that is made for it.
#pragma once

#include <optional>
#include <string>

#include "lsp/workspace/worker_pool.h"
#include "reflect/diff/difference.h"

namespace rowtype::workspace {

[[nodiscard]] diff::Difference compare_schemas(const catalog::Catalog& before, const catalog::Catalog& after,
                                               const diff::Options& options, WorkerPool& pool);

// From the snapshot at `path` to the schema as it is now; none where no snapshot can be read there.
[[nodiscard]] std::optional<diff::Difference> compare_with_snapshot(const std::string& path, const catalog::Catalog& now,
                                                                    const diff::Options& options, WorkerPool& pool);

}  // namespace rowtype::workspace
