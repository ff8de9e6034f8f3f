// Names of migrations, taken apart and made. Internal to migration_folder.cpp and drafted_migration.cpp.
#pragma once

#include <chrono>
#include <string>

#include "lsp/workspace/migration_folder.h"

namespace rowtype::workspace {

// Reads prefix, version, separator and endings off the name of a migration's file or folder: "V7__users.sql", "0001_users.up.sql".
// False where it has no version that one could count on from.
[[nodiscard]] bool take_name(const std::string& name, MigrationFolder& folder);

// The version behind the last one.
[[nodiscard]] std::string next_version(const MigrationFolder& folder, std::chrono::system_clock::time_point now);

}  // namespace rowtype::workspace
