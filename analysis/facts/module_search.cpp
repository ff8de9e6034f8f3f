#include "analysis/facts/module_search.h"

#include <algorithm>

namespace rowtype::facts {

namespace {

constexpr std::uint32_t kMaximumHops = 32;

std::string joined(std::string_view left, std::string_view right) {
    if (left.empty()) return std::string(right);
    if (right.empty()) return std::string(left);
    return std::string(left) + "." + std::string(right);
}

}  // namespace

ModuleReference module_of(const Import& import) { return {import.module, import.level}; }

ModuleReference submodule_of(const Import& import) { return {joined(import.module, import.name), import.level}; }

std::optional<FoundName> ModuleSearch::find(const ModuleNames& names, std::string_view dotted) {
    if (dotted.empty() || ++hops_ > kMaximumHops) return std::nullopt;
    const std::string_view head = dotted.substr(0, dotted.find('.'));
    const std::string_view rest = head.size() == dotted.size() ? std::string_view() : dotted.substr(head.size() + 1);
    const ModuleBindings bindings = names.all(head);
    if (bindings.empty()) return in_star_imports(names, dotted);
    const auto is_import = [](const ModuleBinding& binding) { return binding.import != nullptr; };
    if (std::ranges::all_of(bindings, is_import)) {
        for (const ModuleBinding& binding : bindings) {
            if (auto found = find_imported(names, *binding.import, rest)) return found;
        }
        return std::nullopt;
    }
    if (bindings.size() != 1) return std::nullopt;
    return FoundName{&names, bindings.begin(), std::string(rest)};
}

std::optional<FoundName> ModuleSearch::find_imported(const ModuleNames& names, const Import& import, std::string_view rest) {
    if (modules_ == nullptr || ++hops_ > kMaximumHops) return std::nullopt;
    if (import.name.empty()) return in_whole_module(names, import, rest);
    if (const ModuleNames* package = modules_->names_of(names, module_of(import))) {
        if (auto found = find(*package, joined(import.name, rest))) return found;
    }
    if (rest.empty()) return std::nullopt;
    const ModuleNames* module = modules_->names_of(names, submodule_of(import));
    return module == nullptr ? std::nullopt : find(*module, rest);
}

// "import a.b as c" binds c to a.b; "import a.b" binds "a".
std::optional<FoundName> ModuleSearch::in_whole_module(const ModuleNames& names, const Import& import, std::string_view rest) {
    std::string inner(rest);
    if (import.module.starts_with(import.bound + ".")) {
        const std::string path = joined(import.bound, rest);
        if (!path.starts_with(import.module + ".")) return std::nullopt;
        inner = path.substr(import.module.size() + 1);
    }
    const ModuleNames* module = inner.empty() ? nullptr : modules_->names_of(names, module_of(import));
    return module == nullptr ? std::nullopt : find(*module, inner);
}

std::optional<FoundName> ModuleSearch::in_star_imports(const ModuleNames& names, std::string_view dotted) {
    if (modules_ == nullptr || dotted.starts_with('_')) return std::nullopt;
    for (const Import* import : names.star_imports()) {
        const ModuleNames* module = modules_->names_of(names, module_of(*import));
        if (module == nullptr) continue;
        if (auto found = find(*module, dotted)) return found;
    }
    return std::nullopt;
}

}  // namespace rowtype::facts
