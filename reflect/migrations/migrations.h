// The schema that SQL files describe: a folder of migrations, a pg_dump --schema-only, plain DDL. No server is needed.
//
// Statements are applied in order to a model of the catalog, as PostgreSQL would apply them. What cannot be evaluated
// (dynamic SQL, templates, statements that do not parse) leaves a note with its place and marks what it could touch as
// *unknown*; it never makes anything absent.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::migrations {

// A statement, or several, made from a file in another language, with the place there.
struct MadeStatement {
    enum class Kind : std::uint8_t {
        Certain,
        Guarded,   // runs where the schema lacks what it makes: what is there already, or is not, is no surprise
        Possible,  // may run, or parts of its text stand as {}: marks what it could touch
        Anything,  // nothing is known of it: marks everything
    };
    Kind kind = Kind::Certain;
    std::string text;
    std::uint32_t line = 0;  // one-based, of the text's first byte; its further lines are those of the file
    std::string note;        // said at that line, of a possible one if it touches anything; empty: nothing is said

    friend bool operator==(const MadeStatement&, const MadeStatement&) = default;
};

// One file's text. `path` is how notes and origins name it, and what psql's \i and \ir are resolved against (with forward
// slashes; "..", "." are understood).
struct SqlFile {
    std::string path;
    std::string text;
    std::vector<MadeStatement> made = {};  // of a file that is no SQL: in place of its text, which is not looked at

    friend bool operator==(const SqlFile&, const SqlFile&) = default;
};

enum class Platform : std::uint8_t {
    Detect,  // Supabase where a path or a statement names its schemas, roles or functions
    Plain,
    Supabase,  // auth, storage, realtime …: there from the start, owned by "supabase", their columns incomplete
};

struct Options {
    Platform platform = Platform::Detect;
    // Empty: {"public"}, or {"public", "extensions"} on Supabase. What an unqualified name in the Python code means; the
    // files' own SET search_path does not change it.
    std::vector<std::string> search_path;
    // Of Supabase: whether tables, sequences and functions that the migrations make in `public` can be used by the API's roles
    // without a GRANT. That was so for every project and ended in 2026, for new ones on May 30 and for all on October 30, but
    // where the project's setting auto_expose_new_tables keeps it. Files do not say which holds, so it is taken to be so: what
    // is not among an object's grants is then certainly not granted, and what is may be missing in truth.
    bool exposes_new_objects = true;
};

// Where an object, or a column of it, was created (or last renamed): for hover, definition and related information.
struct Origin {
    catalog::QualifiedName object;
    std::string column;      // empty: the relation or type itself
    std::string file;        // SqlFile::path
    std::uint32_t line = 0;  // one-based

    friend bool operator==(const Origin&, const Origin&) = default;
};

struct MigrationCatalog {
    catalog::CatalogData data;
    std::vector<Origin> origins;  // sorted by (object, column)
};

// Applies the files in the order given (see collect_sql_files in collect.h). A file that another one includes with \i or
// \ir is applied there and not on its own. Fails only when `files` is empty. Pure; needs a thread with a stack of at least
// 8 MiB (reflect/sql/syntax_tree.h).
[[nodiscard]] Result<MigrationCatalog> read_migrations(const std::vector<SqlFile>& files, const Options& options = {});

}  // namespace rowtype::migrations
