// Where an Alembic project keeps its revisions: alembic.ini, [tool.alembic] of pyproject.toml, or the folders themselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::workspace {

struct AlembicProject {
    std::string file;                          // alembic.ini or pyproject.toml; empty: found by its folders
    std::string script_folder;                 // holds env.py; absolute
    std::vector<std::string> version_folders;  // absolute
    bool is_recursive = false;                 // folders in them count
    std::vector<std::string> module_roots;     // where imports of the revisions are looked for; absolute
    std::string database;  // scheme of sqlalchemy.url in lower case, without driver: "sqlite"; empty: not told
};

// `path` is the configuration file, the folder with env.py, or a folder of revisions. Fails where it is none of these, or
// names a folder that is not there.
[[nodiscard]] Result<AlembicProject> read_alembic_project(const std::string& path);

// What `folder` (absolute) itself holds that can be given to read_alembic_project: alembic.ini, a pyproject.toml with [tool.alembic],
// else alembic/ or migrations/ with env.py and versions/. Nothing where it has none.
[[nodiscard]] std::optional<std::string> alembic_in(const std::string& folder);

// Whether the project says that its database is not PostgreSQL: by its URL, or by dialects of others alone in its revisions.
[[nodiscard]] bool is_for_another_database(const AlembicProject& project);

// The revision files, sorted by path; absolute.
[[nodiscard]] std::vector<std::string> revision_files(const AlembicProject& project);

}  // namespace rowtype::workspace
