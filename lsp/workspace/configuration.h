// The configuration of one folder: [tool.rowtype] of pyproject.toml, or rowtype.toml. One code path for command line and
// server, so that they never disagree.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/settings/settings.h"
#include "reflect/base/result.h"
#include "reflect/base/text.h"

namespace rowtype::workspace {

enum class SourceKind : std::uint8_t { Automatic, Postgres, Local, Migrations, Alembic, Snapshot, OpenApi };

constexpr const char* kStandardInput = "-";

// Where the schema comes from. Never holds a URL: only the NAME of a variable that does.
struct SchemaSource {
    SourceKind kind = SourceKind::Automatic;
    std::string path;                 // absolute; of migrations, snapshot, openapi; of the latter kStandardInput as well
    std::string url_env;              // of postgres
    bool chosen_by_user = false;      // on the command line, not by a file of the workspace
    std::string openapi_schema = {};  // the schema that an OpenAPI document describes; empty: the first exposed one
    bool openapi_complete = false;    // that it lists all of that schema
    std::string listen = {};          // a channel on which a database notifies of changes, beside pgrst; empty: none
    friend bool operator==(const SchemaSource&, const SchemaSource&) = default;
};

// Levels of rules for some files: [tool.rowtype.per-path].
struct PathLevels {
    std::string glob;  // relative to root, by is_selected
    std::map<std::string, findings::Severity> levels;
    friend bool operator==(const PathLevels&, const PathLevels&) = default;
};

// Another database of the same folder: [[tool.rowtype.databases]]. Its keys stand for those of the whole configuration where it says them.
struct DatabaseEntry {
    std::string name;
    std::vector<std::string> paths;  // globs relative to root, by is_selected: the files that are checked against it
    SchemaSource schema;
    std::optional<std::vector<std::string>> schemas = {};
    std::optional<std::vector<std::string>> search_path = {};
    std::optional<std::vector<std::string>> exposed_schemas = {};
    std::optional<std::vector<std::string>> exclude_tables = {};
    Span paths_key = {};  // the bytes of that key in the configuration's file
    friend bool operator==(const DatabaseEntry&, const DatabaseEntry&) = default;
};

struct Configuration {
    std::string root;                  // absolute folder of the configuration file, or the folder that it would stand in
    std::string file;                  // absolute path of the file it came from; empty: defaults
    std::vector<std::string> models;   // globs relative to root
    Span models_key;                   // the bytes of that key in `file`; empty where it is not set there
    std::vector<std::string> exclude;  // globs relative to root, beside the built-in ones (.venv, node_modules, …)
    std::vector<std::string> schemas;  // which schemas are read and checked; empty: public and what the source names
    SchemaSource schema;
    std::vector<std::string> exposed_schemas;  // what PostgREST serves; empty: not told
    std::vector<PathLevels> per_path;          // in the order of the file; where two select a file, the later one wins
    std::string baseline;                      // absolute; empty: not configured, .rowtype/baseline.json counts where it exists
    Settings settings;
    facts::ExtractionSettings extraction;  // what follows from the settings
    std::vector<DatabaseEntry> databases;  // in the order of the file: the first whose paths select a file has it
    std::string database;                  // the name of the entry that this is the configuration of; empty: of the main schema
    findings::Severity fail_on = findings::Severity::Error;  // Off: never
    bool cache = true;                                       // whether a check may keep what it found out in .rowtype/cache
    friend bool operator==(const Configuration&, const Configuration&) = default;
};

// A mistake in a configuration file, at its key. Half the file may be right: what is right holds.
struct ConfigurationProblem {
    std::string file;
    Span span;            // bytes of the key or value in that file
    LineColumn place;     // one-based
    std::string message;  // with the remedy: unknown key "modles": did you mean "models"?
};

struct LoadedConfiguration {
    Configuration configuration;
    std::vector<ConfigurationProblem> problems;
    std::vector<std::string> notes;  // for the user: a file that was passed over, a key without effect in this version
};

// What is known of a project before its configuration is.
struct Standpoint {
    std::string working_folder;   // where the user stands; absolute, or empty: not told
    bool is_schema_told = false;  // no folder is a project apart by the schema that stands in it
};

// The configuration that holds for `path` (a file or folder, absolute): the nearest rowtype.toml or pyproject.toml with
// [tool.rowtype], up to the repository root (.git) or the file system's; defaults where there is none. Where nothing tells where a
// project begins, it begins at the working folder, if the path lies in there.
[[nodiscard]] LoadedConfiguration load_configuration(const std::string& path, const Standpoint& standpoint = {});
// A configuration file's text. `file` is absolute; a pyproject.toml without [tool.rowtype] gives defaults.
[[nodiscard]] LoadedConfiguration parse_configuration(std::string_view text, const std::string& file);

// A configuration file that the user named. Fails when it cannot be read; a rowtype.toml and a pyproject.toml are told apart
// by their name.
[[nodiscard]] Result<LoadedConfiguration> load_configuration_file(const std::string& file);
// The folder that holds .git at or above `path`, or an empty string.
[[nodiscard]] std::string repository_root(const std::string& path);

// A path (absolute) for people who look from `root`: relative to it inside the repository ("../supabase"), else as it is.
[[nodiscard]] std::string shown_from(const std::string& root, const std::string& path);

// Shell-like globs with ** over relative paths with forward slashes.
[[nodiscard]] bool matches_glob(std::string_view path, std::string_view glob);

// Whether a path (relative to the configuration's root) is one of `globs`: by matches_glob, by lying in a folder that a glob
// names, or, for globs without a slash, by the name of the file or of any folder above it.
[[nodiscard]] bool is_selected(std::string_view path, const std::vector<std::string>& globs);

// The configuration that holds for a file of its folder: that of the first database whose paths select it, else the main one.
[[nodiscard]] Configuration configuration_of_file(const Configuration& configuration, const std::string& absolute_path);
// The configuration of one of `databases`.
[[nodiscard]] Configuration configuration_of_database(const Configuration& configuration, const DatabaseEntry& entry);
// The entry whose file it is; null: the main schema's.
[[nodiscard]] const DatabaseEntry* database_of_file(const Configuration& configuration, const std::string& absolute_path);

// What analysis must know of a file: its path relative to the configuration's root, its module, whether it holds models, its levels.
[[nodiscard]] FileIdentity identify(const Configuration& configuration, const std::string& absolute_path);

}  // namespace rowtype::workspace
