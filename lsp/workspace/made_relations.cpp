#include "lsp/workspace/made_relations.h"

#include <algorithm>

#include "analysis/facts/created_names.h"
#include "analysis/facts/test_path.h"
#include "lsp/workspace/migration_path.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"

namespace rowtype::workspace {

namespace {

bool is_sql_file(std::string_view path) { return path.ends_with(".sql"); }

bool makes(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::binary_search(names, name) || std::ranges::any_of(names, [&](const std::string& made) {
               return made.ends_with('*') && name.starts_with(std::string_view(made).substr(0, made.size() - 1));
           });
}

bool is_relevant(std::string_view path) { return path.ends_with(".py") || is_sql_file(path); }

}  // namespace

bool MadeRelations::contains(const std::string& name, const catalog::Catalog& catalog) {
    const std::lock_guard lock(mutex_);
    look_unlocked();
    return holds(name, catalog);
}

void MadeRelations::look() {
    const std::lock_guard lock(mutex_);
    look_unlocked();
}

void MadeRelations::look_unlocked() {
    if (!std::exchange(is_read_, true)) {
        is_too_large_ = project_.is_too_large();
        if (!is_too_large_) {
            for (const std::string& file : project_.files()) read(relative_path(file, project_.root()));
        }
    }
    for (const std::string& path : changed_.take()) read(path);
}

bool MadeRelations::known_to_contain(const std::string& name, const catalog::Catalog& catalog, bool& is_answer) {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    is_answer = lock && is_read_ && changed_.empty();
    return lock && is_read_ && holds(name, catalog);
}

void MadeRelations::forget(const std::string& path) {
    if (is_relevant(path)) changed_.add(path);
}

void MadeRelations::read(const std::string& path) {
    files_.erase(path);
    // Migrations, by the folder or by what the text says. Python in such a folder that is nobody's revision is what runs them, and makes
    // what it keeps of them.
    const bool is_migration = is_sql_file(path) && is_migration_path(path);
    const auto take = [&](const MakingNotes& notes) {
        if (notes.is_revision) return;
        File file;
        file.names = notes.created_names;
        // A function of theirs makes such a table whenever it is called.
        if (is_migration) std::erase_if(file.names, [](const std::string& made) { return !made.starts_with(facts::kTemporary); });
        // A test makes its tables in a database of its own, and so does an example.
        if (!file.names.empty() && (facts::is_test_path(path) || facts::is_example_path(path)))
            std::erase(file.names, facts::kMappedTables);
        if (!is_sql_file(path)) file.loads = notes.sql_names;
        if (!file.names.empty() || !file.loads.empty()) files_[path] = std::move(file);
    };
    if (noted_ != nullptr) {
        const auto notes = noted_->of(join_path(project_.root(), path), NotedFiles::Part::Making, kProjectWideCap);
        if (notes) take(*(*notes)->making);
    } else if (const Result<std::string> text = read_file(join_path(project_.root(), path), kProjectWideCap)) {
        take(making_notes(*text, facts::Marks(*text)));
    }
}

// A SQL file counts where Python names it, and where it makes nothing that the catalog has: else it is the schema's own, of today or of
// yesterday, and what it makes and the catalog lacks is gone.
bool MadeRelations::holds(const std::string& name, const catalog::Catalog& catalog) const {
    if (is_too_large_) return true;
    const auto is_loaded = [&](const std::string& sql_file) {
        const std::string bare = file_name(sql_file);
        return std::ranges::any_of(
            files_, [&](const auto& entry) { return std::ranges::find(entry.second.loads, bare) != entry.second.loads.end(); });
    };
    const auto is_of_schema = [&](const File& file) {
        return std::ranges::any_of(file.names, [&](const std::string& made) { return !catalog.relations_named(made).empty(); });
    };
    const std::string temporary = std::string(facts::kTemporary) + name;
    return std::ranges::any_of(files_, [&](const auto& entry) {
        const auto& [path, file] = entry;
        if (is_sql_file(path) && makes(file.names, temporary)) return true;
        return makes(file.names, name) && (!is_sql_file(path) || (is_loaded(path) && !is_of_schema(file)));
    });
}

}  // namespace rowtype::workspace
