#include "lsp/workspace/schema_change.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lsp/workspace/alembic_source.h"
#include "lsp/workspace/migration_path.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/schema_base.h"
#include "lsp/workspace/schema_sources.h"
#include "reflect/migrations/collect.h"
#include "reflect/migrations/pending.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kFileCap = 64UL * 1024 * 1024;

std::string shown(const Configuration& configuration, const std::string& path) {
    return is_inside(path, configuration.root) ? relative_path(path, configuration.root) : path;
}

// The schema of the folder without those files; none where it holds none of them.
Result<std::optional<catalog::CatalogData>> read_without(const Configuration& configuration, const LoadedSchema& loaded,
                                                         const std::vector<std::string>& files) {
    if (loaded.kind != SourceKind::Migrations || loaded.watched_paths.empty()) return std::optional<catalog::CatalogData>();
    Result<std::vector<migrations::SqlFile>> all = migrations::collect_sql_files(loaded.watched_paths.front());
    if (!all) return all.error();
    const std::size_t removed = std::erase_if(*all, [&](const migrations::SqlFile& file) {
        return std::ranges::find(files, normalized_path(file.path)) != files.end();
    });
    if (removed == 0) return std::optional<catalog::CatalogData>();
    if (!loaded.base.empty()) {
        if (const Status before = prepend_base(loaded.base, *all); !before) return before.error();
    }
    if (all->empty()) return std::optional(catalog::CatalogData{});
    for (migrations::SqlFile& file : *all) file.path = shown(configuration, normalized_path(file.path));
    migrations::Options options;
    options.search_path = configuration.settings.search_path;
    Result<migrations::MigrationCatalog> read = migrations::read_migrations(*all, options);
    if (!read) return read.error();
    read->data.server_version = loaded.catalog->data().server_version;
    return std::optional(std::move(read->data));
}

// The schema without those revisions, and with them.
Result<SchemaChange> apply_revisions(const Configuration& configuration, const LoadedSchema& loaded,
                                     const std::vector<std::string>& files) {
    if (loaded.kind != SourceKind::Alembic) {
        return Error{Error::Kind::Usage, "it is a revision of Alembic's, and the schema is not read from such",
                     "name the schema: --schema alembic:PATH", files.front()};
    }
    Result<AlembicSource> source = read_alembic(configuration, loaded.watched_paths.front());
    if (!source) return source.error();
    SchemaChange change;
    std::vector<migrations::SqlFile> before;
    for (migrations::SqlFile& file : source->files) {
        const std::string path = normalized_path(join_path(configuration.root, file.path));
        if (std::ranges::find(files, path) != files.end()) {
            change.files.push_back(file.path);
        } else if (!change.files.empty()) {
            return Error{Error::Kind::Usage, "the revision " + file.path + " comes after it",
                         "name that one as well, or compare with an older state of the repository: --base REV",
                         change.files.back()};
        } else {
            before.push_back(std::move(file));
        }
    }
    if (change.files.size() != files.size()) {
        return Error{Error::Kind::Usage, "it is not among the revisions of " + loaded.title(), "", files.front()};
    }
    migrations::Options options;
    options.search_path = configuration.settings.search_path;
    Result<migrations::MigrationCatalog> read = migrations::read_migrations(before, options);
    if (!read) return read.error();
    change.before = make_catalog(std::move(read->data), configuration);
    change.after = loaded.catalog;
    return change;
}

Result<SchemaChange> apply(const Configuration& configuration, const LoadedSchema& loaded,
                           const std::vector<std::string>& files) {
    if (std::ranges::any_of(files, is_revision_file)) return apply_revisions(configuration, loaded, files);
    SchemaChange change;
    Result<std::optional<catalog::CatalogData>> without = read_without(configuration, loaded, files);
    if (!without) return without.error();
    catalog::CatalogData before = *without ? std::move(**without) : loaded.catalog->data();
    if (before.search_path.empty()) before.search_path = loaded.catalog->search_path();
    std::vector<migrations::SqlFile> applied;
    for (const std::string& file : files) {
        Result<std::string> text = read_file(file, kFileCap);
        if (!text) return Error{Error::Kind::Usage, text.error().message, "", file};
        change.files.push_back(shown(configuration, file));
        applied.push_back({change.files.back(), std::move(*text), {}});
    }
    const std::vector<migrations::FileState> states(applied.size(), migrations::FileState::Pending);
    change.after = make_catalog(migrations::apply_pending(before, applied, states), configuration);
    change.before = make_catalog(std::move(before), configuration);
    return change;
}

}  // namespace

bool is_revision_file(const std::string& path) {
    if (!path.ends_with(".py") || !is_file(path)) return false;
    const Result<std::string> text = read_file(path, kFileCap);
    return text && may_be_revision_text(*text);
}

Result<SchemaChange> apply_migrations(const Configuration& configuration, const LoadedSchema& loaded,
                                      const std::vector<std::string>& files, WorkerPool& pool) {
    std::optional<Result<SchemaChange>> change;
    pool.run_all(1, [&](std::size_t) { change = apply(configuration, loaded, files); });
    return std::move(*change);
}

}  // namespace rowtype::workspace
