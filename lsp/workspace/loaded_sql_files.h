// The SQL files of a project that its Python code loads as queries: those that it names ("queries/users.sql", folder / "users.sql") and
// those of aiosql's folders (aiosql.from_path("queries", "psycopg")). Never migrations, and nothing of another database's.
//
// Names are found in the text, not followed: which file a name means follows from the files that there are. A name that several
// files fit means none of them, unless one is nearest.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/marks.h"

namespace rowtype::workspace {

// What one Python text loads.
struct SqlLoads {
    std::vector<std::string> files;    // ends of paths: "queries/users.sql"
    std::vector<std::string> folders;  // "queries"; empty names are none
    bool is_postgres = false;          // it names a driver of PostgreSQL's
    bool is_foreign = false;           // it names a client of another database system, and none of PostgreSQL's

    [[nodiscard]] bool empty() const { return files.empty() && folders.empty(); }
};
[[nodiscard]] SqlLoads sql_loads(std::string_view python, const facts::Marks& marks);
[[nodiscard]] inline SqlLoads sql_loads(std::string_view python) { return sql_loads(python, facts::Marks(python)); }

// Whether a Python text names a client of another database system.
[[nodiscard]] bool names_other_database(std::string_view python);
// Gathers what Python files load. Thread: any.
class LoadedSqlFiles {
public:
    explicit LoadedSqlFiles(std::string root) : root_(std::move(root)) {}

    // `path` is absolute.
    void take(const std::string& path, SqlLoads loads);
    [[nodiscard]] bool empty() const;
    // Those of `sql_files` (absolute, sorted) that are loaded. `has_other_database`: whether any Python file of the project names one;
    // asked where a loading file does not say which database its text is for.
    [[nodiscard]] std::vector<std::string> among(const std::vector<std::string>& sql_files,
                                                 const std::function<bool()>& has_other_database) const;

private:
    struct Loader {
        std::string path;
        SqlLoads loads;
    };

    std::string root_;
    mutable std::mutex mutex_;
    std::vector<Loader> loaders_;
};

struct Configuration;
class WorkerPool;

// Whether Python code of the project loads that SQL file (absolute), for an editor that has it open. Reads the project's files: not
// for a thread that others wait for, nor for one of the pool.
[[nodiscard]] bool loads_sql_file(const Configuration& configuration, const std::string& path, WorkerPool& pool);

}  // namespace rowtype::workspace
