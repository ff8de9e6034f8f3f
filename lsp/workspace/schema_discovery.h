// Finds a schema where nothing is configured (README.md, "Where the schema comes from"). Looks at files only; opens no connection.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"

namespace rowtype::workspace {

struct DiscoveredSource {
    SourceKind kind = SourceKind::Snapshot;  // or Migrations, Alembic
    std::string path;                        // absolute; a folder of migrations, or a file
};

// What stands in the repository. Nothing here is a guess: where two sources have the same claim, none is taken.
struct SchemaDiscovery {
    // Best first. Empty where nothing near tells the schema.
    std::vector<DiscoveredSource> sources;
    // The first this many have the same claim. More than one: the user has to choose.
    std::size_t equals = 0;
    // None stands in the root or above it: the best may be that of an example, a container or another service (schema_fit.h).
    bool is_guess = false;
    std::vector<std::string> foreign;  // folders of migrations for another database; absolute
    std::string alembic;               // alembic.ini that leads to no revisions, where there is no source; absolute
    std::string alembic_problem;       // why it does not, as the end of a sentence
    std::string django;                // a folder with Django's migrations, where there is no source; absolute

    [[nodiscard]] bool is_ambiguous() const { return equals > 1; }
};

// From `root` up to the repository's root, then down at most five folders, from `root` first and from the repository's root
// after that. Of one folder: .rowtype/schema.json, supabase/migrations, migrations (or migration) with SQL files that create tables,
// Alembic's revisions by their configuration or folders.
//
// Above, a source of rowtype's or Supabase's own comes before a folder that is called "migrations": only the former is
// certain to be the whole schema. But what stands in a folder that rowtype is configured in comes first: whoever configures a
// package apart has a database apart, and nothing above is its. Otherwise the nearest wins, and of those below at the same depth none. Only
// where there is none of these, SQL files above or at most three folders below count: a single one that creates tables, the only one
// called schema.sql (structure.sql, create_tables.sql), the files of the only folder called schema (schemas, tables, ddl), or one folder
// of numbered ones, which may lie deeper. Folders of tests, examples, contributions and documentation are not entered; the way back
// (down.sql, …), upgrades from a release, seeds, what Django's sqlmigrate printed and SQL for other databases are no schema.
[[nodiscard]] SchemaDiscovery discover_schema(const std::string& root, bool is_configured = false);
// For the folder that the configuration holds for.
[[nodiscard]] SchemaDiscovery discover_schema(const Configuration& configuration);

// The folder whose code the schema is at first sight: the one with alembic.ini, with supabase/, with migrations/.
[[nodiscard]] std::string folder_of(const DiscoveredSource& source);

// Whether a schema stands in the folder itself that is rather its code's than the one which is found for `root`, a folder above: an
// example's, or where both stand below `root`, in different branches, and by their names one claims as much as the other; not where
// several have the same claim to be the root's. Where the schema stands in `root` or above, or is Supabase's and the folder's is
// not, there is one database, and the folder's is a part of it, or an older try.
[[nodiscard]] bool has_schema_apart(const std::string& folder, const std::string& root);
// The same of many folders: `of_root` keeps what was found from `root`, and is made by the first who needs it.
[[nodiscard]] bool has_schema_apart(const std::string& folder, const std::string& root, std::optional<SchemaDiscovery>& of_root);

// The supabase/config.toml that holds for `root`: of the folder itself, of those above it up to the repository's root, or the
// nearest below; empty where there is none, or several have the same claim.
[[nodiscard]] std::string find_supabase_configuration(const std::string& root);

}  // namespace rowtype::workspace
