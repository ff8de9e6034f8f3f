// Looks at SQL files from outside: are there any, do they create tables, are they PostgreSQL's. For discovery; reads a little
// of a few files.
#pragma once

#include <string>
#include <vector>

namespace rowtype::workspace {

// Whether the folder, or a folder directly in it, holds an SQL file that is not hidden. One that may not be looked into counts:
// whoever reads it then says why it cannot be read, and nobody takes another in its place.
[[nodiscard]] bool holds_sql(const std::string& folder);

// How many there are, in the folder and in those directly in it; of one with thousands of entries only the first are counted.
[[nodiscard]] std::size_t count_sql_files(const std::string& folder);

// Whether it is a folder of Alembic's, Django's or Flask-Migrate's: SQL files in these are what Python revisions run, and only a part.
// A package of SQL files alone is none.
[[nodiscard]] bool is_of_python_revisions(const std::string& folder);

// Whether it holds Django's migrations, by the first of them.
[[nodiscard]] bool is_of_django(const std::string& folder);

// Whether a folder beside it (the migrations of another app of the same Django project) holds Django's, and the SQL files in it are
// called as Django calls migrations (0001_initial.sql): they are what `sqlmigrate` printed of one app.
[[nodiscard]] bool is_of_django_project(const std::string& folder);

// Whether SQL there, or directly below, creates tables, so that it can be a schema by itself; never of Python revisions.
[[nodiscard]] bool holds_schema(const std::string& folder);

// Whether the SQL in the folder says that it is written for another database: ClickHouse's and MySQL's engines, SQLite's
// AUTOINCREMENT, SQL Server's brackets, Oracle's types; or whether the folder or the one around it, below the repository's root, has
// another system's name, and no file in it has words of PostgreSQL's that this system does not know.
[[nodiscard]] bool is_foreign_sql(const std::string& folder);

// The SQL files standing in the folder itself that create tables in PostgreSQL: no way back, no seeds, no samples, no steps that
// are called so ("upgrade-4-5.sql": not even its first table is the first). Sorted.
// Reads at most `budget` files and takes them off it.
[[nodiscard]] std::vector<std::string> schema_files_in(const std::string& folder, std::size_t& budget);

// SQL files below `root` that make or alter tables in PostgreSQL, wherever they stand: what people run by hand. Not those below
// `apart`, of folders of tests, samples and documentation, no way back, no data; at most some hundred. Absolute, sorted.
[[nodiscard]] std::vector<std::string> scripts_below(const std::string& root, const std::string& apart);

// The folders in the folder that are worth a look: none of tools, environments or caches, no links. Absolute, sorted.
[[nodiscard]] std::vector<std::string> folders_in(const std::string& folder);

// Whether its name says that it is a copy that was made at some time: "schema_backup_20251111.sql".
[[nodiscard]] bool is_copy_of_schema(const std::string& file);

// Whether a file's name starts with a version, so that a folder of them has an order: "001_users.sql", "V2__orders.sql".
[[nodiscard]] bool is_numbered(const std::string& file);

}  // namespace rowtype::workspace
