#include "lsp/workspace/moved_imports.h"

#include <algorithm>

#include "analysis/codegen/names.h"
#include "lsp/workspace/paths.h"

namespace rowtype::workspace {

using facts::ModuleReference;

namespace {

// The folder that `path` lies in, so many steps up; "" is the root. Nothing above it.
std::optional<std::string> up(std::string path, std::size_t steps) {
    for (; steps > 0; --steps) {
        if (path.empty()) return std::nullopt;
        const std::size_t slash = path.rfind('/');
        path = slash == std::string::npos ? "" : path.substr(0, slash);
    }
    return path;
}

// "gen/rows" below "app" as "gen.rows"; empty where it is not below, or Python could not say it.
std::string dotted_below(const std::string& path, const std::string& folder) {
    if (!folder.empty() && !path.starts_with(folder + "/")) return "";
    std::string name = folder.empty() ? path : path.substr(folder.size() + 1);
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t end = std::min(name.find('/', at), name.size());
        const std::string part = name.substr(at, end - at);
        if (!codegen::is_identifier(part) || codegen::is_keyword(part)) return "";
        at = end + 1;
    }
    std::ranges::replace(name, '/', '.');
    return name;
}

}  // namespace

std::string module_path(const std::string& file) {
    std::string path = file.ends_with(".py") ? file.substr(0, file.size() - 3) : file;
    if (path.ends_with("/__init__")) path.resize(path.size() - 9);
    return path;
}

const std::string& MovedImports::old_file(const ModuleReference& module) {
    const auto known = found_.find(module);
    if (known != found_.end()) return known->second;
    return found_.emplace(module, facts_.find_file(file_, module)).first->second;
}

const migration::MovedNames* MovedImports::moved_names(const ModuleReference& module) {
    const auto moved = moved_.find(old_file(module));
    return moved == moved_.end() ? nullptr : &moved->second;
}

std::optional<ModuleReference> MovedImports::new_module(const ModuleReference& module) {
    if (module.level > 0) return relative_module(module);
    // What Python has on its path is where the old module's name begins.
    const auto parts = static_cast<std::size_t>(std::ranges::count(module.name, '.')) + 1;
    const std::optional<std::string> base = up(module_path(old_file(module)), parts);
    const std::string name = base ? dotted_below(module_path(target_), *base) : "";
    if (name.empty()) return std::nullopt;
    return ModuleReference{name, 0};
}

std::optional<ModuleReference> MovedImports::relative_module(const ModuleReference& module) const {
    std::optional<std::string> folder = up(file_, module.level);
    std::uint32_t level = module.level;
    while (folder) {
        if (const std::string name = dotted_below(module_path(target_), *folder); !name.empty())
            return ModuleReference{name, level};
        // One dot more, as long as that is still a package.
        folder = up(*folder, folder->empty() ? 0 : 1);
        ++level;
        if (!folder || folder->empty() || !is_file(join_path(root_, *folder + "/__init__.py"))) return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace rowtype::workspace
