// Alembic's revisions, and numbered scripts of other tools: their SQL and their models are written for the schema that each of them
// meets, not for the one after the last, and so it is in tests of them. Nothing that is said of today's schema holds there.
#pragma once

#include <string_view>

#include "analysis/engine/engine.h"
#include "analysis/facts/facts.h"

namespace rowtype::engine {

// Whether the file is a revision (it assigns `revision` and `down_revision` at its top level), a step of another tool's by its name
// and place ("updates/20160616-snapshots-2.py", "migrations/0001.users.py") or a test that goes from one revision to another (it imports
// pytest or unittest, and Alembic or a name with "downgrade"). `path` is relative.
[[nodiscard]] bool is_of_past_schema(const facts::FileFacts& file, std::string_view path);

// Takes back what was found in such a file, and counts what was seen there as not checked.
void leave_unchecked(const facts::FileFacts& file, Analysis& analysis);

}  // namespace rowtype::engine
