#include "lsp/workspace/paths.h"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>

namespace rowtype::workspace {

namespace {

// Without "//", ".", ".." and a slash at the end, as nearly all are; to find that out takes a fiftieth of what std::filesystem does.
bool is_normal(std::string_view path) {
    for (std::size_t begin = path.starts_with('/') ? 1 : 0;;) {
        const std::size_t slash = path.find('/', begin);
        const std::string_view name = path.substr(begin, slash == std::string_view::npos ? slash : slash - begin);
        if (name.empty() || name == "." || name == "..") return false;
        if (slash == std::string_view::npos) return true;
        begin = slash + 1;
    }
}

std::string without_last_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
}

}  // namespace

std::string current_folder() {
    std::error_code failure;
    const std::filesystem::path folder = std::filesystem::current_path(failure);
    return failure ? "/" : folder.generic_string();
}

bool has_current_folder() {
    std::error_code failure;
    (void)std::filesystem::current_path(failure);
    return !failure;
}

std::string absolute_path(const std::string& path) {
    return normalized_path(path.starts_with('/') ? path : current_folder() + "/" + path);
}

std::string normalized_path(const std::string& path) {
    if (path.empty()) return ".";
    if (is_normal(path)) return path;
    return without_last_slash(std::filesystem::path(path).lexically_normal().generic_string());
}

std::string real_path(const std::string& path) {
    std::error_code failure;
    const std::filesystem::path real = std::filesystem::weakly_canonical(path, failure);
    return failure ? absolute_path(path) : without_last_slash(real.generic_string());
}

std::string relative_path(const std::string& path, const std::string& base) {
    const std::size_t begin = base == "/" ? 1 : base.size() + 1;
    if (path.size() > begin && is_inside(path, base)) return path.substr(begin);
    const std::string relative = std::filesystem::path(path).lexically_relative(base).generic_string();
    return relative.empty() ? path : relative;
}

bool is_inside(std::string_view path, std::string_view folder) {
    if (folder == "/" || path == folder) return true;
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::string parent_folder(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string file_name(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string join_path(const std::string& folder, const std::string& path) {
    if (path.starts_with('/')) return normalized_path(path);
    std::string joined;
    joined.reserve(folder.size() + 1 + path.size());
    joined.append(folder).append("/").append(path);
    return is_normal(joined) ? joined : normalized_path(joined);
}

bool is_folder(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool is_file(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace rowtype::workspace
