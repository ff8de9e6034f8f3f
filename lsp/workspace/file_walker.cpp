#include "lsp/workspace/file_walker.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <memory>
#include <mutex>
#include <ranges>
#include <set>
#include <utility>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/gitignore.h"
#include "lsp/workspace/migration_path.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/platform.h"

namespace rowtype::workspace {

namespace {

using platform::EntryKind;
using FileKey = std::pair<dev_t, ino_t>;

struct Folder {
    std::string path;
    std::shared_ptr<const IgnoreRules> ignore;
    bool is_root = false;
};

// What one folder holds.
struct Found {
    std::vector<Folder> folders;
    std::vector<std::string> files;
};

// Of a folder, as it is listed.
struct Entry {
    std::string name;
    EntryKind told;  // by the folder
};

// What one walk shares between threads.
class Walker {
public:
    explicit Walker(const WalkRequest& request) : request_(request) {
        for (const std::string& root : request.roots) real_roots_.push_back(real_path(root));
    }

    void add_root(const std::string& root);
    Walk walk(WorkerPool& pool);

private:
    void visit(Folder folder);
    void add_entry(const Folder& folder, const Entry& entry, Found& found);
    void note(const std::string& path);
    bool may_follow(const std::string& link, const struct stat& target);
    bool is_excluded(const std::string& path);
    [[nodiscard]] bool is_wanted(std::string_view name) const;

    const WalkRequest& request_;
    std::vector<std::string> real_roots_;  // with links followed
    std::mutex mutex_;
    std::vector<Folder> next_;
    Walk walk_;
    std::set<FileKey> linked_;  // what links outside the roots lead to
    std::atomic<std::size_t> entries_{0};
};

std::shared_ptr<const IgnoreRules> ignore_rules_above(const std::string& folder);

}  // namespace

Walk collect_files(const WalkRequest& request, WorkerPool& pool) {
    Walker walker(request);
    for (const std::string& root : request.roots) walker.add_root(root);
    return walker.walk(pool);
}

bool is_left_out(const std::string& file, const std::string& base, const std::vector<std::string>& exclude) {
    const std::string relative = relative_path(file, base);
    if (is_selected(relative, exclude)) return true;
    for (std::size_t begin = 0, slash = relative.find('/'); slash != std::string::npos; slash = relative.find('/', begin)) {
        const std::string_view folder = std::string_view(relative).substr(begin, slash - begin);
        if (folder != ".." && folder != "." && is_skipped_folder(folder)) return true;
        begin = slash + 1;
    }
    return false;
}

bool is_skipped_folder(std::string_view name) {
    static constexpr std::array<std::string_view, 8> kNames = {"__pycache__",  "__pypackages__", "buck-out", "dist-info",
                                                               "node_modules", "site-packages",  "venv",     "_build"};
    return name.starts_with('.') || std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool is_build_folder(std::string_view name) { return name == "build" || name == "dist"; }

std::string why_not_checked(const std::string& file) {
    const std::string name = file_name(file);
    const std::size_t dot = name.rfind('.');
    if (dot == std::string::npos || dot == 0) return "";
    const std::string_view ending = std::string_view(name).substr(dot + 1);
    if (ending == "sql" && !is_migration_path(file)) return "";
    if (ending == "sql") return "this is a migration; those are read as a schema, by --schema migrations:PATH";
    static constexpr std::array<std::string_view, 24> kOthers = {"c",   "cfg",   "cpp", "css",  "csv", "go",   "h",   "html",
                                                                 "ini", "ipynb", "js",  "json", "md",  "toml", "rs",  "rst",
                                                                 "sh",  "svg",   "tsx", "ts",   "txt", "xml",  "yml", "yaml"};
    if (std::find(kOthers.begin(), kOthers.end(), ending) == kOthers.end()) return "";
    return "this is not Python, and Python is what is checked";
}

namespace {

void Walker::add_root(const std::string& root) {
    const bool is_a_folder = is_folder(root);
    if (request_.force_exclude && root != request_.base) {
        // A folder is left out as what lies in it would be.
        if (is_left_out(is_a_folder ? root + "/" : root, request_.base, request_.exclude)) {
            ++walk_.roots_left_out;
            return;
        }
    }
    if (is_a_folder) {
        next_.push_back({root, request_.use_gitignore ? ignore_rules_above(root) : nullptr, true});
    } else if (std::string reason = why_not_checked(relative_path(root, request_.base)); !reason.empty()) {
        walk_.notes.push_back({root, std::move(reason)});
    } else {
        walk_.files.push_back(root);
        if (!request_.force_exclude) walk_.named.push_back(root);
    }
}

// Level by level: all folders of one depth are read side by side.
Walk Walker::walk(WorkerPool& pool) {
    while (!next_.empty()) {
        std::vector<Folder> level = std::exchange(next_, {});
        pool.run_all(level.size(), [&](std::size_t index) { visit(std::move(level[index])); });
    }
    std::sort(walk_.named.begin(), walk_.named.end());
    std::sort(walk_.files.begin(), walk_.files.end());
    walk_.files.erase(std::unique(walk_.files.begin(), walk_.files.end()), walk_.files.end());
    std::sort(walk_.notes.begin(), walk_.notes.end(),
              [](const WalkNote& left, const WalkNote& right) { return left.path < right.path; });
    walk_.is_cut_off = entries_ > request_.most_entries;
    return std::move(walk_);
}

void Walker::visit(Folder folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.path.c_str()), &::closedir);
    if (!stream) {
        note(folder.path);
        return;
    }
    if (entries_ > request_.most_entries) return;
    std::vector<Entry> entries;
    bool is_package = false;
    bool is_virtual_environment = false;
    bool has_ignore_file = false;
    while (const dirent* entry = ::readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        is_package = is_package || name == "__init__.py";
        is_virtual_environment = is_virtual_environment || name == "pyvenv.cfg";
        has_ignore_file = has_ignore_file || name == ".gitignore";
        const EntryKind told = platform::entry_kind(*entry);
        const bool may_matter = told != EntryKind::File || is_wanted(name);
        // Not the dirent: it is as long as its name, and may end where the memory does.
        if (may_matter && name != "." && name != "..") entries.push_back({std::string(name), told});
    }
    entries_ += entries.size();
    if (!folder.is_root) {
        if (is_virtual_environment) return;
        const std::string name = file_name(folder.path);
        if (!request_.enters_build_folders && is_build_folder(name) && !is_package) return;
    }
    if (request_.use_gitignore && has_ignore_file) folder.ignore = ignore_rules_of(folder.ignore, folder.path);
    Found found;
    for (const Entry& entry : entries) add_entry(folder, entry, found);
    const std::lock_guard lock(mutex_);
    std::ranges::move(found.folders, std::back_inserter(next_));
    std::ranges::move(found.files, std::back_inserter(walk_.files));
}

void Walker::add_entry(const Folder& folder, const Entry& entry, Found& found) {
    const std::string& name = entry.name;
    const std::string path = (folder.path == "/" ? "" : folder.path) + "/" + name;
    const EntryKind kind = platform::entry_kind(entry.told, path);
    bool is_directory = kind == EntryKind::Folder;
    bool is_regular = kind == EntryKind::File;
    struct stat status {};
    if (kind == EntryKind::Link) {
        if (::stat(path.c_str(), &status) != 0) return;  // a link that leads nowhere
        is_directory = S_ISDIR(status.st_mode);
        is_regular = S_ISREG(status.st_mode);
    }
    if (is_directory ? is_skipped_folder(name) : !(is_regular && is_wanted(name))) return;
    if (folder.ignore != nullptr && folder.ignore->is_ignored(path, is_directory)) return;
    if (is_excluded(path)) return;
    if (kind == EntryKind::Link && !may_follow(path, status)) return;

    if (is_directory) found.folders.push_back({path, folder.ignore, false});
    else found.files.push_back(path);
}

bool Walker::is_wanted(std::string_view name) const {
    return std::ranges::any_of(request_.endings, [&](const std::string& ending) { return name.ends_with(ending); });
}

void Walker::note(const std::string& path) {
    const std::string reason = std::strerror(errno);
    const std::lock_guard lock(mutex_);
    walk_.notes.push_back({path, "the folder cannot be read: " + reason});
}

// What lies inside a root is walked under its own name, and would be reported twice; what lies above one would never end.
bool Walker::may_follow(const std::string& link, const struct stat& target) {
    const std::string real = real_path(link);
    const auto overlaps = [&](const std::string& root) { return is_inside(real, root) || is_inside(root, real); };
    if (std::any_of(real_roots_.begin(), real_roots_.end(), overlaps)) return false;
    const std::lock_guard lock(mutex_);
    return linked_.emplace(target.st_dev, target.st_ino).second;
}

bool Walker::is_excluded(const std::string& path) {
    if (request_.exclude.empty()) return false;
    const std::string relative = relative_path(path, request_.base);
    if (!is_selected(relative, request_.exclude)) return false;
    const std::lock_guard lock(mutex_);
    for (const std::string& glob : request_.exclude) {
        if (is_selected(relative, {glob})) walk_.matched_excludes.insert(glob);
    }
    return true;
}

// .gitignore files between the repository's root and a folder inside it.
std::shared_ptr<const IgnoreRules> ignore_rules_above(const std::string& folder) {
    const std::string repository = repository_root(folder);
    if (repository.empty()) return nullptr;
    std::vector<std::string> folders;
    for (std::string above = folder; above != repository;) folders.push_back(above = parent_folder(above));
    std::shared_ptr<const IgnoreRules> rules;
    for (const std::string& above : std::views::reverse(folders)) rules = ignore_rules_of(rules, above);
    return rules;
}

}  // namespace

}  // namespace rowtype::workspace
