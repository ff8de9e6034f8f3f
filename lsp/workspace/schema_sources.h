// One function a kind of source, and what they share. Internal to load_schema.cpp, load_files.cpp and load_database.cpp.
//
// To add a source: a SourceKind in configuration.h, its words in parse_configuration.cpp, a case in load_schema.cpp, a function here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/database_source.h"
#include "lsp/workspace/schema_discovery.h"
#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/supabase_configuration.h"
#include "reflect/base/result.h"

namespace rowtype::workspace {

// Another schema of the repository that was found and left.
struct Rival {
    DiscoveredSource source;
    bool is_apart = false;  // another service's
};

// What belongs to a schema that was found, beside its own files. Absolute paths.
struct SchemaBeside {
    std::vector<std::string> bases;    // SQL files of which one may run before migrations (schema_base.h), the most likely first
    bool needs_base = false;           // the first of these does, for certain: they are no schema without it
    std::vector<std::string> scripts;  // that people may have run by hand; what runs before them counts for none
    bool scripts_need_tie = false;     // PresumedSchema::add_scripts()
    std::vector<Rival> rivals;
};

[[nodiscard]] Result<LoadedSchema> load_migrations(const Configuration& configuration, const std::string& path,
                                                   const SchemaBeside& beside = {});
[[nodiscard]] Result<LoadedSchema> load_alembic(const Configuration& configuration, const std::string& path,
                                                const SchemaBeside& beside = {});
[[nodiscard]] Result<LoadedSchema> load_snapshot(const Configuration& configuration, const LoadOptions& options,
                                                 const std::string& path);
[[nodiscard]] Result<LoadedSchema> load_openapi(const Configuration& configuration, const LoadOptions& options);
[[nodiscard]] Result<LoadedSchema> load_database(const Configuration& configuration, const LoadOptions& options,
                                                 const Result<DatabaseSource>& source);
[[nodiscard]] Result<LoadedSchema> load_local(const Configuration& configuration, const LoadOptions& options);

// The schemas that the configuration lists, under its search path.
[[nodiscard]] catalog::CatalogPointer make_catalog(catalog::CatalogData data, const Configuration& configuration);
// What supabase/config.toml adds, and what is wrong in it: the schema serves all the same.
void add_supabase(LoadedSchema& loaded, const Configuration& configuration, const std::optional<SupabaseConfiguration>& supabase);

}  // namespace rowtype::workspace
