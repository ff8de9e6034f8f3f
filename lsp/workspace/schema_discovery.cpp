#include "lsp/workspace/schema_discovery.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/paths.h"

namespace rowtype::workspace {

namespace {

constexpr int kDeepest = 3;
constexpr std::size_t kMostFolders = 5000;  // of a tree that is wide as well: discovery must not be felt

void add_sources_of(const std::string& folder, std::vector<DiscoveredSource>& sources);
bool holds_sql(const std::string& folder);
std::vector<std::string> folders_in(const std::string& folder);

}  // namespace

std::vector<DiscoveredSource> discover_schema_sources(const std::string& root) {
    std::vector<DiscoveredSource> sources;
    add_sources_of(root, sources);
    const std::string repository = repository_root(root);
    for (std::string folder = root; !repository.empty() && folder != repository;) {
        folder = parent_folder(folder);
        add_sources_of(folder, sources);
    }
    std::vector<std::string> level = {root};
    std::size_t looked_at = 0;
    for (int depth = 0; depth < kDeepest; ++depth) {
        std::vector<std::string> next;
        for (const std::string& folder : level) {
            for (std::string& below : folders_in(folder)) {
                if (++looked_at > kMostFolders) return sources;
                add_sources_of(below, sources);
                next.push_back(std::move(below));
            }
        }
        level = std::move(next);
    }
    return sources;
}

namespace {

void add_sources_of(const std::string& folder, std::vector<DiscoveredSource>& sources) {
    const auto add = [&](SourceKind kind, const std::string& path) {
        const bool known = std::any_of(sources.begin(), sources.end(), [&](const auto& source) { return source.path == path; });
        if (!known) sources.push_back({kind, path});
    };
    if (const std::string path = join_path(folder, ".rowtype/schema.json"); is_file(path)) add(SourceKind::Snapshot, path);
    for (const char* name : {"supabase/migrations", "migrations"}) {
        if (const std::string path = join_path(folder, name); holds_sql(path)) add(SourceKind::Migrations, path);
    }
}

bool holds_sql(const std::string& folder) {
    std::error_code failure;
    for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        if (entry->path().extension() == ".sql" && entry->is_regular_file(failure)) return true;
    }
    return false;
}

std::vector<std::string> folders_in(const std::string& folder) {
    std::vector<std::string> folders;
    std::error_code failure;
    for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        std::error_code ignored;
        if (!entry->is_directory(ignored) || entry->is_symlink(ignored)) continue;
        if (!is_skipped_folder(entry->path().filename().string())) folders.push_back(entry->path().generic_string());
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

}  // namespace

}  // namespace rowtype::workspace
