// The snapshot file, .rowtype/schema.json: what `rowtype pull` writes and compares.
#pragma once

#include <cstdint>
#include <string>

#include "lsp/workspace/schema_host.h"

namespace rowtype::workspace {

// The bytes of the snapshot of what the source has: the same for equal schemas with equal records of migrations.
[[nodiscard]] std::string snapshot_text(const LoadedSchema& schema);
// How the file at `path` stands to the text that a pull would write now. SameSchema: one of the two does not record its
// migrations (an older file; a role that may not read the server's bookkeeping), and all else is equal. OlderForm: nor does the file
// say which names migrations took away.
enum class SnapshotState : std::uint8_t { Same, SameSchema, OlderForm, Different };
[[nodiscard]] SnapshotState compare_snapshot(const std::string& path, const std::string& text);

}  // namespace rowtype::workspace
