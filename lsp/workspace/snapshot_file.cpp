#include "lsp/workspace/snapshot_file.h"

#include "lsp/workspace/safe_write.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::workspace {

std::string snapshot_text(const catalog::Catalog& catalog) { return snapshot::write_snapshot(catalog); }

bool snapshot_is_current(const std::string& path, const std::string& text) {
    const Result<std::string> present = read_file(path, snapshot::kMaximumSnapshotBytes);
    return present && *present == text;
}

}  // namespace rowtype::workspace
