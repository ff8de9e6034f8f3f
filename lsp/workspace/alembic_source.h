// Reads an Alembic project's revisions from disk into what reflect/migrations/ applies.
#pragma once

#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"
#include "reflect/base/result.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::workspace {

struct AlembicSource {
    std::vector<migrations::SqlFile> files;  // revisions in order, paths as shown from the configuration's root
    std::size_t revisions = 0;
    std::vector<std::string> heads;          // ids of the revisions that none follows
    std::string head_folder;                 // where the file of the last one stands; absolute
    std::vector<std::string> watched_paths;  // absolute
    std::vector<std::string> notes;          // for the user
};

// `path` as read_alembic_project takes it. Needs the stack of a pool thread.
[[nodiscard]] Result<AlembicSource> read_alembic(const Configuration& configuration, const std::string& path);

}  // namespace rowtype::workspace
