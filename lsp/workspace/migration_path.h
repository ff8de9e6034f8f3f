// Migrations told by where they stand.
#pragma once

#include <string_view>

namespace rowtype::workspace {

// Whether a folder of the path is one of migrations: what stands there is the schema of another day, and no query of today's code.
[[nodiscard]] bool is_migration_path(std::string_view path);

}  // namespace rowtype::workspace
