// Schemas from a live database, and what stands in for one that cannot be read.
#include "lsp/workspace/database_reader.h"
#include "lsp/workspace/environment_file.h"
#include "lsp/workspace/listed_schemas.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/pending_migrations.h"
#include "lsp/workspace/schema_cache.h"
#include "lsp/workspace/schema_sources.h"

namespace rowtype::workspace {

namespace {

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

}  // namespace

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

}  // namespace rowtype::workspace
