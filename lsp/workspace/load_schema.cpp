// One function a kind of source. To add a source: a SourceKind in configuration.h, its words in parse_configuration.cpp, a
// case in load_schema, a function here.
#include <algorithm>
#include <filesystem>
#include <set>

#include "lsp/workspace/alembic_source.h"
#include "lsp/workspace/database_reader.h"
#include "lsp/workspace/database_source.h"
#include "lsp/workspace/discovery_messages.h"
#include "lsp/workspace/environment_file.h"
#include "lsp/workspace/listed_schemas.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/pending_migrations.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/schema_cache.h"
#include "lsp/workspace/schema_discovery.h"
#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/supabase_configuration.h"
#include "reflect/migrations/collect.h"
#include "reflect/migrations/migrations.h"
#include "reflect/openapi/openapi.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::workspace {

namespace {

Result<LoadedSchema> load_source(const Configuration& configuration, const LoadOptions& options);
Result<LoadedSchema> load_migrations(const Configuration& configuration, const std::string& path);
Result<LoadedSchema> load_alembic(const Configuration& configuration, const std::string& path);
Result<LoadedSchema> load_snapshot(const Configuration& configuration, const LoadOptions& options, const std::string& path);
Result<LoadedSchema> load_database(const Configuration& configuration, const LoadOptions& options,
                                   const Result<DatabaseSource>& source);
Result<LoadedSchema> load_local(const Configuration& configuration, const LoadOptions& options);
Result<LoadedSchema> load_openapi(const Configuration& configuration, const LoadOptions& options);
void add_supabase(LoadedSchema& loaded, const Configuration& configuration, const std::optional<SupabaseConfiguration>& supabase);
Result<LoadedSchema> discover(const Configuration& configuration, const LoadOptions& options);
std::shared_ptr<const catalog::Catalog> make_catalog(catalog::CatalogData data, const Configuration& configuration);

}  // namespace

Result<LoadedSchema> load_schema(const Configuration& configuration, const LoadOptions& options) {
    const auto read_at = std::chrono::system_clock::now();
    LoadOptions stamped = options;
    if (options.meanwhile) {
        stamped.meanwhile = [&](LoadedSchema loaded) {
            loaded.read_at = read_at;
            options.meanwhile(loaded);
        };
    }
    Result<LoadedSchema> loaded = load_source(configuration, stamped);
    if (loaded) loaded->read_at = read_at;
    return loaded;
}

namespace {

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

Status check_schemas_of(const Configuration& configuration, const catalog::CatalogData& data, LoadedSchema& loaded) {
    return check_listed_schemas(configuration, data, loaded.description, loaded.notes,
                                [&] { return schemas_with_relations(data); });
}

std::string shown(const Configuration& configuration, const std::string& path) {
    return is_inside(path, configuration.root) ? relative_path(path, configuration.root) : path;
}

Result<LoadedSchema> load_migrations(const Configuration& configuration, const std::string& path) {
    Result<std::vector<migrations::SqlFile>> files = migrations::collect_sql_files(path);
    if (!files) return files.error();
    LoadedSchema loaded;
    loaded.kind = SourceKind::Migrations;
    loaded.migrations = record_of(*files, path);
    std::set<std::string> folders;
    for (migrations::SqlFile& file : *files) {
        folders.insert(parent_folder(file.path));
        file.path = shown(configuration, normalized_path(file.path));
        log::debug("reads " + file.path);
    }
    loaded.watched_paths = {path};  // the first names the source in reports
    folders.erase(path);
    loaded.watched_paths.insert(loaded.watched_paths.end(), folders.begin(), folders.end());
    const std::optional<SupabaseConfiguration> supabase = supabase_beside(path);
    migrations::Options options;
    options.search_path = configuration.settings.search_path;
    Result<migrations::MigrationCatalog> read = migrations::read_migrations(*files, options);
    if (!read) return read.error();
    const std::string count = files->size() == 1 ? "1 file" : std::to_string(files->size()) + " files";
    loaded.description = shown_from(configuration.root, path) + (is_folder(path) ? " (" + count + ")" : "");
    if (supabase) read->data.server_version = supabase->major_version * 10'000;
    const Status listed = check_schemas_of(configuration, read->data, loaded);
    if (!listed) return listed.error();
    loaded.catalog = make_catalog(std::move(read->data), configuration);
    add_supabase(loaded, configuration, supabase);
    return loaded;
}

Result<LoadedSchema> load_alembic(const Configuration& configuration, const std::string& path) {
    Result<AlembicSource> source = read_alembic(configuration, path);
    if (!source) return source.error();
    migrations::Options options;
    options.search_path = configuration.settings.search_path;
    Result<migrations::MigrationCatalog> read = migrations::read_migrations(source->files, options);
    if (!read) return read.error();
    LoadedSchema loaded;
    loaded.kind = SourceKind::Alembic;
    loaded.watched_paths = std::move(source->watched_paths);
    loaded.notes = std::move(source->notes);
    const std::string count = source->revisions == 1 ? "1 revision" : std::to_string(source->revisions) + " revisions";
    loaded.description = shown_from(configuration.root, path) + " (" + count + ")";
    loaded.catalog = make_catalog(std::move(read->data), configuration);
    add_supabase(loaded, configuration, supabase_above(configuration.root));
    return loaded;
}

// The folder that a snapshot was written for: the one with .rowtype, else the configuration's.
std::string project_of_snapshot(const Configuration& configuration, const std::string& path) {
    const std::size_t found = path.rfind("/.rowtype/");
    return found == std::string::npos || found == 0 ? configuration.root : path.substr(0, found);
}

Result<LoadedSchema> load_snapshot(const Configuration& configuration, const LoadOptions& options, const std::string& path) {
    const Result<std::string> text = read_file(path, snapshot::kMaximumSnapshotBytes);
    if (!text) {
        return Error{Error::Kind::SchemaUnavailable, "the schema snapshot cannot be read: " + text.error().message,
                     "write one with rowtype pull", shown(configuration, path)};
    }
    Result<snapshot::Snapshot> read = snapshot::read_snapshot_with_migrations(*text, shown(configuration, path));
    if (!read) {
        Error error = read.error();
        error.kind = Error::Kind::SchemaUnavailable;
        if (error.remedy.empty()) error.remedy = "write it again with rowtype pull";
        return error;
    }
    LoadedSchema loaded;
    loaded.kind = SourceKind::Snapshot;
    loaded.description = shown_from(configuration.root, path);
    loaded.watched_paths = {path};
    loaded.migrations = std::move(read->migrations);
    if (options.apply_pending) {
        const PendingBase base{shown(configuration, path), project_of_snapshot(configuration, path),
                               "rowtype pull records them, where its source tells"};
        apply_pending_migrations(configuration, base, read->data, loaded);
    }
    const Status listed = check_schemas_of(configuration, read->data, loaded);
    if (!listed) return listed.error();
    loaded.catalog = make_catalog(std::move(read->data), configuration);
    add_supabase(loaded, configuration, supabase_above(configuration.root));
    return loaded;
}

// PostgREST describes the first schema that it exposes, where a request does not name another.
std::string described_schema(const Configuration& configuration, const std::optional<SupabaseConfiguration>& supabase) {
    if (!configuration.schema.openapi_schema.empty()) return configuration.schema.openapi_schema;
    if (!configuration.exposed_schemas.empty()) return configuration.exposed_schemas.front();
    if (supabase && !supabase->exposed_schemas.empty()) return supabase->exposed_schemas.front();
    return configuration.schemas.size() == 1 ? configuration.schemas.front() : "public";
}

Result<std::string> read_document(const Configuration& configuration, const LoadOptions& options) {
    const std::string& path = configuration.schema.path;
    if (path != kStandardInput) return read_file(path, openapi::kMaximumDocumentBytes);
    if (!options.read_standard_input) {
        return Error{Error::Kind::SchemaUnavailable, "standard input is not to be read here", "name a file: openapi:PATH", ""};
    }
    std::optional<std::string> text = options.read_standard_input(openapi::kMaximumDocumentBytes);
    if (text) return *std::move(text);
    return Error{Error::Kind::SchemaUnavailable,
                 "more than " + std::to_string(openapi::kMaximumDocumentBytes >> 20) + " MiB on standard input", "", ""};
}

Result<LoadedSchema> load_openapi(const Configuration& configuration, const LoadOptions& options) {
    const std::string& path = configuration.schema.path;
    const bool is_file = path != kStandardInput;
    const std::string place = is_file ? shown(configuration, path) : "standard input";
    const Result<std::string> text = read_document(configuration, options);
    if (!text) {
        return Error{Error::Kind::SchemaUnavailable, "the OpenAPI document cannot be read: " + text.error().message,
                     "README.md says how to ask PostgREST or Supabase for it, under \"Where the schema comes from\"", place};
    }
    const std::optional<SupabaseConfiguration> supabase = supabase_above(configuration.root);
    const openapi::Options read_options{described_schema(configuration, supabase), configuration.schema.openapi_complete};
    const std::vector<std::string>& schemas = configuration.schemas;
    if (!schemas.empty() && std::find(schemas.begin(), schemas.end(), read_options.schema) == schemas.end()) {
        return Error{Error::Kind::Usage,
                     "the OpenAPI document is taken for the schema \"" + read_options.schema + "\", which `schemas` leaves out",
                     "say which schema it describes with openapi-schema under [tool.rowtype.schema], or --openapi-schema NAME",
                     place};
    }
    Result<catalog::CatalogData> read = openapi::read_openapi(*text, place, read_options);
    if (!read) {
        Error error = read.error();
        error.kind = Error::Kind::SchemaUnavailable;
        return error;
    }
    LoadedSchema loaded;
    loaded.kind = SourceKind::OpenApi;
    loaded.description = is_file ? shown_from(configuration.root, path) : place;
    if (is_file) loaded.watched_paths = {path};
    if (!read_options.complete) {
        loaded.notes.push_back(
            "an OpenAPI document lists what its role may use: a table, function or column to read that it does "
            "not have is not reported; where it lists all of \"" +
            read_options.schema + "\", say so with openapi-complete = true (--openapi-complete)");
    }
    loaded.catalog = make_catalog(std::move(*read), configuration);
    add_supabase(loaded, configuration, supabase);
    return loaded;
}

// What could not be reached is told in the words of the stack: nobody thinks of it as a database at a port.
Result<LoadedSchema> load_local(const Configuration& configuration, const LoadOptions& options) {
    const Result<DatabaseSource> source = local_database(configuration);
    Result<LoadedSchema> loaded = load_database(configuration, options, source);
    if (loaded || !source || loaded.error().kind != Error::Kind::SchemaUnavailable) return loaded;
    Error error = loaded.error();
    error.message = "the local Supabase stack cannot be read: " + error.message;
    error.remedy =
        "start it with supabase start (supabase status shows its port, [db] port of supabase/config.toml), or use the "
        "migrations: --schema migrations:supabase/migrations";
    return error;
}

LoadedSchema take_database(const Configuration& configuration, const LoadOptions& options, DatabaseSchema read) {
    LoadedSchema loaded;
    loaded.kind = SourceKind::Postgres;
    loaded.description = std::move(read.description);
    if (!options.database_url) loaded.watched_paths = environment_files(configuration.root);
    loaded.migrations = std::move(read.migrations);
    if (options.apply_pending) {
        const PendingBase base{"the database", configuration.root,
                               "supabase_migrations.schema_migrations is not there, or this role may not read it"};
        apply_pending_migrations(configuration, base, read.data, loaded);
    }
    loaded.catalog = make_catalog(std::move(read.data), configuration);
    add_supabase(loaded, configuration, supabase_above(configuration.root));
    return loaded;
}

// What was read from it before; with the words that say so.
std::optional<LoadedSchema> load_cached(const Configuration& configuration, const LoadOptions& options, const CachePlace& place,
                                        const std::string& description) {
    std::optional<DatabaseSchema> cached = read_cached_schema(place, description);
    if (!cached) return std::nullopt;
    LoadedSchema loaded = take_database(configuration, options, std::move(*cached));
    loaded.freshness = Freshness::Connecting;
    loaded.description = description + ", from cache";
    return loaded;
}

Result<LoadedSchema> load_stale(const Configuration& configuration, const LoadOptions& options, const DatabaseSource& source,
                                const Error& reason) {
    const std::optional<CachePlace> place = cache_place(configuration, source);
    const Result<std::string> description = describe_database(source.connection, source.from_workspace);
    if (!place || !description) return reason;
    std::optional<LoadedSchema> stale = load_cached(configuration, options, *place, *description);
    const std::string committed = configuration.root + "/.rowtype/schema.json";
    if (!stale && is_file(committed)) {
        Result<LoadedSchema> read = load_snapshot(configuration, options, committed);
        if (read) stale = std::move(*read);
        for (std::string& file : environment_files(configuration.root)) {
            if (stale) stale->watched_paths.push_back(std::move(file));
        }
    }
    if (!stale) return reason;
    stale->freshness = Freshness::LastKnown;
    stale->description = *description + ", last known";
    stale->notes.push_back("the database cannot be read, its last known schema serves: " + reason.to_string());
    return std::move(*stale);
}

Result<LoadedSchema> load_database(const Configuration& configuration, const LoadOptions& options,
                                   const Result<DatabaseSource>& source) {
    if (!source) return source.error();
    if (const Status admitted = admit(*source, configuration, options); !admitted) {
        if (options.allow_stale) return load_stale(configuration, options, *source, admitted.error());
        return admitted.error();
    }
    if (options.opened) options.opened(*source);
    const std::optional<CachePlace> place = options.allow_stale ? cache_place(configuration, *source) : std::nullopt;
    if (place && options.meanwhile) {
        const Result<std::string> description = describe_database(source->connection, source->from_workspace);
        if (std::optional<LoadedSchema> cached = load_cached(configuration, options, *place, description ? *description : ""))
            options.meanwhile(*cached);
    }
    DatabaseRequest request;
    request.connection = source->connection;
    request.from_workspace = source->from_workspace;
    request.schemas = configuration.schemas;
    request.deadline = options.deadline;
    Result<DatabaseSchema> read = read_database(request);
    if (!read) {
        if (options.allow_stale) return load_stale(configuration, options, *source, read.error());
        return read.error();
    }
    if (place) cache_schema(*place, *read);
    // Only the listed schemas were read: what else there is takes another look.
    const auto all_schemas = [&]() -> std::vector<std::string> {
        request.schemas.clear();
        const Result<DatabaseSchema> whole = read_database(request);
        return whole ? schemas_with_relations(whole->data) : std::vector<std::string>();
    };
    std::vector<std::string> notes;
    const Status listed = check_listed_schemas(configuration, read->data, read->description, notes, all_schemas);
    if (!listed) return listed.error();
    LoadedSchema loaded = take_database(configuration, options, std::move(*read));
    loaded.notes.insert(loaded.notes.begin(), notes.begin(), notes.end());
    return loaded;
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
    Result<LoadedSchema> loaded = best.kind == SourceKind::Snapshot  ? load_snapshot(configuration, options, best.path)
                                  : best.kind == SourceKind::Alembic ? load_alembic(configuration, best.path)
                                                                     : load_migrations(configuration, best.path);
    if (!loaded) return loaded;
    std::vector<std::string> further;
    if (database) further.push_back(database->named_by);
    SchemaDiscovery left = discovery;  // what was compared with the snapshot was not left
    std::erase_if(left.sources, [&](const DiscoveredSource& source) { return source.path == loaded->migrations_folder; });
    if (std::string note = left_note(configuration.root, left, further); !note.empty()) loaded->notes.push_back(note);
    return loaded;
}

// What supabase/config.toml adds, and what is wrong in it: the schema serves all the same.
void add_supabase(LoadedSchema& loaded, const Configuration& configuration,
                  const std::optional<SupabaseConfiguration>& supabase) {
    loaded.exposed_schemas = configuration.exposed_schemas;
    if (!supabase) return;
    if (loaded.exposed_schemas.empty()) loaded.exposed_schemas = supabase->exposed_schemas;
    loaded.watched_paths.push_back(supabase->file);
    const std::string file = shown_from(configuration.root, supabase->file);
    if (const std::string says = describe(*supabase); !says.empty()) loaded.notes.push_back(file + ": " + says);
    for (const ConfigurationProblem& problem : supabase->problems) {
        const std::string place =
            problem.place.line > 0 ? ":" + std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column) : "";
        loaded.notes.push_back(file + place + ": " + problem.message + "; the rest of the file holds");
    }
}

std::shared_ptr<const catalog::Catalog> make_catalog(catalog::CatalogData data, const Configuration& configuration) {
    keep_listed_schemas(configuration, data);
    if (!configuration.settings.search_path.empty()) data.search_path = configuration.settings.search_path;
    return std::make_shared<const catalog::Catalog>(std::move(data));
}

}  // namespace

}  // namespace rowtype::workspace
