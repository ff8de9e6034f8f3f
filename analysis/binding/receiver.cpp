#include "analysis/binding/receiver.h"

#include <algorithm>
#include <vector>

#include "analysis/binding/client_names.h"
#include "analysis/binding/receiver_question.h"
#include "analysis/types/class_kind.h"
#include "analysis/types/expression_parser.h"
#include "analysis/types/known_names.h"

namespace rowtype::binding {

using facts::Value;
using facts::ValueKind;
using types::Definition;

Receiver Receivers::of(const facts::Chain& chain, std::string_view method) {
    if (!modules_) modules_.emplace(context_);
    const Place place{&statement_.facts, chain.scope, &modules_->analysed_file()};
    const std::string dotted = chain.receiver.dotted();
    SeenNames seen;
    if (dotted.empty()) return ReceiverQuestion(method, seen).of_value(chain.receiver, place);
    const auto [entry, is_new] = known_.try_emplace({chain.scope, dotted, std::string(method)}, Receiver::Open);
    if (is_new) entry->second = ReceiverQuestion(method, seen).of_value(chain.receiver, place);
    return entry->second;
}

Receiver ReceiverQuestion::of_value(const Value& value, const Place& place) const {
    return answer(value, place).value_or(Receiver::Open);
}

ReceiverQuestion::Answer ReceiverQuestion::answer(const Value& value, const Place& place) const {
    if (depth_ > kMaximumReceiverSteps) return Receiver::Open;
    const bool is_name = value.is(ValueKind::Name) || value.is(ValueKind::Attribute);
    if (is_name && library_ == Library::PostgRest && names_stand_in(value.text)) return Receiver::OtherLibrary;
    if (is_name && !seen_.emplace(place.statement, place.scope, value.dotted()).second) return std::nullopt;
    switch (value.kind) {
        case ValueKind::None: return std::nullopt;
        case ValueKind::Name: return of_name(value, place);
        case ValueKind::Attribute: return of_attribute(value, place);
        case ValueKind::Call: return of_call(value, place);
        case ValueKind::Conditional:
            return either(deeper().answer(value.items[0], place), deeper().answer(value.items[1], place));
        default: return Receiver::Open;
    }
}

ReceiverQuestion::Answer ReceiverQuestion::of_annotation(const Value& annotation, const Place& place) const {
    if (depth_ > kMaximumReceiverSteps) return Receiver::Open;
    switch (annotation.kind) {
        case ValueKind::None: return std::nullopt;
        case ValueKind::String: return deeper().of_annotation(types::parse_annotation_text(annotation.text), place);
        case ValueKind::Subscript: return of_subscript(annotation, place);
        case ValueKind::BitOr:
            return either(deeper().of_annotation(annotation.items[0], place), deeper().of_annotation(annotation.items[1], place));
        case ValueKind::Name:
        case ValueKind::Attribute: return of_definition(place.module->resolve(annotation.dotted()), true);
        default: return Receiver::Open;
    }
}

// Optional[…], Annotated[…], or a generic class.
ReceiverQuestion::Answer ReceiverQuestion::of_subscript(const Value& annotation, const Place& place) const {
    const Definition base = place.module->resolve(annotation.items.front().dotted());
    if (base.kind == Definition::Kind::Class) return of_definition(base, true);
    const auto form =
        base.kind == Definition::Kind::External ? types::generic_form(types::canonical_name(base.name)) : std::nullopt;
    using types::GenericForm;
    if (annotation.items.size() < 2) return Receiver::Open;
    if (form == GenericForm::Annotated || form == GenericForm::Wrapper) return deeper().of_annotation(annotation.items[1], place);
    if (form != GenericForm::Optional && form != GenericForm::Union) return Receiver::Open;
    Answer result;
    for (std::size_t index = 1; index < annotation.items.size(); ++index) {
        result = either(result, deeper().of_annotation(annotation.items[index], place));
    }
    return result;
}

// What the annotation says holds, whatever is assigned.
ReceiverQuestion::Answer ReceiverQuestion::of_either(const facts::Assignment& assignment, const Place& place) const {
    if (assignment.augmented) return Receiver::Open;
    if (assignment.annotation) return deeper().of_annotation(*assignment.annotation, place);
    return assignment.value ? deeper().answer(*assignment.value, place) : std::nullopt;
}

ReceiverQuestion::Answer ReceiverQuestion::of_name(const Value& name, const Place& place) const {
    if (name.text == "self" || name.text == "cls") {
        const Definition owner = enclosing_class(place);
        if (owner.class_definition != nullptr) return of_class(owner, true);
    }
    const facts::StatementFacts& facts = *place.statement;
    for (std::uint32_t scope = place.scope; scope != 0; scope = facts.scopes[scope].parent) {
        if (facts.scopes[scope].kind == facts::ScopeKind::Class && scope != place.scope) continue;
        if (const Answer found = of_local(name.text, place, scope)) return found;
    }
    return of_definition(place.module->resolve(name.text), false);
}

// No answer where the scope does not bind the name.
ReceiverQuestion::Answer ReceiverQuestion::of_local(std::string_view name, const Place& place, std::uint32_t scope) const {
    const facts::StatementFacts& facts = *place.statement;
    if (std::ranges::find(facts.scopes[scope].opaque_names, name) != facts.scopes[scope].opaque_names.end())
        return Receiver::Open;
    for (const facts::Import& import : facts.imports) {
        if (import.scope != scope || import.bound != name) continue;
        if (const auto* module = dynamic_cast<const ModelModule*>(place.module)) {
            const Definition found = module->resolve_imported(import);
            if (found.kind != Definition::Kind::Unknown) return of_definition(found, false);
        }
        const std::string target = import.name.empty() ? import.module : import.module + "." + import.name;
        return import.level == 0 ? of_external(target) : Receiver::Open;
    }
    for (const facts::Class& definition : facts.classes) {
        if (definition.scope != scope || definition.name != name) continue;
        return of_class({Definition::Kind::Class, definition.name, &facts, &definition, nullptr, place.module}, false);
    }
    Answer result;
    const Place here{place.statement, scope, place.module};
    for (const facts::Parameter& parameter : facts.parameters) {
        if (parameter.scope != scope || parameter.name != name) continue;
        result = of_parameter(parameter, here);
    }
    for (const facts::Assignment& assignment : facts.assignments) {
        if (assignment.scope == scope && assignment.target == name) result = either(result, of_either(assignment, here));
    }
    return result;
}

ReceiverQuestion::Answer ReceiverQuestion::of_definition(const Definition& definition, bool is_annotation) const {
    switch (definition.kind) {
        case Definition::Kind::Class: return of_class(definition, false);
        case Definition::Kind::External: return of_external(definition.name);
        case Definition::Kind::Assignment: {
            const Place there{definition.statement, 0, definition.module};
            // An alias of a type, or a module's variable.
            if (!is_annotation) return of_either(*definition.assignment, there);
            return definition.assignment->value ? deeper().of_annotation(*definition.assignment->value, there) : Receiver::Open;
        }
        default: return Receiver::Open;
    }
}

ReceiverQuestion::Answer ReceiverQuestion::of_attribute(const Value& attribute, const Place& place) const {
    const Value& object = attribute.items.front();
    if (object.is_name("self") || object.is_name("cls")) {
        const Definition owner = enclosing_class(place);
        if (owner.class_definition != nullptr) return of_member(owner, attribute.text);
    }
    if (const Definition owner = class_of_object(object, place); owner.class_definition != nullptr) {
        return of_member(owner, attribute.text);
    }
    const std::string dotted = attribute.dotted();
    const Definition found = dotted.empty() ? Definition{} : place.module->resolve(dotted);
    if (found.kind != Definition::Kind::Unknown) return of_definition(found, false);
    // Whatever hangs on another library's object is that library's, and what a client of Redis gives is one.
    const Answer of_object = deeper().answer(object, place);
    const bool is_handed_on =
        of_object == Receiver::OtherLibrary || (of_object == Receiver::Client && library_ == Library::Redis);
    return is_handed_on ? of_object : Receiver::Open;
}

// What the class, or a base of it in the project, gives an attribute of itself.
ReceiverQuestion::Answer ReceiverQuestion::of_member(const Definition& owner, std::string_view name) const {
    if (depth_ > kMaximumReceiverSteps) return Receiver::Open;
    const facts::Class& definition = *owner.class_definition;
    Answer result;
    for (const facts::Field& field : definition.fields) {
        if (field.name != name) continue;
        const Place body{owner.statement, definition.body_scope, owner.module};
        const Answer own = field.annotation      ? deeper().of_annotation(*field.annotation, body)
                           : field.default_value ? deeper().answer(*field.default_value, body)
                                                 : std::nullopt;
        result = either(result, own);
    }
    for (const facts::Assignment& assignment : owner.statement->assignments) {
        const std::string_view target = assignment.target;
        const bool is_own = target.size() == name.size() + 5 ? target.starts_with("self.")
                                                             : target.size() == name.size() + 4 && target.starts_with("cls.");
        if (!is_own || !target.ends_with(name) || !definition.span.contains(assignment.span.begin)) continue;
        result = either(result, of_either(assignment, {owner.statement, assignment.scope, owner.module}));
    }
    for (const facts::Function& function : owner.statement->functions) {
        const bool is_own = function.scope == definition.body_scope && function.name == name && function.is_property;
        if (is_own) result = either(result, deeper().of_result(function, *owner.statement, *owner.module));
    }
    if (result) return result;
    for (const Value& base : definition.bases) {
        const Definition found = owner.module->resolve(types::base_name(base));
        if (found.kind == Definition::Kind::Class) result = either(result, deeper().of_member(found, name));
    }
    return result ? result : Receiver::Open;
}

ReceiverQuestion::Answer ReceiverQuestion::of_class(const Definition& definition, bool is_self) const {
    if (depth_ > kMaximumReceiverSteps) return Receiver::Open;
    const std::vector<std::string>& methods = definition.class_definition->methods;
    const auto has = [&](std::string_view name) { return std::ranges::find(methods, name) != methods.end(); };
    const std::vector<Value>& bases = definition.class_definition->bases;
    const bool is_protocol =
        std::ranges::any_of(bases, [](const Value& base) { return types::base_name(base).ends_with("Protocol"); });
    if (is_protocol || has("__getattr__") || has("__getattribute__")) return Receiver::Open;  // a client may stand behind it
    if (has(method_)) return hands_on(definition) ? Receiver::Open : Receiver::OwnClass;
    // A mixin calls what another base has.
    Receiver result = is_self ? Receiver::Open : Receiver::OwnClass;
    for (const Value& base : bases) {
        const Definition found = definition.module->resolve(types::base_name(base));
        if (found.kind == Definition::Kind::Class) {
            const Receiver of_base = deeper().of_class(found, is_self).value_or(Receiver::Open);
            if (of_base != Receiver::OwnClass) return of_base;
            result = of_base;
            continue;
        }
        const std::string name = found.kind == Definition::Kind::External ? types::canonical_name(found.name) : std::string();
        if (!types::is_known_base(name)) return of_external(name);
    }
    return result;
}

// "def table(self, name): return self.client.table(name)": the class's method gives what a client's gives.
bool ReceiverQuestion::hands_on(const Definition& definition) const {
    const facts::StatementFacts& facts = *definition.statement;
    return std::ranges::any_of(facts.chains, [&](const facts::Chain& chain) {
        const facts::Scope& scope = facts.scopes[chain.scope];
        if (scope.name != method_ || scope.parent != definition.class_definition->body_scope) return false;
        const bool names_parameter = std::ranges::any_of(chain.calls, [&](const facts::ChainCall& call) {
            const Value* table = call.positional(0);
            return table != nullptr && table->is(ValueKind::Name) &&
                   std::ranges::any_of(facts.parameters, [&](const facts::Parameter& parameter) {
                       return parameter.scope == chain.scope && parameter.name == table->text;
                   });
        });
        if (!names_parameter) return false;
        const Receiver inner = deeper().of_value(chain.receiver, {&facts, chain.scope, definition.module});
        return inner == Receiver::Open || inner == Receiver::Client;
    });
}

// Of several things that it may be, one open or one client is enough.
std::optional<Receiver> either(std::optional<Receiver> left, std::optional<Receiver> right) {
    if (!left || !right) return left ? left : right;
    for (const Receiver certain : {Receiver::Client, Receiver::Open}) {
        if (left == certain || right == certain) return certain;
    }
    return left;
}

Receiver ReceiverQuestion::of_external(std::string_view name) const {
    if (library_ == Library::Redis) return is_redis_library(name) ? Receiver::Client : Receiver::Open;
    if (is_other_library(name)) return Receiver::OtherLibrary;
    if (mentions_client(name)) return makes_client(name) ? Receiver::Client : Receiver::Open;
    return names_foreign_database(name) ? Receiver::OtherLibrary : Receiver::Open;
}

}  // namespace rowtype::binding
