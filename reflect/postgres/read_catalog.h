// Reads a catalog from a live PostgreSQL 12 or newer.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "reflect/postgres/connection_string.h"
#include "reflect/postgres/protocol.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::postgres {

// In one REPEATABLE READ READ ONLY transaction of eight queries in three messages, whatever the number of objects (see queries/), and
// one more of each for each two thousand relations that views name beyond the first two thousand: their locks are given back in between.
// Reads
// PostgreSQL's own catalogs and, where it may, the versions in supabase_migrations.schema_migrations: no other relation of a
// user, no user's code, nothing that outlives the transaction. `schemas` empty:
// all but PostgreSQL's own. A schema that does not exist is not in the catalog's schemas. Blocks; its caller's deadline is a
// signal or a kill. Throws nothing.
[[nodiscard]] std::variant<snapshot::Snapshot, Failure> read_catalog(const ConnectionSettings& settings,
                                                                     const std::vector<std::string>& schemas,
                                                                     int connect_timeout_seconds);

}  // namespace rowtype::postgres
