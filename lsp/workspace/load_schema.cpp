// One function a kind of source. To add a source: a SourceKind in configuration.h, its words in parse_configuration.cpp, a
// case in load_schema, a function here.
#include <algorithm>
#include <filesystem>
#include <set>

#include "lsp/workspace/database_reader.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/platform.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/schema_discovery.h"
#include "lsp/workspace/schema_host.h"
#include "reflect/base/hash.h"
#include "reflect/migrations/collect.h"
#include "reflect/migrations/migrations.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::workspace {

namespace {

constexpr const char* kNoSchemaRemedy =
    "name one: --schema migrations:PATH, --schema snapshot:PATH, or --schema postgres with DATABASE_URL set";

Result<LoadedSchema> load_migrations(const Configuration& configuration, const std::string& path);
Result<LoadedSchema> load_snapshot(const Configuration& configuration, const std::string& path);
Result<LoadedSchema> load_database(const Configuration& configuration, const LoadOptions& options, const std::string& connection);
Result<LoadedSchema> load_configured_database(const Configuration& configuration, const LoadOptions& options);
Result<LoadedSchema> discover(const Configuration& configuration, const LoadOptions& options);
std::shared_ptr<const catalog::Catalog> make_catalog(catalog::CatalogData data, const Configuration& configuration);

}  // namespace

Result<LoadedSchema> load_schema(const Configuration& configuration, const LoadOptions& options) {
    if (options.database_url) return load_database(configuration, options, *options.database_url);
    switch (configuration.schema.kind) {
        case SourceKind::Automatic: return discover(configuration, options);
        case SourceKind::Migrations: return load_migrations(configuration, configuration.schema.path);
        case SourceKind::Snapshot: return load_snapshot(configuration, configuration.schema.path);
        case SourceKind::Postgres: return load_configured_database(configuration, options);
        case SourceKind::OpenApi: break;
    }
    return Error{Error::Kind::SchemaUnavailable, "this version reads no OpenAPI document", kNoSchemaRemedy,
                 configuration.schema.path};
}

namespace {

std::string shown(const Configuration& configuration, const std::string& path) {
    return is_inside(path, configuration.root) ? relative_path(path, configuration.root) : path;
}

Result<LoadedSchema> load_migrations(const Configuration& configuration, const std::string& path) {
    Result<std::vector<migrations::SqlFile>> files = migrations::collect_sql_files(path);
    if (!files) return files.error();
    LoadedSchema loaded;
    loaded.kind = SourceKind::Migrations;
    std::set<std::string> watched = {path};
    for (migrations::SqlFile& file : *files) {
        watched.insert(parent_folder(file.path));
        file.path = shown(configuration, normalized_path(file.path));
    }
    loaded.watched_paths.assign(watched.begin(), watched.end());
    migrations::Options options;
    options.search_path = configuration.settings.search_path;
    Result<migrations::MigrationCatalog> read = migrations::read_migrations(*files, options);
    if (!read) return read.error();
    const std::string count = files->size() == 1 ? "1 file" : std::to_string(files->size()) + " files";
    loaded.description = shown(configuration, path) + (is_folder(path) ? " (" + count + ")" : "");
    loaded.catalog = make_catalog(std::move(read->data), configuration);
    return loaded;
}

Result<LoadedSchema> load_snapshot(const Configuration& configuration, const std::string& path) {
    const Result<std::string> text = read_file(path, snapshot::kMaximumSnapshotBytes);
    if (!text) {
        return Error{Error::Kind::SchemaUnavailable, "the schema snapshot cannot be read: " + text.error().message,
                     "write one with rowtype pull", shown(configuration, path)};
    }
    Result<catalog::CatalogData> data = snapshot::read_snapshot(*text, shown(configuration, path));
    if (!data) {
        Error error = data.error();
        error.kind = Error::Kind::SchemaUnavailable;
        if (error.remedy.empty()) error.remedy = "write it again with rowtype pull";
        return error;
    }
    LoadedSchema loaded;
    loaded.kind = SourceKind::Snapshot;
    loaded.description = shown(configuration, path);
    loaded.watched_paths = {path};
    loaded.catalog = make_catalog(std::move(*data), configuration);
    return loaded;
}

Result<LoadedSchema> load_configured_database(const Configuration& configuration, const LoadOptions& options) {
    const std::string name = configuration.schema.url_env.empty() ? "DATABASE_URL" : configuration.schema.url_env;
    const std::optional<std::string> connection = platform::environment_variable(name.c_str());
    if (connection && !connection->empty()) return load_database(configuration, options, *connection);
    return Error{Error::Kind::SchemaUnavailable,
                 "the environment variable " + name + ", which holds the connection string, is not set",
                 "set it, or name another one with --database-url-env NAME", configuration.file};
}

// Where the last schema of a server is kept, so that an editor has one while the server is away. Named by what the
// connection leads to, so that another database's schema is never taken for it.
std::string cache_file(const Configuration& configuration, const std::string& description) {
    return configuration.root + "/.rowtype/cache/schema-" + to_hex(hash_bytes(description)) + ".json";
}

void keep_for_later(const Configuration& configuration, const LoadedSchema& loaded) {
    const std::string folder = configuration.root + "/.rowtype/cache";
    if (!is_file(folder + "/.gitignore")) {
        if (!write_file_safely(folder + "/.gitignore", "*\n", {std::nullopt, configuration.root}).ok()) return;
    }
    const Status kept = write_file_safely(cache_file(configuration, loaded.description),
                                          snapshot::write_snapshot(*loaded.catalog), {std::nullopt, configuration.root});
    if (!kept) log::debug("the schema cannot be kept for later: " + kept.error().to_string());
}

Result<LoadedSchema> load_stale(const Configuration& configuration, const std::string& connection, const Error& reason) {
    const Result<std::string> description = describe_database(connection);
    if (!description) return reason;
    for (const std::string& path : {cache_file(configuration, *description), configuration.root + "/.rowtype/schema.json"}) {
        if (!is_file(path)) continue;
        Result<LoadedSchema> stale = load_snapshot(configuration, path);
        if (!stale) continue;
        stale->description = *description + ", last known";
        stale->notes.push_back("the database cannot be read, its last known schema serves: " + reason.to_string());
        return stale;
    }
    return reason;
}

Result<LoadedSchema> load_database(const Configuration& configuration, const LoadOptions& options,
                                   const std::string& connection) {
    DatabaseRequest request;
    request.connection = connection;
    request.schemas = configuration.schemas;
    request.deadline = options.deadline;
    Result<DatabaseSchema> read = read_database(request);
    if (!read) {
        if (options.allow_stale) return load_stale(configuration, connection, read.error());
        return read.error();
    }
    LoadedSchema loaded;
    loaded.kind = SourceKind::Postgres;
    loaded.description = read->description;
    loaded.catalog = make_catalog(std::move(read->data), configuration);
    if (options.allow_stale) keep_for_later(configuration, loaded);
    return loaded;
}

// The connection that the environment names, as Supabase's and libpq's own tools would take it; none where it names none.
struct EnvironmentConnection {
    std::string variable;
    std::string connection;  // empty: libpq's variables
};

std::optional<EnvironmentConnection> connection_of_environment() {
    for (const char* name : {"DATABASE_URL", "SUPABASE_DB_URL"}) {
        const std::optional<std::string> value = platform::environment_variable(name);
        if (value && !value->empty()) return EnvironmentConnection{name, *value};
    }
    for (const char* name : {"PGSERVICE", "PGHOST", "PGDATABASE"}) {
        if (platform::environment_variable(name)) return EnvironmentConnection{name, ""};
    }
    return std::nullopt;
}

Result<LoadedSchema> discover(const Configuration& configuration, const LoadOptions& options) {
    const std::vector<DiscoveredSource> sources = discover_schema_sources(configuration.root);
    const std::optional<EnvironmentConnection> connection =
        options.allow_environment ? connection_of_environment() : std::nullopt;
    if (sources.empty()) {
        if (!connection) {
            return Error{Error::Kind::SchemaUnavailable,
                         "no schema was found: no .rowtype/schema.json, supabase/migrations or migrations/*.sql here or in a "
                         "folder near",
                         kNoSchemaRemedy, configuration.root};
        }
        Result<LoadedSchema> loaded = load_database(configuration, options, connection->connection);
        if (loaded) loaded->notes.push_back("no schema file was found; " + connection->variable + " names the database");
        return loaded;
    }
    const DiscoveredSource& nearest = sources.front();
    Result<LoadedSchema> loaded = nearest.kind == SourceKind::Snapshot ? load_snapshot(configuration, nearest.path)
                                                                       : load_migrations(configuration, nearest.path);
    if (!loaded) return loaded;
    std::string left;
    for (std::size_t i = 1; i < sources.size(); ++i) left += (left.empty() ? "" : ", ") + shown(configuration, sources[i].path);
    if (connection) left += (left.empty() ? "" : ", ") + connection->variable;
    if (!left.empty()) loaded->notes.push_back("found as well and left: " + left + " (choose with --schema)");
    return loaded;
}

// A schema that the configuration does not list counts as not read: its names are unknown, never absent.
std::shared_ptr<const catalog::Catalog> make_catalog(catalog::CatalogData data, const Configuration& configuration) {
    if (!configuration.schemas.empty()) {
        const auto is_left_out = [&](const std::string& schema) {
            return std::find(configuration.schemas.begin(), configuration.schemas.end(), schema) == configuration.schemas.end();
        };
        std::erase_if(data.relations, [&](const auto& relation) { return is_left_out(relation.name.schema); });
        std::erase_if(data.schemas, is_left_out);
    }
    if (!configuration.settings.search_path.empty()) data.search_path = configuration.settings.search_path;
    return std::make_shared<const catalog::Catalog>(std::move(data));
}

}  // namespace

}  // namespace rowtype::workspace
