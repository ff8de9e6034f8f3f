// The last schema of a database, kept in <root>/.rowtype/cache, so that an editor has one at once and while the database is away.
//
// A file serves the same database, user, schemas and version of rowtype alone, and only as it was written: what is damaged, or
// belongs to another user, counts as not there. No credential is in it. Git ignores the folder.
//
// Thread: any; of two who write the same file one wins.
#pragma once

#include <optional>
#include <string>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/database_reader.h"
#include "lsp/workspace/database_source.h"

namespace rowtype::workspace {

// Where it is kept, and what it must say of itself. None where the connection string is malformed.
struct CachePlace {
    std::string root;
    std::string file;
    std::string key;
};
[[nodiscard]] std::optional<CachePlace> cache_place(const Configuration& configuration, const DatabaseSource& source);

// `description` is that of the database.
[[nodiscard]] std::optional<DatabaseSchema> read_cached_schema(const CachePlace& place, const std::string& description);
void cache_schema(const CachePlace& place, const DatabaseSchema& schema);

}  // namespace rowtype::workspace
