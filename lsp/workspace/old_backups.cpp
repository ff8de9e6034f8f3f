#include "lsp/workspace/old_backups.h"

#include <filesystem>
#include <system_error>
#include <vector>

#include "lsp/workspace/change_journal.h"

namespace rowtype::workspace {

namespace {

namespace fs = std::filesystem;

constexpr const char* kRemoved = ".removed-";

// Renamed first: a kill in between leaves no backup of which a half is gone.
void remove_backup(const fs::path& backups, const std::string& id) {
    std::error_code failure;
    const fs::path removed = backups / (kRemoved + id);
    fs::rename(backups / id, removed, failure);
    if (!failure) fs::remove_all(removed, failure);
}

void remove_leftovers(const fs::path& backups) {
    std::error_code failure;
    std::vector<fs::path> found;
    for (fs::directory_iterator at(backups, failure), end; !failure && at != end; at.increment(failure)) {
        if (at->path().filename().string().starts_with(kRemoved) && !at->is_symlink(failure)) found.push_back(at->path());
    }
    for (const fs::path& path : found) fs::remove_all(path, failure);
}

}  // namespace

void prune_backups(const std::string& root) {
    const Result<std::vector<Journal>> journals = list_journals(root);
    if (!journals || journals->size() <= kKeptBackups) return;
    const fs::path backups = fs::path(root) / ".rowtype" / "backup";
    remove_leftovers(backups);
    for (std::size_t i = kKeptBackups; i < journals->size(); ++i) {
        std::error_code failure;
        const Journal& journal = (*journals)[i];
        const bool is_link = fs::is_symlink(backups / journal.id, failure);
        if (journal.state != JournalState::Started && !is_link) remove_backup(backups, journal.id);
    }
}

}  // namespace rowtype::workspace
