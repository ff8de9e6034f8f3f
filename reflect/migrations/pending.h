// Migration files of the checkout that the database does not contain yet, applied over what it does contain.
//
// Code on a branch is written for the schema after its migrations. So the catalog becomes that schema, and says of each name
// that the files make, rename or drop which of them does it (reflect/catalog/pending.h).
#pragma once

#include <cstdint>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::migrations {

enum class FileState : std::uint8_t {
    Contained,  // applied already; there for the files that include it
    Pending,    // newer than all that are contained
    // Not contained although a newer one is: of another branch, or never recorded. The database knows better about what it
    // has, so such a file only adds names; what it drops, renames or changes is left alone.
    Late,
};

// `states` has one entry a file, in the same order (that of collect_sql_files). Never fails: what cannot be evaluated is
// noted and *unknown*, as in read_migrations. `base` keeps its search path and server version. Pure; needs the same stack.
[[nodiscard]] catalog::CatalogData apply_pending(catalog::CatalogData base, const std::vector<SqlFile>& files,
                                                 const std::vector<FileState>& states);

}  // namespace rowtype::migrations
