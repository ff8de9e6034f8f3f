#include "lsp/workspace/pending_migrations.h"

#include <algorithm>
#include <optional>

#include "lsp/workspace/name_list.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/schema_discovery.h"
#include "lsp/workspace/sql_folder.h"
#include "reflect/base/hash.h"
#include "reflect/migrations/collect.h"
#include "reflect/migrations/pending.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kNamed = 3;

using migrations::FileState;
using migrations::SqlFile;
using snapshot::Migration;

// A folder of migrations, compared with a record.
struct Comparison {
    std::string folder;                 // absolute
    std::vector<SqlFile> files;         // paths absolute
    std::vector<FileState> states;      // of each
    std::vector<std::string> changed;   // contained, with another content; absolute
    std::vector<std::string> not_here;  // contained, and no file of that name
    std::size_t contained = 0;
};

struct UnreadFolder {
    std::string folder;
    Error error;
};

std::vector<std::string> folders_beside(const std::string& project);
std::optional<Comparison> find_folder(const std::string& project, const std::vector<Migration>& record,
                                      std::vector<std::string>& unfit, std::vector<UnreadFolder>& unread);
bool records_files(const std::vector<Migration>& record);
void say_what_does_not_fit(const PendingBase& base, const std::string& root, const Comparison& found, LoadedSchema& loaded);
std::string shown(const std::string& path, const std::string& root);
std::string counted_migrations(std::size_t count);

}  // namespace

void apply_pending_migrations(const Configuration& configuration, const PendingBase& base, catalog::CatalogData& data,
                              LoadedSchema& loaded) {
    const std::string& root = configuration.root;
    const std::vector<std::string> beside = folders_beside(base.project);
    if (!loaded.migrations) {
        if (beside.empty()) return;
        loaded.migrations_folder = beside.front();
        loaded.notes.push_back(base.name + " does not say which migrations it contains, so none of " +
                               shown(beside.front(), root) + " is applied over it (" + base.remedy + ")");
        return;
    }
    std::vector<std::string> unfit;
    std::vector<UnreadFolder> unread;
    std::optional<Comparison> found = find_folder(base.project, *loaded.migrations, unfit, unread);
    for (const auto& [folder, error] : unread) {
        loaded.migrations_folder = folder;
        loaded.notes.push_back(shown(normalized_path(error.file), root) + ": " + error.message +
                               "; the migrations of its folder are not applied");
    }
    if (!found) {
        if (unfit.empty() && unread.empty() && records_files(*loaded.migrations)) {
            loaded.notes.push_back(base.name + " contains " + counted_migrations(loaded.migrations->size()) +
                                   ", and there is no folder of migrations that has " +
                                   (loaded.migrations->size() == 1 ? "it" : "them") + ": newer ones are not seen");
        }
        for (const std::string& folder : unfit) {
            loaded.notes.push_back("none of the " + counted_migrations(loaded.migrations->size()) + " that " + base.name +
                                   " contains is in " + shown(folder, root) + ": its files are not applied");
        }
        for (const char* name : {"supabase/migrations", "migrations"})
            loaded.watched_paths.push_back(join_path(base.project, name));
        return;
    }
    loaded.migrations_folder = found->folder;
    loaded.watched_paths.push_back(found->folder);
    say_what_does_not_fit(base, root, *found, loaded);
    for (std::size_t index = 0; index < found->files.size(); ++index) {
        SqlFile& file = found->files[index];
        file.path = shown(normalized_path(file.path), root);
        if (found->states[index] != FileState::Contained) loaded.pending_files.push_back(file.path);
    }
    if (loaded.pending_files.empty()) return;
    data = migrations::apply_pending(std::move(data), found->files, found->states);
}

namespace {

// By content, not by what a checkout makes of line ends.
std::string content_hash(std::string_view text) {
    if (text.find('\r') == std::string_view::npos) return to_hex(hash_bytes(text));
    std::string without(text);
    std::erase(without, '\r');
    return to_hex(hash_bytes(without));
}

// "20250101000000" of 20250101000000_add_x.sql: how Supabase's bookkeeping names it.
std::string_view version_of(std::string_view name) {
    name.remove_prefix(std::min(name.rfind('/') + 1, name.size()));
    return name.substr(0, std::min(name.find_first_not_of("0123456789"), name.size()));
}

// Whether names of this kind stand in the order of their versions, as against R__views.sql or schema.sql.
bool is_versioned(std::string_view name) {
    name.remove_prefix(std::min(name.rfind('/') + 1, name.size()));
    if (!name.empty() && (name.front() == 'V' || name.front() == 'v')) name.remove_prefix(1);
    return !name.empty() && name.front() >= '0' && name.front() <= '9';
}

std::string name_in(const std::string& folder, const std::string& path) {
    return path == folder ? file_name(path) : relative_path(path, folder);
}

const Migration* find_contained(const std::vector<Migration>& record, const std::string& name) {
    const auto same = std::ranges::find(record, name, &Migration::name);
    if (same != record.end()) return &*same;
    const std::string_view version = version_of(name);
    const auto by_version =
        std::ranges::find(record, version, [](const Migration& entry) { return std::string_view(entry.name); });
    return version.empty() || by_version == record.end() ? nullptr : &*by_version;
}

Comparison compare(const std::string& folder, std::vector<SqlFile> files, const std::vector<Migration>& record) {
    Comparison found;
    found.folder = folder;
    found.files = std::move(files);
    std::vector<const Migration*> seen;
    std::size_t last_contained = 0;  // one behind it
    for (const SqlFile& file : found.files) {
        const std::string path = normalized_path(file.path);
        const std::string name = name_in(folder, path);
        // What stands elsewhere was named by \i, and is applied where it is included.
        const bool is_elsewhere = !is_inside(path, folder);
        const Migration* contained = is_elsewhere ? nullptr : find_contained(record, name);
        found.states.push_back(contained != nullptr || is_elsewhere ? FileState::Contained : FileState::Pending);
        if (contained == nullptr) continue;
        seen.push_back(contained);
        if (!contained->hash.empty() && contained->hash != content_hash(file.text)) found.changed.push_back(path);
        if (is_versioned(name)) last_contained = found.states.size();
    }
    found.contained = seen.size();
    for (std::size_t index = 0; index < last_contained; ++index) {
        const bool is_late = found.states[index] == FileState::Pending && is_versioned(found.files[index].path);
        if (is_late) found.states[index] = FileState::Late;
    }
    for (const Migration& migration : record) {
        if (std::ranges::find(seen, &migration) == seen.end()) found.not_here.push_back(migration.name);
    }
    return found;
}

// Files of a checkout have hashes, what a server tells has none: its migrations may well be kept elsewhere.
bool records_files(const std::vector<Migration>& record) {
    return std::ranges::any_of(record, [](const Migration& migration) { return !migration.hash.empty(); });
}

std::vector<std::string> folders_beside(const std::string& project) {
    std::vector<std::string> folders;
    for (const char* name : {"supabase/migrations", "migrations"}) {
        std::string folder = join_path(project, name);
        if (is_folder(folder)) folders.push_back(std::move(folder));
    }
    return folders;
}

// The nearest folder that has one of the recorded migrations; where none is recorded, the nearest.
std::optional<Comparison> find_folder(const std::string& project, const std::vector<Migration>& record,
                                      std::vector<std::string>& unfit, std::vector<UnreadFolder>& unread) {
    const auto try_folder = [&](const std::string& folder) -> std::optional<Comparison> {
        Result<std::vector<SqlFile>> files = migrations::collect_sql_files(folder);
        if (!files) {
            if (holds_sql(folder)) unread.push_back({folder, files.error()});
            return std::nullopt;
        }
        Comparison comparison = compare(folder, std::move(*files), record);
        if (record.empty() || comparison.contained > 0) return comparison;
        return std::nullopt;
    };
    const std::vector<std::string> beside = folders_beside(project);
    for (const std::string& folder : beside) {
        if (auto found = try_folder(folder)) return found;
    }
    for (const DiscoveredSource& source : discover_schema(project).sources) {
        const bool is_tried = std::ranges::find(beside, source.path) != beside.end();
        if (source.kind != SourceKind::Migrations || is_tried) continue;
        if (auto found = try_folder(source.path)) return found;
    }
    if (unread.empty()) unfit = beside;
    return std::nullopt;
}

void say_what_does_not_fit(const PendingBase& base, const std::string& root, const Comparison& found, LoadedSchema& loaded) {
    std::vector<std::string> changed;
    changed.reserve(found.changed.size());
    for (const std::string& path : found.changed) changed.push_back(shown(path, root));
    if (!changed.empty()) {
        loaded.notes.push_back(name_list(changed, kNamed) + (changed.size() == 1 ? " differs" : " differ") + " from what " +
                               base.name + " contains; run rowtype pull");
    }
    if (!found.not_here.empty()) {
        loaded.notes.push_back(base.name + " contains " + counted_migrations(found.not_here.size()) + " not in " +
                               shown(found.folder, root) + ": " + name_list(found.not_here, kNamed));
    }
    std::vector<std::string> late;
    for (std::size_t index = 0; index < found.files.size(); ++index) {
        if (found.states[index] != FileState::Late) continue;
        late.push_back(shown(normalized_path(found.files[index].path), root));
    }
    if (!late.empty()) {
        loaded.notes.push_back(base.name + " contains newer migrations than " + name_list(late, kNamed) + ", but not " +
                               (late.size() == 1 ? "this one" : "these") + ": only what " +
                               (late.size() == 1 ? "it adds" : "they add") + " is applied over it");
    }
}

std::string shown(const std::string& path, const std::string& root) {
    return is_inside(path, root) ? relative_path(path, root) : path;
}

std::string counted_migrations(std::size_t count) { return std::to_string(count) + (count == 1 ? " migration" : " migrations"); }

}  // namespace

std::vector<Migration> record_of(const std::vector<SqlFile>& files, const std::string& folder) {
    std::vector<Migration> record;
    for (const SqlFile& file : files) {
        const std::string path = normalized_path(file.path);
        if (is_inside(path, folder)) record.push_back({name_in(folder, path), content_hash(file.text)});
    }
    return record;
}

}  // namespace rowtype::workspace
