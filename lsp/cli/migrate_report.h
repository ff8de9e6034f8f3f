// What `rowtype migrate` says of its work.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lsp/workspace/model_migration.h"

namespace rowtype::cli {

struct MigrateReport {
    const workspace::MigrationPlan* plan = nullptr;
    std::string module;  // absolute
    std::string redis;   // absolute; empty: none is written
    std::size_t redis_tables = 0;
    bool redis_changes = false;
    bool is_dry_run = false;
    bool changes_something = false;
    std::string backup;  // absolute; empty: nothing was written
};

[[nodiscard]] std::string migrate_text(const MigrateReport& report);
[[nodiscard]] std::string migrate_json(const MigrateReport& report);

}  // namespace rowtype::cli
