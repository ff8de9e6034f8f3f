#include "analysis/binding/object_class.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "analysis/binding/definition_at.h"
#include "analysis/binding/model_modules.h"
#include "analysis/facts/local_values.h"
#include "analysis/types/class_kind.h"
#include "analysis/types/expression_parser.h"
#include "analysis/types/known_names.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumSteps = 12;  // from an expression to its class
constexpr int kMaximumBases = 8;

bool is_class(const Definition& definition) { return definition.class_definition != nullptr; }
bool is_of_library(const Definition& definition) { return definition.kind == Definition::Kind::External; }

// One question.
class ObjectQuestion {
public:
    // `takes_library`: classes of libraries are answers as well, by their names.
    explicit ObjectQuestion(bool takes_library, int depth = 0) : takes_library_(takes_library), depth_(depth) {}

    [[nodiscard]] Definition of(const Value& value, const Place& place) const;
    [[nodiscard]] Definition of_annotation(const Value& annotation, const Place& place) const;
    [[nodiscard]] FoundFunction function(const Value& callee, const Place& place) const;

private:
    [[nodiscard]] Definition of_union(std::span<const Value> sides, const Place& place) const;
    [[nodiscard]] ObjectQuestion deeper() const { return ObjectQuestion(takes_library_, depth_ + 1); }
    [[nodiscard]] Definition of_name(const Value& name, const Place& place) const;
    [[nodiscard]] Definition of_member(const Definition& owner, std::string_view name) const;
    [[nodiscard]] Definition of_call(const Value& call, const Place& place) const;
    [[nodiscard]] Definition of_result(const FoundFunction& found) const;
    [[nodiscard]] Definition of_module_name(const std::string& dotted, const types::ModuleScope& module) const;
    [[nodiscard]] Definition class_named(const Value& name, const Place& place) const;

    bool takes_library_;
    int depth_;
};

// The one class that all of several values are of.
class OneClass {
public:
    void add(const Definition& definition) {
        const bool is_one = is_class(definition) || is_of_library(definition);
        is_certain_ = is_certain_ && is_one && (is_empty_ || is_same(definition));
        is_empty_ = false;
        found_ = definition;
    }
    [[nodiscard]] Definition take() const { return is_certain_ ? found_ : Definition{}; }

private:
    [[nodiscard]] bool is_same(const Definition& other) const {
        return is_class(found_) ? found_.class_definition == other.class_definition
                                : found_.name == other.name && !is_class(other);
    }

    Definition found_;
    bool is_empty_ = true;
    bool is_certain_ = true;
};

bool binds_opaquely(const facts::Scope& scope, std::string_view name) {
    return std::ranges::find(scope.opaque_names, name) != scope.opaque_names.end();
}

Definition ObjectQuestion::of(const Value& value, const Place& place) const {
    if (depth_ > kMaximumSteps) return {};
    switch (value.kind) {
        case ValueKind::Name: return of_name(value, place);
        case ValueKind::Attribute: {
            const Definition owner = deeper().of(value.items.front(), place);
            return is_class(owner) ? deeper().of_member(owner, value.text) : of_module_name(value.dotted(), *place.module);
        }
        case ValueKind::Call: return of_call(value, place);
        case ValueKind::Conditional:
        case ValueKind::Either: {
            OneClass one;
            for (const Value& side : value.items) {
                if (!side.is(ValueKind::None)) one.add(deeper().of(side, place));
            }
            return one.take();
        }
        default: return {};
    }
}

Definition ObjectQuestion::of_name(const Value& name, const Place& place) const {
    if (name.text == "self" || name.text == "cls") return enclosing_class(place);
    const facts::StatementFacts& facts = *place.statement;
    for (std::uint32_t scope = place.scope; scope != 0; scope = facts.scopes[scope].parent) {
        if (facts.scopes[scope].kind == facts::ScopeKind::Class && scope != place.scope) continue;
        if (binds_opaquely(facts.scopes[scope], name.text)) return {};
        const Place here{place.statement, scope, place.module};
        OneClass one;
        bool is_bound = false;
        for (const facts::Parameter& parameter : facts.parameters) {
            if (parameter.scope != scope || parameter.name != name.text) continue;
            is_bound = true;
            one.add(parameter.annotation ? deeper().of_annotation(*parameter.annotation, here) : Definition{});
        }
        for (const facts::Assignment& assignment : facts.assignments) {
            if (assignment.scope != scope || assignment.target != name.text) continue;
            is_bound = true;
            if (assignment.value && assignment.value->is(ValueKind::None)) continue;
            if (assignment.annotation) {
                one.add(deeper().of_annotation(*assignment.annotation, here));
            } else {
                one.add(assignment.value && !assignment.augmented ? deeper().of(*assignment.value, here) : Definition{});
            }
        }
        if (is_bound) return one.take();
    }
    if (const facts::Import* import = facts::local_import(name.text, place.scope, *place.statement)) {
        const auto* module = dynamic_cast<const ModelModule*>(place.module);
        const Definition found = module != nullptr ? module->resolve_imported(*import) : Definition{};
        return is_class(found) ? found : Definition{};
    }
    if (const Definition local = class_at(name, place); is_class(local)) return local;
    return of_module_name(name.text, *place.module);
}

// A class, or a variable that holds an object.
Definition ObjectQuestion::of_module_name(const std::string& dotted, const types::ModuleScope& module) const {
    if (dotted.empty() || depth_ > kMaximumSteps) return {};
    const Definition found = module.resolve(dotted);
    if (is_class(found)) return found;
    if (found.kind != Definition::Kind::Assignment) return {};
    const Place there{found.statement, 0, found.module};
    if (found.assignment->annotation) return deeper().of_annotation(*found.assignment->annotation, there);
    return found.assignment->value && !found.assignment->augmented ? deeper().of(*found.assignment->value, there) : Definition{};
}

Definition ObjectQuestion::of_annotation(const Value& annotation, const Place& place) const {
    if (depth_ > kMaximumSteps) return {};
    switch (annotation.kind) {
        case ValueKind::String: return deeper().of_annotation(types::parse_annotation_text(annotation.text), place);
        case ValueKind::Name:
        case ValueKind::Attribute: return class_named(annotation, place);
        case ValueKind::BitOr: return of_union({annotation.items.begin(), annotation.items.end()}, place);
        case ValueKind::Subscript: {
            const Definition generic = class_at(annotation.items.front(), place);
            if (is_class(generic)) return generic;
            const Definition base = place.module->resolve(annotation.items.front().dotted());
            using types::GenericForm;
            const auto form =
                base.kind == Definition::Kind::External ? types::generic_form(types::canonical_name(base.name)) : std::nullopt;
            if (form == GenericForm::Union) return of_union({annotation.items.begin() + 1, annotation.items.end()}, place);
            const bool is_wrapper =
                form == GenericForm::Optional || form == GenericForm::Annotated || form == GenericForm::Wrapper;
            return is_wrapper && annotation.items.size() > 1 ? deeper().of_annotation(annotation.items[1], place) : Definition{};
        }
        default: return {};
    }
}

Definition ObjectQuestion::of_union(std::span<const Value> sides, const Place& place) const {
    OneClass one;
    for (const Value& side : sides) {
        if (!side.is(ValueKind::None)) one.add(deeper().of_annotation(side, place));
    }
    return one.take();
}

// What the class, or else a base of it, gives an attribute of its objects.
Definition ObjectQuestion::of_member(const Definition& owner, std::string_view name) const {
    if (depth_ > kMaximumSteps) return {};
    const facts::Class& definition = *owner.class_definition;
    const facts::StatementFacts& facts = *owner.statement;
    OneClass one;
    bool is_bound = false;
    for (const facts::Field& field : definition.fields) {
        if (field.name != name) continue;
        const bool is_empty = !field.annotation && field.default_value && field.default_value->is(ValueKind::None);
        if (is_empty) continue;
        is_bound = true;
        const Place body{&facts, definition.body_scope, owner.module};
        one.add(field.annotation      ? deeper().of_annotation(*field.annotation, body)
                : field.default_value ? deeper().of(*field.default_value, body)
                                      : Definition{});
    }
    for (const facts::Assignment& assignment : facts.assignments) {
        const bool is_it = assignment.target.size() == name.size() + 5 && assignment.target.starts_with("self.") &&
                           assignment.target.ends_with(name) && definition.span.contains(assignment.span.begin);
        if (!is_it || (assignment.value && assignment.value->is(ValueKind::None))) continue;
        is_bound = true;
        const Place there{&facts, assignment.scope, owner.module};
        one.add(assignment.annotation                       ? deeper().of_annotation(*assignment.annotation, there)
                : assignment.value && !assignment.augmented ? deeper().of(*assignment.value, there)
                                                            : Definition{});
    }
    if (is_bound) return one.take();
    if (const FoundFunction property = method_of(owner, name, true); property.function != nullptr) {
        return deeper().of_result(property);
    }
    for (const Value& base : definition.bases) {
        const Definition next = owner.module->resolve(types::base_name(base));
        if (!is_class(next)) continue;
        if (const Definition found = deeper().of_member(next, name); is_class(found)) return found;
    }
    return {};
}

Definition ObjectQuestion::of_call(const Value& call, const Place& place) const {
    if (call.items.empty()) return {};
    if (const Definition made = class_at(call.items.front(), place); is_class(made)) return made;
    if (const facts::Import* import = facts::local_import(call.items.front().dotted(), place.scope, *place.statement)) {
        const auto* module = dynamic_cast<const ModelModule*>(place.module);
        const Definition made = module != nullptr ? module->resolve_imported(*import) : Definition{};
        if (is_class(made)) return made;
    }
    const FoundFunction found = deeper().function(call.items.front(), place);
    return found.function != nullptr ? deeper().of_result(found) : class_named(call.items.front(), place);
}

Definition ObjectQuestion::class_named(const Value& name, const Place& place) const {
    Definition found = class_at(name, place);
    if (is_class(found) || !takes_library_ || name.dotted().empty()) return found;
    Definition named = place.module->resolve(name.dotted());
    return is_of_library(named) ? named : found;
}

Definition ObjectQuestion::of_result(const FoundFunction& found) const {
    if (depth_ > kMaximumSteps) return {};
    if (found.function->returns) {
        return deeper().of_annotation(*found.function->returns, {found.statement, found.function->scope, found.module});
    }
    OneClass one;
    for (const Value& result : found.function->results) {
        if (!result.is(ValueKind::None))
            one.add(deeper().of(result, {found.statement, found.function->body_scope, found.module}));
    }
    return one.take();
}

FoundFunction ObjectQuestion::function(const Value& callee, const Place& place) const {
    if (depth_ > kMaximumSteps) return {};
    if (callee.is(ValueKind::Attribute)) {
        const Definition owner = deeper().of(callee.items.front(), place);
        if (is_class(owner)) return method_of(owner, callee.text, false);
    }
    const Definition found = definition_at(callee.dotted(), place);
    if (found.kind != Definition::Kind::Function) return {};
    return {found.function, found.statement, found.module, {}};
}

FoundFunction method_at(const Definition& owner, const Definition& self, std::string_view name, bool is_property, int depth) {
    if (!is_class(owner) || depth > kMaximumBases) return {};
    for (const facts::Function& function : owner.statement->functions) {
        if (function.scope != owner.class_definition->body_scope || function.name != name) continue;
        return function.is_property == is_property ? FoundFunction{&function, owner.statement, owner.module, self}
                                                   : FoundFunction{};
    }
    for (const Value& base : owner.class_definition->bases) {
        const Definition next = owner.module->resolve(types::base_name(base));
        const FoundFunction found = method_at(next, self, name, is_property, depth + 1);
        if (found.function != nullptr) return found;
    }
    return {};
}

}  // namespace

Definition object_class(const Value& value, const Place& place) { return ObjectQuestion(false).of(value, place); }

Definition object_class_or_library(const Value& value, const Place& place) { return ObjectQuestion(true).of(value, place); }

FoundFunction function_at(const Value& callee, const Place& place) { return ObjectQuestion(false).function(callee, place); }

FoundFunction method_of(const Definition& owner, std::string_view name, bool is_property) {
    return method_at(owner, owner, name, is_property, 0);
}

}  // namespace rowtype::binding
