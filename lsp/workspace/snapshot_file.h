// The snapshot file, .rowtype/schema.json: what `rowtype pull` writes and compares.
#pragma once

#include <string>

#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

// The bytes of the catalog's snapshot: the same for equal catalogs.
[[nodiscard]] std::string snapshot_text(const catalog::Catalog& catalog);
// Whether the file at `path` holds exactly `text`; false also when it cannot be read.
[[nodiscard]] bool snapshot_is_current(const std::string& path, const std::string& text);

}  // namespace rowtype::workspace
