// Finds a schema where nothing is configured (DESIGN.md "With no configuration"). Looks at files only; opens no connection.
#pragma once

#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"

namespace rowtype::workspace {

struct DiscoveredSource {
    SourceKind kind = SourceKind::Snapshot;  // or Migrations
    std::string path;                        // absolute
};

// Nearest first: `root` itself, the folders above it up to the repository's root, then those below it, three deep at most
// and breadth first. Within one folder: .rowtype/schema.json, supabase/migrations, migrations with SQL files.
[[nodiscard]] std::vector<DiscoveredSource> discover_schema_sources(const std::string& root);

}  // namespace rowtype::workspace
