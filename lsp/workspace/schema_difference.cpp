#include "lsp/workspace/schema_difference.h"

#include "lsp/workspace/safe_write.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::workspace {

diff::Difference compare_schemas(const catalog::Catalog& before, const catalog::Catalog& after, const diff::Options& options,
                                 WorkerPool& pool) {
    diff::Difference difference;
    pool.run_all(1, [&](std::size_t) { difference = diff::compare(before, after, options); });
    return difference;
}

std::optional<diff::Difference> compare_with_snapshot(const std::string& path, const catalog::Catalog& now,
                                                      const diff::Options& options, WorkerPool& pool) {
    const Result<std::string> text = read_file(path, snapshot::kMaximumSnapshotBytes);
    if (!text) return std::nullopt;
    Result<catalog::CatalogData> data = snapshot::read_snapshot(*text, path);
    if (!data) return std::nullopt;
    return compare_schemas(catalog::Catalog(std::move(*data)), now, options, pool);
}

}  // namespace rowtype::workspace
