// Alembic's revisions: their SQL and their models are written for the schema that each of them meets, not for the one after
// the last, and so it is in tests of them. Nothing that is said of today's schema holds there.
#pragma once

#include "analysis/engine/engine.h"
#include "analysis/facts/facts.h"

namespace rowtype::engine {

// Whether the file is a revision (it assigns `revision` and `down_revision` at its top level) or a test that goes from one to
// another (it imports pytest or unittest, and Alembic or a name with "downgrade").
[[nodiscard]] bool is_of_past_schema(const facts::FileFacts& file);

// Takes back what was found in such a file, and counts what was seen there as not checked.
void leave_unchecked(const facts::FileFacts& file, Analysis& analysis);

}  // namespace rowtype::engine
