#include <algorithm>
#include <utility>

#include "lsp/workspace/discovery_messages.h"
#include "lsp/workspace/listed_schemas.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/schema_base.h"
#include "lsp/workspace/schema_discovery.h"
#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/schema_sources.h"
#include "lsp/workspace/sql_folder.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kMostRivals = 4;  // other schemas that are read beside

Result<LoadedSchema> load_source(const Configuration& configuration, const LoadOptions& options);
Result<LoadedSchema> discover(const Configuration& configuration, const LoadOptions& options);
void name_database(const Configuration& configuration, Result<LoadedSchema>& loaded);

}  // namespace

Result<LoadedSchema> load_schema(const Configuration& configuration, const LoadOptions& options) {
    const auto read_at = std::chrono::system_clock::now();
    LoadOptions stamped = options;
    if (options.meanwhile) {
        stamped.meanwhile = [&](LoadedSchema loaded) {
            loaded.read_at = read_at;
            loaded.api.is_live = true;
            if (!configuration.database.empty()) loaded.description = configuration.database + ": " + loaded.description;
            options.meanwhile(loaded);
        };
    }
    Result<LoadedSchema> loaded = load_source(configuration, stamped);
    if (loaded) {
        loaded->read_at = read_at;
        loaded->api.is_live = loaded->kind == SourceKind::Postgres;
    }
    name_database(configuration, loaded);
    return loaded;
}

void add_supabase(LoadedSchema& loaded, const Configuration& configuration,
                  const std::optional<SupabaseConfiguration>& supabase) {
    loaded.exposed_schemas = configuration.exposed_schemas;
    loaded.api.exposed_schemas = configuration.exposed_schemas;
    if (!supabase) return;
    if (loaded.exposed_schemas.empty()) loaded.exposed_schemas = supabase->exposed_schemas;
    loaded.api.exposed_schemas = loaded.exposed_schemas;
    // What Supabase serves where its own file does not say otherwise.
    if (loaded.api.exposed_schemas.empty() && supabase->problems.empty()) {
        loaded.api.exposed_schemas = {"public", "graphql_public"};
    }
    loaded.watched_paths.push_back(supabase->file);
    const std::string file = shown_from(configuration.root, supabase->file);
    if (const std::string says = describe(*supabase); !says.empty()) loaded.notes.push_back(file + ": " + says);
    for (const ConfigurationProblem& problem : supabase->problems) {
        const std::string place =
            problem.place.line > 0 ? ":" + std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column) : "";
        loaded.notes.push_back(file + place + ": " + problem.message + "; the rest of the file holds");
    }
}

catalog::CatalogPointer make_catalog(catalog::CatalogData data, const Configuration& configuration) {
    keep_listed_schemas(configuration, data);
    if (!configuration.settings.search_path.empty()) data.search_path = configuration.settings.search_path;
    return std::make_shared<const catalog::Catalog>(std::move(data));
}

namespace {

// Of several databases, people want to hear which one it is.
void name_database(const Configuration& configuration, Result<LoadedSchema>& loaded) {
    if (configuration.database.empty()) return;
    if (loaded) {
        loaded->description = configuration.database + ": " + loaded->description;
        return;
    }
    Error error = loaded.error();
    error.message = "database \"" + configuration.database + "\": " + error.message;
    loaded = std::move(error);
}

Result<LoadedSchema> load_source(const Configuration& configuration, const LoadOptions& options) {
    if (options.database_url) {
        return load_database(configuration, options, DatabaseSource{*options.database_url, false, false, "--database-url"});
    }
    switch (configuration.schema.kind) {
        case SourceKind::Automatic: return discover(configuration, options);
        case SourceKind::Migrations: return load_migrations(configuration, configuration.schema.path);
        case SourceKind::Alembic: return load_alembic(configuration, configuration.schema.path);
        case SourceKind::Snapshot: return load_snapshot(configuration, options, configuration.schema.path);
        case SourceKind::Postgres: return load_database(configuration, options, configured_database(configuration));
        case SourceKind::Local: return load_local(configuration, options);
        case SourceKind::OpenApi: return load_openapi(configuration, options);
    }
    return Error{Error::Kind::SchemaUnavailable, "the configuration names no kind of schema that there is", "",
                 configuration.file};
}

// What people run by hand, and the other schemas of the repository. What is configured as another database's is none of that.
void look_beside(const Configuration& configuration, const SchemaDiscovery& discovery, const std::string& path,
                 SchemaBeside& beside) {
    const auto is_named = [&](const std::string& other) {
        return std::ranges::any_of(configuration.databases, [&](const DatabaseEntry& entry) {
            return !entry.schema.path.empty() && is_inside(other, entry.schema.path);
        });
    };
    const std::string repository = repository_root(configuration.root);
    beside.scripts = scripts_below(repository.empty() ? configuration.root : repository, path);
    std::erase_if(beside.scripts, [&](const std::string& script) {
        const auto is_found = [&](const DiscoveredSource& source) { return is_inside(script, source.path); };
        return std::ranges::any_of(discovery.sources, is_found) || is_named(script);
    });
    beside.scripts_need_tie = discovery.is_guess || discovery.sources.front().kind == SourceKind::Alembic;
    std::optional<SchemaDiscovery> of_root;
    for (std::size_t i = 1; i < discovery.sources.size() && beside.rivals.size() < kMostRivals; ++i) {
        const DiscoveredSource& source = discovery.sources[i];
        if (source.path == path || is_named(source.path)) continue;
        // A configuration of its own says that the folder is a project apart.
        if (!configuration.file.empty() && !is_inside(source.path, configuration.root)) continue;
        const bool is_apart =
            !is_inside(source.path, configuration.root) || has_schema_apart(folder_of(source), configuration.root, of_root);
        beside.rivals.push_back({source, is_apart});
    }
}

// With what they may build on, or the folder beside a file that only alters what the file creates.
Result<LoadedSchema> load_found(const Configuration& configuration, const SchemaDiscovery& discovery, bool sees_scripts) {
    const DiscoveredSource& best = discovery.sources.front();
    std::string path = best.path;
    SchemaBeside beside;
    if (best.kind == SourceKind::Migrations) {
        if (is_folder(path)) {
            beside.bases = files_to_build_on(path);
        } else if (const std::optional<std::string> later = folder_that_builds_on(path)) {
            beside.bases = {std::exchange(path, *later)};
            beside.needs_base = true;
        }
    }
    if (sees_scripts) look_beside(configuration, discovery, path, beside);
    return best.kind == SourceKind::Alembic ? load_alembic(configuration, path, beside)
                                            : load_migrations(configuration, path, beside);
}

Result<LoadedSchema> discover(const Configuration& configuration, const LoadOptions& options) {
    const SchemaDiscovery discovery = discover_schema(configuration);
    std::string remark;
    const std::optional<DatabaseSource> database = discovered_database(configuration, options.allow_environment, remark);
    if (discovery.is_ambiguous()) return ambiguous_schema(configuration.root, discovery);
    if (discovery.sources.empty()) {
        if (!database) return no_schema(configuration.root, discovery, remark);
        Result<LoadedSchema> loaded = load_database(configuration, options, *database);
        if (loaded) loaded->notes.push_back("no schema file was found; " + database->named_by + " names the database");
        return loaded;
    }
    const DiscoveredSource& best = discovery.sources.front();
    Result<LoadedSchema> loaded = best.kind == SourceKind::Snapshot ? load_snapshot(configuration, options, best.path)
                                                                    : load_found(configuration, discovery, options.sees_scripts);
    if (!loaded) return loaded;
    loaded->is_guess = discovery.is_guess;
    if (loaded->is_guess && options.judge) {
        if (std::optional<Error> misfit = options.judge(configuration, *loaded)) return *std::move(misfit);
    }
    std::vector<std::string> further;
    if (database) further.push_back(database->named_by);
    SchemaDiscovery left = discovery;  // what was compared with the snapshot was not left
    std::erase_if(left.sources, [&](const DiscoveredSource& source) { return source.path == loaded->migrations_folder; });
    if (std::string note = left_note(configuration.root, left, further); !note.empty()) loaded->notes.push_back(note);
    return loaded;
}

}  // namespace

}  // namespace rowtype::workspace
