#include "lsp/workspace/folder_listings.h"

#include <dirent.h>

#include <cerrno>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/platform.h"

namespace rowtype::workspace {

namespace {

std::pair<std::string_view, std::string_view> split(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return {"", path};
    return {path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace

bool FolderListings::is_file(std::string_view path) {
    const auto [folder, name] = split(path);
    const std::shared_ptr<const Listing> listing = listing_of(folder);
    const std::string wanted(name);
    if (listing->files.contains(wanted)) return true;
    return (listing->is_closed || listing->unsure.contains(wanted)) && workspace::is_file(join_path(root_, std::string(path)));
}

bool FolderListings::may_hold_module(std::string_view folder, std::string_view name) {
    const std::shared_ptr<const Listing> listing = listing_of(folder);
    if (listing->is_closed) return true;
    std::string wanted(name);
    if (listing->folders.contains(wanted) || listing->unsure.contains(wanted)) return true;
    for (const std::string_view ending : {".py", "i"}) {
        wanted += ending;
        if (listing->files.contains(wanted) || listing->unsure.contains(wanted)) return true;
    }
    return false;
}

// A folder that comes or goes takes what was known of it along.
void FolderListings::forget(const std::string& path) {
    const auto erase = [&](const std::string& folder) { folders_.with(folder, [&](auto& part) { part.erase(folder); }); };
    ++changes_;
    erase(path);
    // The folders around it may have come with it.
    for (std::string_view folder = split(path).first;; folder = split(folder).first) {
        erase(std::string(folder));
        if (folder.empty()) return;
    }
}

std::shared_ptr<const FolderListings::Listing> FolderListings::listing_of(std::string_view folder) {
    const std::string key(folder);
    if (auto known = folders_.find(key)) return *std::move(known);
    const std::uint64_t changes = changes_.load();
    auto listing = std::make_shared<const Listing>(read(key));
    folders_.with(key, [&](auto& part) {
        // What changed meanwhile may be this.
        if (changes == changes_.load()) part[key] = listing;
    });
    return listing;
}

bool FolderListings::is_certainly_none(const std::string& folder) {
    const auto [around, name] = split(folder);
    if (name.empty() || name == "." || name == "..") return false;
    const std::shared_ptr<const Listing> listing = listing_of(around);
    const std::string wanted(name);
    return !listing->is_closed && !listing->folders.contains(wanted) && !listing->unsure.contains(wanted);
}

FolderListings::Listing FolderListings::read(const std::string& folder) {
    Listing listing;
    if (is_certainly_none(folder)) return listing;
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(join_path(root_, folder).c_str()), &::closedir);
    listing.is_closed = !stream && errno == EACCES;
    if (!stream) return listing;
    while (const dirent* entry = ::readdir(stream.get())) {
        const platform::EntryKind kind = platform::entry_kind(*entry);
        if (kind == platform::EntryKind::File) listing.files.emplace(entry->d_name);
        else if (kind == platform::EntryKind::Folder) listing.folders.emplace(entry->d_name);
        else listing.unsure.emplace(entry->d_name);
    }
    return listing;
}

}  // namespace rowtype::workspace
