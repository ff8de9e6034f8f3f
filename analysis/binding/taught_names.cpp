#include "analysis/binding/taught_names.h"

#include <algorithm>

#include "analysis/binding/imported_name.h"
#include "analysis/types/expression_parser.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumDepth = 6;  // of base classes

// "db.run" in "self.db.run".
bool ends_with_name(std::string_view dotted, std::string_view name) {
    if (!dotted.ends_with(name)) return false;
    return dotted.size() == name.size() || dotted[dotted.size() - name.size() - 1] == '.';
}

std::string_view last_name(std::string_view dotted) { return dotted.substr(dotted.rfind('.') + 1); }

}  // namespace

const TaughtCall* TaughtNames::find(const facts::NamedCall& call) {
    for (const TaughtCall& taught : context_.settings.calls) {
        if (taught.is_of_other_database()) continue;
        const bool is_it = std::ranges::any_of(taught.names, [&](const std::string& name) { return matches(name, call); });
        if (is_it) return &taught;
    }
    return nullptr;
}

bool TaughtNames::matches(const std::string& name, const facts::NamedCall& call) {
    if (last_name(name) != call.method) return false;
    const bool is_method = call.callee.is(ValueKind::Attribute);
    if (name.starts_with("*.") && name.find('.', 2) == std::string::npos) return is_method;
    const std::string_view wanted = name.starts_with("*.") ? std::string_view(name).substr(2) : std::string_view(name);
    if (wanted.find('.') == std::string_view::npos) return !is_method;
    const std::string written = call.callee.dotted();
    if (!written.empty() &&
        (ends_with_name(written, wanted) || ends_with_name(imported_name(written, call.scope, statement_, context_), wanted))) {
        return true;
    }
    if (!is_method) return false;
    if (!modules_) modules_.emplace(context_);
    const Place place{&statement_.facts, call.scope, &modules_->analysed_file()};
    const std::string_view owner = last_name(wanted.substr(0, wanted.rfind('.')));
    return is_class(class_of(call.callee.items.front(), place), owner, 0);
}

Definition TaughtNames::class_of(const Value& object, const Place& place) const {
    if (object.is_name("self") || object.is_name("cls")) return enclosing_class(place);
    if (object.is(ValueKind::Call) && !object.items.empty()) return class_at(object.items.front(), place);
    if (object.is(ValueKind::Name)) {
        if (Definition found = class_of_object(object, place); found.kind == Definition::Kind::Class) return found;
        const Definition named = place.module->resolve(object.text);
        const bool is_made = named.kind == Definition::Kind::Assignment && named.assignment->value &&
                             named.assignment->value->is(ValueKind::Call) && !named.assignment->value->items.empty();
        if (!is_made) return class_at(object, place);
        return class_at(named.assignment->value->items.front(), {named.statement, 0, named.module});
    }
    if (!object.is(ValueKind::Attribute)) return {};
    const Definition owner = class_of(object.items.front(), place);
    if (owner.kind == Definition::Kind::Class) return class_of_member(owner, object.text, 0);
    return class_at(object, place);
}

// What the class, or a base of it, says that an attribute of itself is.
Definition TaughtNames::class_of_member(const Definition& owner, std::string_view name, int depth) const {
    if (depth > kMaximumDepth) return {};
    const auto of_annotation = [](const Value& annotation, const Place& place) {
        return class_at(annotation.is(ValueKind::String) ? types::parse_annotation_text(annotation.text) : annotation, place);
    };
    const facts::Class& definition = *owner.class_definition;
    for (const facts::Field& field : definition.fields) {
        if (field.name != name || !field.annotation) continue;
        return of_annotation(*field.annotation, {owner.statement, definition.body_scope, owner.module});
    }
    for (const facts::Assignment& assignment : owner.statement->assignments) {
        const bool is_it = assignment.target.size() == name.size() + 5 && assignment.target.starts_with("self.") &&
                           assignment.target.ends_with(name) && definition.span.contains(assignment.span.begin);
        if (!is_it) continue;
        const Place there{owner.statement, assignment.scope, owner.module};
        if (assignment.annotation) return of_annotation(*assignment.annotation, there);
        if (!assignment.value || assignment.value->is(ValueKind::None)) continue;
        if (assignment.value->is(ValueKind::Call) && !assignment.value->items.empty()) {
            return class_at(assignment.value->items.front(), there);
        }
        return class_of_object(*assignment.value, there);
    }
    for (const Value& base : definition.bases) {
        const Definition found = owner.module->resolve(base.dotted());
        if (found.kind != Definition::Kind::Class) continue;
        if (Definition of_base = class_of_member(found, name, depth + 1); of_base.kind == Definition::Kind::Class) return of_base;
    }
    return {};
}

bool TaughtNames::is_class(const Definition& definition, std::string_view name, int depth) const {
    if (definition.kind != Definition::Kind::Class || depth > kMaximumDepth) return false;
    if (definition.class_definition->name == name) return true;
    return std::ranges::any_of(definition.class_definition->bases, [&](const Value& base) {
        return is_class(definition.module->resolve(base.dotted()), name, depth + 1);
    });
}

}  // namespace rowtype::binding
