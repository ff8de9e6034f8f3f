#include "analysis/facts/class_values.h"

#include <algorithm>
#include <array>
#include <string>

namespace rowtype::facts {

namespace {

constexpr std::uint32_t kMaximumClasses = 32;  // of one question

using Answer = std::optional<PossibleConstants>;

const PossibleConstants kUnknown{{}, true, false};

std::string base_name(const Value& base) {
    return base.is(ValueKind::Subscript) && !base.items.empty() ? base.items.front().dotted() : base.dotted();
}

std::string_view last_part(std::string_view dotted) { return dotted.substr(dotted.rfind('.') + 1); }

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
    return std::ranges::find(names, name) != names.end();
}

// Bases of libraries that bring no attribute that a project's class would mean.
bool is_without_attributes(std::string_view base) {
    constexpr std::array<std::string_view, 10> kPlain = {"object",    "ABC",  "Generic", "Protocol", "BaseModel",
                                                         "TypedDict", "Enum", "StrEnum", "IntEnum",  "str"};
    return is_one_of(last_part(base), kPlain);
}

bool is_method(const Class& definition, std::string_view name) {
    return std::ranges::find(definition.methods, name) != definition.methods.end();
}

// "self.name" or "cls.name".
bool is_of_self(std::string_view target, std::string_view name) {
    if (target.size() <= name.size() || !target.ends_with(name)) return false;
    const std::string_view object = target.substr(0, target.size() - name.size());
    return object == "self." || object == "cls.";
}

// "@property def table(self): return 'users'"
PossibleConstants of_property(const FoundClass& found, std::string_view name) {
    PossibleConstants possible;
    for (const Function& function : found.body.statement->functions) {
        if (function.scope != found.definition->body_scope || function.name != name) continue;
        if (!function.is_property) return kUnknown;
        for (const Value& result : function.results) {
            possible.values.push_back({&result, found.body.statement, found.body.offset, function.body_scope, found.body.names});
        }
    }
    if (possible.values.empty()) return kUnknown;
    possible.in_any_order = possible.values.size() > 1;
    return possible;
}

Answer of_fields(const FoundClass& found, std::string_view name) {
    const Field* only = nullptr;
    for (const Field& field : found.definition->fields) {
        if (field.name != name || !field.default_value) continue;
        if (only != nullptr) return kUnknown;
        only = &field;
    }
    // In a branch of the body it may be set, or set once more.
    for (const Assignment& assignment : found.body.statement->assignments) {
        if (assignment.scope == found.definition->body_scope && assignment.target == name) return kUnknown;
    }
    if (only == nullptr) return std::nullopt;
    Constant place = found.body;
    place.value = &*only->default_value;
    return PossibleConstants{{place}, false, false};
}

std::uint32_t constructor_scope(const FoundClass& found) {
    for (const Function& function : found.body.statement->functions) {
        if (function.scope == found.definition->body_scope && function.name == "__init__") return function.body_scope;
    }
    return 0;
}

// The place of a parameter among those that a call gives.
std::optional<std::size_t> place_of_parameter(const StatementFacts& facts, std::uint32_t scope, std::string_view name) {
    std::size_t index = 0;
    for (const Parameter& parameter : facts.parameters) {
        if (parameter.scope != scope || parameter.name == "self") continue;
        if (parameter.name == name) return index;
        ++index;
    }
    return std::nullopt;
}

// What the constructor of `derived` gives for a parameter of its base's constructor; what it is given for that itself where it hands
// one of its own parameters on.
Answer handed_on(const Derivation* derived, std::string_view parameter, std::size_t index) {
    // Without a constructor of its own a class has its base's.
    while (derived != nullptr && !is_method(*derived->found->definition, "__init__")) derived = derived->next;
    const std::uint32_t scope = derived == nullptr ? 0 : constructor_scope(*derived->found);
    if (scope == 0) return std::nullopt;
    const Constant& body = derived->found->body;
    const StatementFacts& facts = *body.statement;
    for (const BaseConstruction& construction : facts.base_constructions) {
        if (construction.scope != scope) continue;
        const Value* argument = find_argument(construction.arguments, parameter, index);
        if (argument == nullptr) return std::nullopt;
        const bool is_assigned = std::ranges::any_of(facts.assignments, [&](const Assignment& assignment) {
            return assignment.scope == scope && argument->is_name(assignment.target);
        });
        if (argument->is(ValueKind::Name) && !is_assigned) {
            const std::optional<std::size_t> place = place_of_parameter(facts, scope, argument->text);
            if (Answer given = place ? handed_on(derived->next, argument->text, *place) : std::nullopt) return given;
        }
        return PossibleConstants{{{argument, &facts, body.offset, scope, body.names}}, false, false};
    }
    return std::nullopt;
}

}  // namespace

std::optional<FoundClass> ClassSearch::enclosing(const Constant& at) {
    const StatementFacts& facts = *at.statement;
    std::uint32_t scope = at.scope;
    while (scope != 0 && facts.scopes[scope].kind != ScopeKind::Class) scope = facts.scopes[scope].parent;
    const auto owner = std::ranges::find(facts.classes, scope, &Class::body_scope);
    if (scope == 0 || owner == facts.classes.end()) return std::nullopt;
    return FoundClass{&*owner, {nullptr, at.statement, at.offset, scope, at.names}};
}

std::optional<FoundClass> ClassSearch::named(const Constant& place, std::string_view dotted) {
    const auto found = ModuleSearch(modules_).find(*place.names, dotted);
    if (!found || found->binding->class_definition == nullptr) return std::nullopt;
    const Class& definition = *found->binding->class_definition;
    const FoundClass outer{
        &definition,
        {nullptr, &found->binding->statement(), found->binding->placed->offset, definition.body_scope, found->names}};
    return found->rest.empty() ? outer : nested(outer, found->rest);
}

std::optional<FoundClass> ClassSearch::nested(const FoundClass& outer, std::string_view name) {
    const std::string_view head = name.substr(0, name.find('.'));
    for (const Class& candidate : outer.body.statement->classes) {
        if (candidate.scope != outer.definition->body_scope || candidate.name != head) continue;
        FoundClass inner{&candidate, outer.body};
        inner.body.scope = candidate.body_scope;
        return head.size() == name.size() ? inner : nested(inner, name.substr(head.size() + 1));
    }
    return std::nullopt;
}

Answer ClassSearch::attribute(const FoundClass& found, std::string_view name, bool through_value) {
    return look_up(found, name, through_value ? Of::EnumValue : Of::Class, nullptr);
}

Answer ClassSearch::attribute_of_object(const FoundClass& found, std::string_view name) {
    return look_up(found, name, Of::Object, nullptr);
}

Answer ClassSearch::look_up(const FoundClass& found, std::string_view name, Of of, const Derivation* derived) {
    if (++visited_ > kMaximumClasses) return kUnknown;
    if (of == Of::Class) {
        EnumTraits traits;
        read_enum_traits(found, traits);
        if (traits.is_enum && !traits.is_text) return kUnknown;
    }
    if (is_method(*found.definition, name)) return of == Of::Object ? of_property(found, name) : kUnknown;
    if (of == Of::Object) {
        if (Answer set = set_by_methods(found, name, derived)) return set;
    }
    if (Answer own = of_fields(found, name)) return own;
    return of_bases(found, name, of, derived);
}

// "self.x = …" in methods, all of them: one in the constructor hides a default of the class.
Answer ClassSearch::set_by_methods(const FoundClass& found, std::string_view name, const Derivation* derived) {
    const StatementFacts& facts = *found.body.statement;
    PossibleConstants possible;
    bool by_constructor = false;
    const Assignment* last = nullptr;
    for (const Assignment& assignment : facts.assignments) {
        if (!assignment.value || !found.definition->span.contains(assignment.span.begin)) continue;
        if (!is_of_self(assignment.target, name)) continue;
        if (assignment.augmented) return kUnknown;
        by_constructor = by_constructor || (facts.scopes[assignment.scope].name == "__init__" && !assignment.conditional);
        possible.values.push_back(
            {&*assignment.value, found.body.statement, found.body.offset, assignment.scope, found.body.names});
        last = &assignment;
    }
    if (possible.values.empty()) return std::nullopt;
    possible.in_any_order = possible.values.size() > 1;
    if (!by_constructor) {
        if (const Answer own = of_fields(found, name)) {
            possible.may_be_other = possible.may_be_other || own->values.empty();
            possible.values.insert(possible.values.end(), own->values.begin(), own->values.end());
            possible.in_any_order = true;
        }
    }
    if (derived == nullptr || possible.values.size() != 1 || !last->value->is(ValueKind::Name)) return possible;
    if (const std::optional<std::size_t> place = place_of_parameter(facts, last->scope, last->value->text)) {
        if (Answer given = handed_on(derived, last->value->text, *place)) return given;
    }
    return possible;
}

// The first base that has it. One that is not known may have it, too.
Answer ClassSearch::of_bases(const FoundClass& found, std::string_view name, Of of, const Derivation* derived) {
    const Derivation way{&found, derived};
    for (const Value& base : found.definition->bases) {
        const std::string dotted = base_name(base);
        const std::optional<FoundClass> next = dotted.empty() ? std::nullopt : named(found.body, dotted);
        if (next) {
            if (Answer answer = look_up(*next, name, of, &way)) return answer;
        } else if (!is_without_attributes(dotted)) {
            return kUnknown;
        }
    }
    return std::nullopt;
}

void ClassSearch::read_enum_traits(const FoundClass& found, EnumTraits& traits) {
    if (++visited_ > kMaximumClasses) return;
    constexpr std::array<std::string_view, 5> kEnums = {"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"};
    constexpr std::array<std::string_view, 2> kTexts = {"str", "StrEnum"};
    for (const Value& base : found.definition->bases) {
        const std::string dotted = base_name(base);
        traits.is_enum = traits.is_enum || is_one_of(last_part(dotted), kEnums);
        traits.is_text = traits.is_text || is_one_of(last_part(dotted), kTexts);
        if (is_without_attributes(dotted)) continue;
        if (const auto next = named(found.body, dotted)) read_enum_traits(*next, traits);
    }
}

}  // namespace rowtype::facts
