// Where a project's next migration goes and what its file is called: by what the files that are there show, never by a guess.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/drafts/migration_text.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/schema_host.h"
#include "reflect/base/result.h"

namespace rowtype::workspace {

// How one migration is laid out in files.
enum class MigrationLayout : std::uint8_t {
    File,            // 0007_add_nick.sql, V7__add_nick.sql, 20261126101500_add_nick.sql
    FilePair,        // 0007_add_nick.up.sql and .down.sql
    Folder,          // 20261126101500_add_nick/migration.sql
    FolderPair,      // 2026-11-26-101500_add_nick/up.sql and down.sql
    AlembicRevision  // 3f2a91c0d7b4_add_nick.py
};

// What counts the versions.
enum class VersionKind : std::uint8_t {
    Number,      // 0007, 7, 1.2: the last part goes up by one
    Timestamp,   // 20261126101500
    UnixTime,    // 1790000000
    DatedDashes  // 2026-11-26-101500
};

struct MigrationFolder {
    std::string folder;  // absolute
    MigrationLayout layout = MigrationLayout::File;
    VersionKind versions = VersionKind::Number;
    std::string prefix;        // "V"
    std::string last_version;  // as the last file has it; empty where there is none
    std::string separator = "_";
    std::string up_ending = ".sql";  // of FilePair ".up.sql"
    std::string down_ending;         // of FilePair ".down.sql", of FolderPair "down.sql" where there is one
    std::string up_marker;           // the comment line above the way there, where files have both ways: "-- migrate:up"
    std::string down_marker;
    std::string revision;  // of Alembic: the one that is followed; last_version is not set
};

// Of the project whose schema was loaded. Fails where there is no folder of migrations, where its files do not show how the next is
// called, and where another tool keeps account of them. Reads files; needs the stack of a pool thread.
[[nodiscard]] Result<MigrationFolder> find_migration_folder(const Configuration& configuration, const LoadedSchema& loaded);

struct DraftedFile {
    std::string path;  // absolute
    std::string text;
};

// The files of the next migration; none of them is there. `now` is what time stamps say, unless the last file is from later.
[[nodiscard]] std::vector<DraftedFile> drafted_files(const MigrationFolder& folder, const drafts::MigrationText& text,
                                                     std::chrono::system_clock::time_point now);

}  // namespace rowtype::workspace
