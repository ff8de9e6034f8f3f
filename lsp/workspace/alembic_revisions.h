// The revisions of an Alembic project in the order in which `alembic upgrade heads` runs them.
#pragma once

#include <string>
#include <vector>

#include "analysis/alembic/revision.h"
#include "reflect/base/result.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::workspace {

struct RevisionFile {
    std::string path;  // as notes and origins name it
    alembic::Revision revision;
};

struct RevisionOrder {
    std::vector<migrations::SqlFile> files;  // what each does, in order
    std::vector<std::string> heads;          // ids of those that none follows
    std::vector<std::string> notes;          // for the user, without a place
};

// A revision comes behind those that it follows or depends on; of several that could come next, the one whose file's name
// comes first. What follows a revision that is in no file is read all the same, with everything before it unknown. Fails where
// revisions follow each other in a circle.
[[nodiscard]] Result<RevisionOrder> order_revisions(std::vector<RevisionFile> files);

}  // namespace rowtype::workspace
