#include "lsp/workspace/migration_folder.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "lsp/workspace/alembic_source.h"
#include "lsp/workspace/migration_names.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/schema_discovery.h"
#include "reflect/migrations/collect.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kFileCap = 2UL * 1024 * 1024;

Error refusal(std::string message, std::string remedy, const std::string& place) {
    return Error{Error::Kind::Usage, std::move(message), std::move(remedy), place};
}

struct Source {
    SourceKind kind = SourceKind::Migrations;
    std::string path;  // absolute
};

// What the schema was read from, or what stands beside it.
std::optional<Source> source_of(const Configuration& configuration, const LoadedSchema& loaded) {
    const bool is_files = loaded.kind == SourceKind::Migrations || loaded.kind == SourceKind::Alembic;
    if (is_files && !loaded.watched_paths.empty()) return Source{loaded.kind, loaded.watched_paths.front()};
    if (!loaded.migrations_folder.empty()) return Source{SourceKind::Migrations, loaded.migrations_folder};
    const SchemaDiscovery discovery = discover_schema(configuration);
    std::optional<Source> only;
    for (const DiscoveredSource& found : discovery.sources) {
        if (found.kind != SourceKind::Migrations && found.kind != SourceKind::Alembic) continue;
        if (only) return std::nullopt;
        only = Source{found.kind, found.path};
    }
    return only;
}

Result<MigrationFolder> alembic_folder(const Configuration& configuration, const std::string& path) {
    const Result<AlembicSource> source = read_alembic(configuration, path);
    if (!source) return source.error();
    const std::string shown = shown_from(configuration.root, path);
    if (source->heads.size() != 1) {
        return refusal(
            "the revisions have " + std::to_string(source->heads.size()) + " heads: it is not clear which one to follow",
            "merge them first: alembic merge heads", shown);
    }
    MigrationFolder folder;
    folder.layout = MigrationLayout::AlembicRevision;
    folder.folder = source->head_folder;
    folder.revision = source->heads.front();
    folder.up_ending = ".py";
    return folder;
}

// Tools that do not look at the folder but at a list of their own.
std::optional<Error> refuse_kept_lists(const std::string& folder, const std::string& shown) {
    if (is_file(join_path(folder, "meta/_journal.json"))) {
        return refusal("drizzle keeps a journal of these migrations, and would not see a file of ours",
                       "make an empty one with drizzle-kit generate --custom and put the draft into it", shown);
    }
    for (const std::string& place : {folder, parent_folder(folder)}) {
        if (is_file(join_path(place, "sqitch.plan"))) {
            return refusal("sqitch keeps a plan of these migrations, and would not see a file of ours",
                           "make one with sqitch add and put the draft into it", shown);
        }
    }
    return std::nullopt;
}

// Names of what holds one migration each, in the order in which they are applied.
std::vector<std::string> migrations_in(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with('.')) continue;
        const std::string path = join_path(folder, name);
        const bool is_set = is_file(join_path(path, "migration.sql")) || is_file(join_path(path, "up.sql"));
        const bool is_sql = name.ends_with(".sql") && !migrations::is_way_back(name) && is_file(path);
        if (is_set || is_sql) names.push_back(name);
    }
    std::ranges::sort(names,
                      [](const std::string& left, const std::string& right) { return migrations::applies_before(left, right); });
    return names;
}

// The comments between which the ways there and back stand in one file.
void take_markers(const std::string& text, MigrationFolder& folder) {
    struct Markers {
        const char* up;
        const char* down;
    };
    for (const Markers& markers : {Markers{"-- migrate:up", "-- migrate:down"}, Markers{"-- +goose Up", "-- +goose Down"},
                                   Markers{"-- +migrate Up", "-- +migrate Down"}}) {
        if (text.find(markers.up) == std::string::npos) continue;
        folder.up_marker = markers.up;
        folder.down_marker = markers.down;
        return;
    }
}

Result<MigrationFolder> sql_folder(const Configuration& configuration, const std::string& path) {
    const std::string shown = shown_from(configuration.root, path);
    if (!is_folder(path)) {
        return refusal("the schema is one file, not a folder of migrations", "put the draft into it where it belongs", shown);
    }
    if (auto refused = refuse_kept_lists(path, shown)) return *std::move(refused);
    const std::vector<std::string> names = migrations_in(path);
    if (names.empty()) return refusal("the folder has no migration that shows how the next is called", "", shown);
    MigrationFolder folder;
    folder.folder = path;
    const std::string& last = names.back();
    if (!take_name(last, folder)) {
        return refusal("the files show no versions, so that it is not clear how the next is called: the last is " + last,
                       "put the draft into a file of your own", shown);
    }
    const std::string inside = join_path(path, last);
    if (is_folder(inside)) {
        const bool is_pair = is_file(join_path(inside, "up.sql"));
        folder.layout = is_pair ? MigrationLayout::FolderPair : MigrationLayout::Folder;
        if (is_pair && is_file(join_path(inside, "down.sql"))) folder.down_ending = "down.sql";
    } else if (const Result<std::string> text = read_file(inside, kFileCap)) {
        take_markers(*text, folder);
    }
    return folder;
}

}  // namespace

Result<MigrationFolder> find_migration_folder(const Configuration& configuration, const LoadedSchema& loaded) {
    const std::optional<Source> source = source_of(configuration, loaded);
    if (!source) {
        return refusal("there is no folder of migrations that a draft could go to", "put the draft where your migrations are",
                       configuration.root);
    }
    if (source->kind == SourceKind::Alembic) return alembic_folder(configuration, source->path);
    return sql_folder(configuration, source->path);
}

}  // namespace rowtype::workspace
