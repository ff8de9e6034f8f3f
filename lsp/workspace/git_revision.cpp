#include "lsp/workspace/git_revision.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

#include "lsp/workspace/git_command.h"
#include "lsp/workspace/paths.h"

namespace rowtype::workspace {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlobCap = 64UL * 1024 * 1024;  // above this a file holds data

struct Blob {
    std::string id;
    std::string path;  // from the top folder
};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

bool is_wanted(std::string_view path) {
    constexpr std::array<std::string_view, 8> kEndings = {".py", ".sql", ".toml", ".ini", ".cfg", ".json", ".mako", ".gitignore"};
    // Never a way out of the folder, whatever an object says.
    if (path.empty() || path.front() == '/' || path.find('\\') != std::string_view::npos) return false;
    for (const fs::path& part : fs::path(path)) {
        if (part == ".." || part == ".git") return false;
    }
    return std::ranges::any_of(kEndings, [&](std::string_view ending) { return path.ends_with(ending); });
}

// Of "MODE blob ID SIZE\tPATH", one behind a NUL each; links and submodules are left.
std::vector<Blob> read_tree(const std::string& listing) {
    std::vector<Blob> blobs;
    for (std::size_t at = 0; at < listing.size();) {
        const std::size_t end = std::min(listing.find('\0', at), listing.size());
        const std::string_view entry = std::string_view(listing).substr(at, end - at);
        at = end + 1;
        const std::size_t tab = entry.find('\t');
        if (!entry.starts_with("100") || tab == std::string_view::npos) continue;
        const std::size_t id = entry.find(' ', 7) + 1;
        const std::size_t id_end = entry.find(' ', id);
        const std::string path(entry.substr(tab + 1));
        const std::size_t size = std::strtoull(std::string(entry.substr(id_end, tab - id_end)).c_str(), nullptr, 10);
        if (is_wanted(path) && size <= kBlobCap) blobs.push_back({std::string(entry.substr(id, id_end - id)), path});
    }
    return blobs;
}

// "ID blob SIZE\n" and the bytes, for each of the blobs in order.
Status write_blobs(const std::string& batch, const std::vector<Blob>& blobs, const std::string& folder) {
    std::size_t at = 0;
    for (const Blob& blob : blobs) {
        const std::size_t line_end = batch.find('\n', at);
        if (line_end == std::string::npos) return git_error("git cat-file ended early", "", blob.path);
        const std::string head = batch.substr(at, line_end - at);
        const std::size_t size_at = head.rfind(' ');
        if (head.find(" blob ") == std::string::npos) return git_error("git has no object for it: " + head, "", blob.path);
        const std::size_t size = std::strtoull(head.c_str() + size_at, nullptr, 10);
        if (line_end + 1 + size > batch.size()) return git_error("git cat-file ended early", "", blob.path);
        const fs::path file = fs::path(folder) / blob.path;
        std::error_code failure;
        fs::create_directories(file.parent_path(), failure);
        std::ofstream stream(file, std::ios::binary);
        stream.write(batch.data() + line_end + 1, static_cast<std::streamsize>(size));
        stream.close();
        if (!stream) return git_error("the copy of the revision cannot be written", "TMPDIR names another folder", file.string());
        at = line_end + 1 + size + 1;
    }
    return {};
}

Result<std::string> make_folder() {
    std::error_code failure;
    const fs::path temporary = fs::temp_directory_path(failure);
    std::string path = (temporary / "rowtype-XXXXXX").string();
    if (failure || ::mkdtemp(path.data()) == nullptr) {
        return git_error("no temporary folder can be made", "TMPDIR names another one", path);
    }
    return fs::canonical(path).string();
}

}  // namespace

RevisionCopy::Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

Result<RevisionCopy> RevisionCopy::make(const std::string& folder, const std::string& revision) {
    if (!has_git()) return git_error("git is needed for --base, and is not on PATH", "install git", "");
    const Result<std::string> top = run_git(folder, {"rev-parse", "--show-toplevel"});
    if (!top) return top.error();
    const Result<std::string> commit =
        run_git(folder, {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
    if (!commit)
        return git_error("git knows no revision \"" + revision + "\"", "git log shows those that there are; in CI fetch it first",
                         folder);
    RevisionCopy copy;
    copy.tree_ = first_line(*top);
    copy.commit_ = first_line(*commit).substr(0, 12);
    const Result<std::string> listing = run_git(folder, {"ls-tree", "-r", "-z", "-l", "--full-tree", first_line(*commit)});
    if (!listing) return listing.error();
    const std::vector<Blob> blobs = read_tree(*listing);
    std::string ids;
    for (const Blob& blob : blobs) ids += blob.id + "\n";
    const Result<std::string> batch = run_git(folder, {"cat-file", "--batch"}, std::move(ids));
    if (!batch) return batch.error();
    const Result<std::string> path = make_folder();
    if (!path) return path.error();
    copy.folder_ = std::make_unique<Folder>(*path);
    // Discovery goes up to the repository's folder, which the copy's top is.
    std::error_code ignored;
    fs::create_directory(fs::path(*path) / ".git", ignored);
    if (const Status written = write_blobs(*batch, blobs, *path); !written) return written.error();
    return copy;
}

std::string RevisionCopy::in_copy(const std::string& path) const {
    if (path == tree_) return folder_->path();
    return is_inside(path, tree_) ? join_path(folder_->path(), relative_path(path, tree_)) : path;
}

std::string RevisionCopy::in_tree(const std::string& path) const {
    if (path == folder_->path()) return tree_;
    return is_inside(path, folder_->path()) ? join_path(tree_, relative_path(path, folder_->path())) : path;
}

}  // namespace rowtype::workspace
