// SQL that people run by hand and that no migration holds: in the editor of Supabase's dashboard, with psql. What only such scripts
// make may be there; a schema that was found, and that nobody named, does not call it missing.
#pragma once

#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::workspace {

// Makes of `data` what may be, with `scripts` run as well: relations that only they make are presumed, tables that they give columns
// are not complete. What `data` says was removed stays so. A script that uses no table of `data` which it does not make itself may be of
// another database: with `needs_tie` it counts for nothing. The note says what was taken, empty where nothing was; `schema` and the
// scripts' paths are shown in it. Parses SQL: wants a pool thread's stack.
[[nodiscard]] std::string presume_scripts(catalog::CatalogData& data, const std::vector<migrations::SqlFile>& scripts,
                                          const migrations::Options& options, bool needs_tie);

}  // namespace rowtype::workspace
