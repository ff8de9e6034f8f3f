#include "analysis/binding/definition_at.h"

#include <algorithm>

#include "analysis/binding/model_modules.h"

namespace rowtype::binding {

namespace {

using types::Definition;

// What ".b.c" is of a library's name.
Definition with_path(Definition owner, std::string_view path) {
    if (path.empty()) return owner;
    if (owner.kind != Definition::Kind::External) return {};
    owner.name += path;
    return owner;
}

}  // namespace

const facts::Import* import_in(std::string_view name, std::uint32_t scope, const facts::StatementFacts& facts) {
    const auto found = std::ranges::find_if(
        facts.imports, [&](const facts::Import& import) { return import.scope == scope && import.bound == name; });
    return found == facts.imports.end() ? nullptr : &*found;
}

bool binds(std::string_view name, std::uint32_t scope, const facts::StatementFacts& facts) {
    const auto is_it = [&](const auto& fact, const std::string& bound) { return fact.scope == scope && bound == name; };
    return std::ranges::any_of(facts.parameters, [&](const auto& fact) { return is_it(fact, fact.name); }) ||
           std::ranges::any_of(facts.assignments, [&](const auto& fact) { return is_it(fact, fact.target); }) ||
           std::ranges::find(facts.scopes[scope].opaque_names, name) != facts.scopes[scope].opaque_names.end();
}

Definition definition_at(const std::string& dotted, const Place& place) {
    if (dotted.empty()) return {};
    const std::string_view head = std::string_view(dotted).substr(0, dotted.find('.'));
    const facts::StatementFacts& facts = *place.statement;
    for (std::uint32_t scope = place.scope; scope != 0; scope = facts.scopes[scope].parent) {
        if (facts.scopes[scope].kind == facts::ScopeKind::Class && scope != place.scope) continue;
        if (const facts::Import* import = import_in(head, scope, facts)) {
            const auto* module = dynamic_cast<const ModelModule*>(place.module);
            return module == nullptr ? Definition{} : with_path(module->resolve_imported(*import), dotted.substr(head.size()));
        }
        if (binds(head, scope, facts)) return {};
    }
    return place.module->resolve(dotted);
}

}  // namespace rowtype::binding
