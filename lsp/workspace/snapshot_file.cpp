#include "lsp/workspace/snapshot_file.h"

#include "lsp/workspace/safe_write.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::workspace {

std::string snapshot_text(const LoadedSchema& schema) { return snapshot::write_snapshot(*schema.catalog, schema.migrations); }

SnapshotState compare_snapshot(const std::string& path, const std::string& text) {
    const Result<std::string> present = read_file(path, snapshot::kMaximumSnapshotBytes);
    if (!present) return SnapshotState::Different;
    if (*present == text) return SnapshotState::Same;
    Result<snapshot::Snapshot> before = snapshot::read_snapshot_with_migrations(*present, path);
    Result<snapshot::Snapshot> now = snapshot::read_snapshot_with_migrations(text, path);
    if (!before || !now) return SnapshotState::Different;
    const bool is_older = before->data.removed.empty() && !now->data.removed.empty();
    if (is_older) now->data.removed.clear();
    const bool are_recorded = before->migrations && now->migrations;
    if (are_recorded && (!is_older || *before->migrations != *now->migrations)) return SnapshotState::Different;
    const bool same = snapshot::write_snapshot(catalog::Catalog(std::move(before->data))) ==
                      snapshot::write_snapshot(catalog::Catalog(std::move(now->data)));
    if (!same) return SnapshotState::Different;
    return is_older ? SnapshotState::OlderForm : SnapshotState::SameSchema;
}

}  // namespace rowtype::workspace
