#include "analysis/binding/class_at.h"

#include <algorithm>
#include <string_view>

#include "analysis/types/expression_parser.h"

namespace rowtype::binding {

using facts::Value;
using facts::ValueKind;
using types::Definition;

Definition enclosing_class(const Place& place) {
    const facts::StatementFacts& facts = *place.statement;
    std::uint32_t scope = place.scope;
    while (scope != 0 && facts.scopes[scope].kind != facts::ScopeKind::Class) scope = facts.scopes[scope].parent;
    const auto found = std::ranges::find(facts.classes, scope, &facts::Class::body_scope);
    if (scope == 0 || found == facts.classes.end()) return {};
    return {Definition::Kind::Class, found->name, &facts, &*found, nullptr, place.module};
}

Definition class_at(const Value& name, const Place& place) {
    const std::string dotted = name.dotted();
    if (dotted.empty()) return {};
    const std::string_view head = std::string_view(dotted).substr(0, dotted.find('.'));
    const facts::StatementFacts& facts = *place.statement;
    for (std::uint32_t scope = place.scope; scope != 0; scope = facts.scopes[scope].parent) {
        for (const facts::Class& definition : facts.classes) {
            if (definition.scope == scope && definition.name == dotted) {
                return {Definition::Kind::Class, dotted, &facts, &definition, nullptr, place.module};
            }
        }
        const auto binds_head = [&](const auto& fact, const std::string& bound) { return fact.scope == scope && bound == head; };
        const bool is_hidden =
            std::ranges::any_of(facts.parameters, [&](const auto& fact) { return binds_head(fact, fact.name); }) ||
            std::ranges::any_of(facts.assignments, [&](const auto& fact) { return binds_head(fact, fact.target); }) ||
            std::ranges::any_of(facts.imports, [&](const auto& fact) { return binds_head(fact, fact.bound); });
        if (is_hidden) return {};
    }
    Definition found = place.module->resolve(dotted);
    return found.kind == Definition::Kind::Class ? found : Definition{};
}

Definition class_of_object(const Value& name, const Place& place) {
    if (!name.is(ValueKind::Name)) return {};
    const facts::StatementFacts& facts = *place.statement;
    for (const facts::Parameter& parameter : facts.parameters) {
        if (parameter.scope != place.scope || parameter.name != name.text || !parameter.annotation) continue;
        const Value& annotation = *parameter.annotation;
        return class_at(annotation.is(ValueKind::String) ? types::parse_annotation_text(annotation.text) : annotation, place);
    }
    const facts::Assignment* only = nullptr;
    for (const facts::Assignment& assignment : facts.assignments) {
        if (assignment.scope != place.scope || assignment.target != name.text) continue;
        if (only != nullptr) return {};
        only = &assignment;
    }
    const bool is_call = only != nullptr && only->value && only->value->is(ValueKind::Call) && !only->value->items.empty();
    return is_call ? class_at(only->value->items.front(), place) : Definition{};
}

}  // namespace rowtype::binding
