// Tables, views and functions that the project's own code makes, or expects that somebody may have made: what facts::created_names finds
// in Python (CREATE TABLE, SELECT … INTO TEMP, frame.to_sql("name"), has_table("name"), metadata.create_all(), tables of libraries), and
// the same in SQL files that Python names and that make nothing which the catalog has; and columns, as "table.column", that it adds by
// ALTER TABLE. No schema tells of them, and none is reported as unknown. Of a project that is too large to be listed (listed_files.h)
// any name may be made.
//
// Migrations are left out, as SQL folders and as Alembic's and Django's modules: what they made and dropped again is gone; but for tables
// that SQL makes for a session, as functions do. So are mapped tables that only tests create.
//
// Thread: any. The files are read by the first who asks; a file that changed is read again alone.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "lsp/workspace/changed_paths.h"
#include "lsp/workspace/file_notes.h"
#include "lsp/workspace/listed_files.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

class MadeRelations {
public:
    // `project` outlives it.
    explicit MadeRelations(ListedFiles& project) : project_(project) {}

    // Has the files read by what keeps notes of them; before the first question. It outlives this.
    void use_notes(NotedFiles& files) { noted_ = &files; }

    // By a name as written, or in lower case.
    [[nodiscard]] bool contains(const std::string& name, const catalog::Catalog& catalog);
    // The same without looking at the disk, or waiting for somebody who does. `is_answer`: false where that would help.
    [[nodiscard]] bool known_to_contain(const std::string& name, const catalog::Catalog& catalog, bool& is_answer);
    // What the first question needs from the disk.
    void look();
    // The file (relative) changed, came or went.
    void forget(const std::string& path);

private:
    struct File {
        std::vector<std::string> names;  // that it makes
        std::vector<std::string> loads;  // names of SQL files that its text holds
    };

    void read(const std::string& path);
    [[nodiscard]] bool holds(const std::string& name, const catalog::Catalog& catalog) const;
    void look_unlocked();

    ListedFiles& project_;
    NotedFiles* noted_ = nullptr;
    std::mutex mutex_;  // held while the disk is read
    bool is_read_ = false;
    bool is_too_large_ = false;          // a file that nobody saw may make anything
    std::map<std::string, File> files_;  // by relative path; those with anything to tell
    ChangedPaths changed_;
};

}  // namespace rowtype::workspace
