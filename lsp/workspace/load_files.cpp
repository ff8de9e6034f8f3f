// Schemas from files: SQL migrations, Alembic's revisions, snapshots, PostgREST's description.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <set>

#include "lsp/workspace/alembic_source.h"
#include "lsp/workspace/kept_migrations.h"
#include "lsp/workspace/listed_schemas.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/pending_migrations.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/schema_base.h"
#include "lsp/workspace/schema_sources.h"
#include "lsp/workspace/scripts_beside.h"
#include "reflect/migrations/collect.h"
#include "reflect/migrations/migrations.h"
#include "reflect/openapi/openapi.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::workspace {

namespace {

// Bytes; a dump of a schema of some hundred tables has a few hundred thousand.
constexpr std::size_t kScriptCap = 2UL * 1024 * 1024;
constexpr std::size_t kAllScriptsCap = 8UL * 1024 * 1024;

Status check_schemas_of(const Configuration& configuration, const catalog::CatalogData& data, LoadedSchema& loaded) {
    return check_listed_schemas(configuration, data, loaded.description, loaded.notes,
                                [&] { return schemas_with_relations(data); });
}

std::string shown(const Configuration& configuration, const std::string& path) {
    return is_inside(path, configuration.root) ? relative_path(path, configuration.root) : path;
}

// Those that can be read, as far as all of them are not too much.
std::vector<migrations::SqlFile> scripts_at(const Configuration& configuration, const std::vector<std::string>& paths) {
    std::vector<migrations::SqlFile> scripts;
    std::size_t left = kAllScriptsCap;
    for (const std::string& path : paths) {
        Result<std::string> text = read_file(path, std::min(kScriptCap, left));
        if (!text) continue;
        left -= std::min(left, text->size());
        scripts.push_back({shown(configuration, path), *std::move(text)});
    }
    return scripts;
}

// Migrations, and what they come to.
struct BuiltSchema {
    std::string base;                // that they run on top of; absolute, or empty
    std::vector<std::string> paths;  // of all files, that one's included; absolute, as collected
    catalog::CatalogData data;
};

Result<BuiltSchema> build_on(const Configuration& configuration, std::vector<migrations::SqlFile> files, const std::string& base,
                             const migrations::Options& options) {
    BuiltSchema built;
    built.base = base;
    if (!base.empty()) {
        if (const Status before = prepend_base(base, files); !before) return before.error();
    }
    for (migrations::SqlFile& file : files) {
        built.paths.push_back(file.path);
        file.path = shown(configuration, normalized_path(file.path));
    }
    Result<catalog::CatalogData> read = read_kept_migrations(configuration, files, options);
    if (!read) return read.error();
    built.data = *std::move(read);
    return built;
}

// On top of that one of the files beside them which creates the most of what they use and do not create; of none that creates nothing of it.
Result<BuiltSchema> build_schema(const Configuration& configuration, const std::vector<migrations::SqlFile>& files,
                                 const SchemaBeside& beside, const migrations::Options& options) {
    if (beside.needs_base) return build_on(configuration, files, beside.bases.front(), options);
    Result<BuiltSchema> best = build_on(configuration, files, "", options);
    std::size_t assumed = best ? assumed_relations(best->data) : SIZE_MAX;
    for (const std::string& base : beside.bases) {
        if (assumed == 0) break;
        Result<BuiltSchema> built = build_on(configuration, files, base, options);
        const std::size_t left = built ? assumed_relations(built->data) : SIZE_MAX;
        if (left >= assumed) continue;
        assumed = left;
        best = std::move(built);
    }
    return best;
}

// What is watched. The first names the source in reports.
std::vector<std::string> places_of(const Configuration& configuration, const BuiltSchema& built, const std::string& path) {
    std::set<std::string> folders;
    for (const std::string& file : built.paths) {
        log::debug("reads " + shown(configuration, normalized_path(file)));
        folders.insert(parent_folder(file));
    }
    folders.erase(path);
    std::vector<std::string> places = {path};
    if (!built.base.empty()) places.push_back(built.base);
    places.insert(places.end(), folders.begin(), folders.end());
    return places;
}

// Empty where they cannot be read, and of a snapshot: a database that somebody pulled from is not this one.
std::vector<migrations::SqlFile> files_of(const Configuration& configuration, const DiscoveredSource& source) {
    if (source.kind == SourceKind::Alembic) {
        Result<AlembicSource> revisions = read_alembic(configuration, source.path);
        return revisions ? std::move(revisions->files) : std::vector<migrations::SqlFile>();
    }
    if (source.kind != SourceKind::Migrations) return {};
    Result<std::vector<migrations::SqlFile>> files = migrations::collect_sql_files(source.path);
    return files ? *std::move(files) : std::vector<migrations::SqlFile>();
}

void presume_beside(const Configuration& configuration, const SchemaBeside& beside, const migrations::Options& options,
                    catalog::CatalogData& data, LoadedSchema& loaded) {
    PresumedSchema presumed(data);
    std::vector<std::string> scripts = beside.scripts;
    std::erase(scripts, loaded.base);
    presumed.add_scripts(scripts_at(configuration, scripts), options, beside.scripts_need_tie, configuration.root);
    for (const Rival& rival : beside.rivals) {
        if (rival.source.path == loaded.base) continue;
        presumed.add_schema(shown(configuration, rival.source.path), files_of(configuration, rival.source), options,
                            rival.is_apart);
    }
    if (std::string note = presumed.note(); !note.empty()) loaded.notes.push_back(std::move(note));
}

// The folder that a snapshot was written for: the one with .rowtype, else the configuration's.
std::string project_of_snapshot(const Configuration& configuration, const std::string& path) {
    const std::size_t found = path.rfind("/.rowtype/");
    return found == std::string::npos || found == 0 ? configuration.root : path.substr(0, found);
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

}  // namespace

Result<LoadedSchema> load_migrations(const Configuration& configuration, const std::string& path, const SchemaBeside& beside) {
    Result<std::vector<migrations::SqlFile>> files = migrations::collect_sql_files(path);
    if (!files) return files.error();
    migrations::Options options;
    options.search_path = configuration.settings.search_path;
    Result<BuiltSchema> built = build_schema(configuration, *files, beside, options);
    if (!built) return built.error();
    LoadedSchema loaded;
    loaded.kind = SourceKind::Migrations;
    loaded.migrations = record_of(*files, path);
    loaded.base = built->base;
    loaded.watched_paths = places_of(configuration, *built, path);
    const std::string count = files->size() == 1 ? "1 file" : std::to_string(files->size()) + " files";
    loaded.description = loaded.base.empty() ? "" : shown_from(configuration.root, loaded.base) + ", ";
    loaded.description += shown_from(configuration.root, path) + (is_folder(path) ? " (" + count + ")" : "");
    const std::optional<SupabaseConfiguration> supabase = supabase_beside(path);
    catalog::CatalogData& data = built->data;
    if (supabase) data.server_version = supabase->major_version * 10'000;
    presume_beside(configuration, beside, options, data, loaded);
    const Status listed = check_schemas_of(configuration, data, loaded);
    if (!listed) return listed.error();
    loaded.catalog = make_catalog(std::move(data), configuration);
    add_supabase(loaded, configuration, supabase);
    return loaded;
}

Result<LoadedSchema> load_alembic(const Configuration& configuration, const std::string& path, const SchemaBeside& beside) {
    Result<AlembicSource> source = read_alembic(configuration, path);
    if (!source) return source.error();
    migrations::Options options;
    options.search_path = configuration.settings.search_path;
    Result<catalog::CatalogData> read = read_kept_migrations(configuration, source->files, options);
    if (!read) return read.error();
    LoadedSchema loaded;
    loaded.kind = SourceKind::Alembic;
    loaded.watched_paths = std::move(source->watched_paths);
    loaded.notes = std::move(source->notes);
    const std::string count = source->revisions == 1 ? "1 revision" : std::to_string(source->revisions) + " revisions";
    loaded.description = shown_from(configuration.root, path) + " (" + count + ")";
    presume_beside(configuration, beside, options, *read, loaded);
    loaded.catalog = make_catalog(*std::move(read), configuration);
    add_supabase(loaded, configuration, supabase_above(configuration.root));
    return loaded;
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

}  // namespace rowtype::workspace
