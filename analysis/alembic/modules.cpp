#include "analysis/alembic/modules.h"

#include <algorithm>
#include <charconv>

namespace rowtype::alembic {

const Value* ClassBody::find(std::string_view name) const {
    const auto found = std::ranges::find(members, name, [](const auto& member) { return std::string_view(member.first); });
    return found == members.end() ? nullptr : &found->second;
}

bool ClassBody::is_enum() const {
    return std::ranges::any_of(bases, [](const std::string& base) { return base.ends_with("Enum"); });
}

Modules::Modules(std::string_view text, std::string path, const FindModule& find_module) : find_module_(find_module) {
    add(text, std::move(path));
}

Module* Modules::find(const Module& from, std::string_view module, bool& is_new) {
    is_new = false;
    if (!find_module_ || module.empty()) return nullptr;
    // What a relative import means depends on the file; a name from the top does not.
    const std::string key = module.starts_with('.') ? from.path + "\n" + std::string(module) : std::string(module);
    if (const auto known = by_name_.find(key); known != by_name_.end()) {
        is_new = known->second != nullptr && !known->second->has_run;
        return known->second;
    }
    if (modules_.size() >= kMaximumModules) return nullptr;
    Module*& named = by_name_[key];
    const std::optional<ModuleText> found = find_module_(from.path, std::string(module));
    if (!found) return nullptr;
    const auto known = by_path_.find(found->path);
    Module* const there = known != by_path_.end() ? known->second : add(found->text, found->path);
    if (!there->tree) return nullptr;
    is_new = !there->has_run;
    return named = there;
}

Module* Modules::add(std::string_view text, std::string path) {
    auto module = std::make_unique<Module>();
    module->index = modules_.size();
    module->path = std::move(path);
    module->text = text;
    module->lines = LineIndex(module->text);
    syntax::ParseOutcome parsed = syntax::parse(module->text);
    if (module->index == 0) not_analysed_ = parsed.not_analysed;
    module->tree = std::move(parsed.tree);
    by_path_[module->path] = module.get();
    return modules_.emplace_back(std::move(module)).get();
}

std::vector<std::string> base_paths(const Module& module, const ClassBody& body) {
    std::vector<std::string> paths;
    for (const std::string& base : body.bases) {
        const std::size_t dot = std::min(base.find('.'), base.size());
        const auto named = module.names.find(base.substr(0, dot));
        if (named != module.names.end() && named->second.is(ValueKind::Name))
            paths.push_back(named->second.text + base.substr(dot));
    }
    return paths;
}

std::optional<LocalPath> read_local_path(std::string_view path) {
    if (!path.starts_with('#')) return std::nullopt;
    LocalPath local;
    const auto [rest, failure] = std::from_chars(path.data() + 1, path.data() + path.size(), local.module);
    if (failure != std::errc()) return std::nullopt;
    path.remove_prefix(static_cast<std::size_t>(rest - path.data()));
    if (path.empty()) return local;
    path.remove_prefix(1);
    const std::size_t dot = std::min(path.find('.'), path.size());
    local.name = path.substr(0, dot);
    local.rest = path.substr(std::min(dot + 1, path.size()));
    return local;
}

std::string local_path(const Module& module, std::string_view name) {
    return "#" + std::to_string(module.index) + (name.empty() ? "" : ".") + std::string(name);
}

}  // namespace rowtype::alembic
