#include "reflect/migrations/paths.h"

#include <algorithm>
#include <vector>

namespace rowtype::migrations {

std::string_view file_name(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, std::max<std::size_t>(slash, 1));
}

std::string normalized(std::string_view path) {
    const bool absolute = path.starts_with('/');
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        if (part.empty() || part == ".") continue;
        const bool goes_up = part == ".." && !parts.empty() && parts.back() != "..";
        if (goes_up) {
            parts.pop_back();
        } else if (part != ".." || !absolute) {
            parts.push_back(part);
        }
    }
    std::string joined_parts = absolute ? "/" : "";
    for (const std::string_view part : parts) {
        if (!joined_parts.empty() && joined_parts.back() != '/') joined_parts += '/';
        joined_parts += part;
    }
    return joined_parts;
}

std::string joined(std::string_view folder, std::string_view path) {
    if (folder.empty() || path.starts_with('/')) return normalized(path);
    return normalized(std::string(folder) + "/" + std::string(path));
}

}  // namespace rowtype::migrations
