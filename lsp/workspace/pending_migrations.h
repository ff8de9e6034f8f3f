// Newer migrations of the checkout, applied over a snapshot or a live catalog: code on a branch is written for the schema after
// them, and the database, or the snapshot of it, does not have them yet.
//
// Which files are newer is read from the record of migrations that snapshot or server carry, by name, and never guessed: without
// a record nothing is applied, and a folder that shares no name with the record is another database's.
#pragma once

#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/schema_host.h"
#include "reflect/migrations/migrations.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::workspace {

// The record of a schema that was read from `files`, paths below `folder` or `folder` itself: names from there, and hashes.
[[nodiscard]] std::vector<snapshot::Migration> record_of(const std::vector<migrations::SqlFile>& files,
                                                         const std::string& folder);

// Where the catalog comes from that the files are applied over.
struct PendingBase {
    std::string name;     // for notes: "the database", or the snapshot's path
    std::string project;  // absolute folder whose migrations belong to it, or those near it
    std::string remedy;   // for the note that it has no record
};

// Applies the files that `loaded.migrations` does not name to `data`, and says in `loaded` what was done: notes, watched
// paths, pending files. Needs the stack of a pool thread.
void apply_pending_migrations(const Configuration& configuration, const PendingBase& base, catalog::CatalogData& data,
                              LoadedSchema& loaded);

}  // namespace rowtype::workspace
