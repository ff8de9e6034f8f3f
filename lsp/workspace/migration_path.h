// Migrations told by where they stand, and by what their text holds.
#pragma once

#include <string_view>

namespace rowtype::workspace {

// Whether a folder of the path is one of migrations: what stands there is the schema of another day, and no query of today's code.
[[nodiscard]] bool is_migration_path(std::string_view path);

// Whether a module's text may be a revision of Alembic's: these say which one they come after. A look at the bytes, for whole projects;
// engine/past_schema.h asks it of a file's facts.
[[nodiscard]] bool may_be_revision_text(std::string_view text);

}  // namespace rowtype::workspace
