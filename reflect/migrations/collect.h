// Which SQL files make up a schema, and in which order.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/result.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::migrations {

// Reads a single .sql file, or all .sql files below a folder, in the order in which a migrations tool would apply them:
// by version number (V2 before V10, V0027 before V0027.1), then by name, folders included; in supabase/migrations by the letters of the names,
// as Supabase's tool does; of a schema built in steps (create_types.sql, create_tables.sql, create_foreign_keys.sql) by the steps. Left out:
// hidden files and folders, node_modules, the way back (*.down.sql, down.sql, *_down.sql, undo files U…__….sql, reset_db.sql, drop_tables.sql
// beside create_tables.sql, folders "down"), in supabase/migrations what has no version and, in a folder with a file of kTableSteps, what once changed
// an older schema and what tests need (folders "updates", "schema_updates", "test", "tests"). Files that psql's
// \i and \ir name outside the folder (relative names ending in .sql only) are added, so that read_migrations can resolve them. Paths of
// the result stand under `path` as given. UTF-16 with a byte-order mark is read as UTF-8. Errors, all SchemaUnavailable: nothing there,
// no .sql file, one that cannot be read or is no text.
[[nodiscard]] Result<std::vector<SqlFile>> collect_sql_files(const std::string& path);

// The file that makes the tables of a schema which is built in steps, beside "create_foreign_keys.sql" and the like.
inline constexpr std::array<std::string_view, 2> kTableSteps = {"create_tables.sql", "create-tables.sql"};

// The order above; exposed for tests and for watchers.
[[nodiscard]] bool applies_before(std::string_view left_path, std::string_view right_path);

// Whether a file's name (not its folder) says that it undoes a migration.
[[nodiscard]] bool is_way_back(std::string_view path);

}  // namespace rowtype::migrations
