#include "analysis/facts/constants.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace rowtype::facts {

namespace {

constexpr std::uint32_t kMaximumHops = 32;  // names that stand for names

using Answer = std::optional<Constant>;

// One question. Each step answers with another place to look at, or with nothing.
class Resolution {
public:
    explicit Resolution(ImportedModules* modules) : modules_(modules) {}

    Answer follow(Constant at);

private:
    Answer step(const Constant& at);
    Answer name(const Constant& at);
    Answer module_name(const Constant& at, std::string_view name);
    Answer attribute(const Constant& at);
    Answer attribute_of_self(const Constant& at, std::string_view attribute);
    Answer attribute_of_path(const Constant& at);
    Answer imported(const Import& import, std::string_view attribute);

    // A class that a name leads to.
    struct FoundClass {
        const Class* definition = nullptr;
        Constant place;  // of its body; value is null
    };
    std::optional<FoundClass> class_named(const Constant& at, std::string_view name);
    std::optional<FoundClass> class_imported(const Import& import);

    ImportedModules* modules_;
    std::uint32_t hops_ = 0;
};

const ModuleBinding* binding_seen(const Constant& at, const ModuleBindings& bindings);
bool is_bound_opaquely(const Scope& scope, std::string_view name);
Answer local_value(const Constant& at, std::uint32_t scope, std::string_view name, bool& is_bound);
const Assignment* seen_assignment(const std::vector<const Assignment*>& assignments, const Scope& scope, std::uint32_t position);
Answer class_constant(const Class& definition, const Constant& body, std::string_view attribute, bool through_value);
bool is_text_enum(const Class& definition);
bool is_enum(const Class& definition);

}  // namespace

std::optional<Constant> resolve_constant(const Constant& start, ImportedModules* modules) {
    return Resolution(modules).follow(start);
}

namespace {

Answer Resolution::follow(Constant at) {
    while (at.value->is(ValueKind::Name) || at.value->is(ValueKind::Attribute)) {
        if (++hops_ > kMaximumHops) return std::nullopt;
        const Answer next = step(at);
        if (!next || next->value == nullptr) return std::nullopt;
        at = *next;
    }
    return at;
}

Answer Resolution::step(const Constant& at) { return at.value->is(ValueKind::Name) ? name(at) : attribute(at); }

// A name in its scope, then in those around it; a class's scope is seen from its own body only.
Answer Resolution::name(const Constant& at) {
    const std::string_view wanted = at.value->text;
    for (std::uint32_t scope = at.scope; scope != 0; scope = at.statement->scopes[scope].parent) {
        if (at.statement->scopes[scope].kind == ScopeKind::Class && scope != at.scope) continue;
        bool is_bound = false;
        Answer answer = local_value(at, scope, wanted, is_bound);
        if (is_bound) return answer;
    }
    return module_name(at, wanted);
}

Answer Resolution::module_name(const Constant& at, std::string_view wanted) {
    const ModuleBindings bindings = at.names->all(wanted);
    const ModuleBinding* seen = bindings.size() == 1 ? bindings.begin() : nullptr;
    if (seen == nullptr && at.scope == 0) seen = binding_seen(at, bindings);
    if (seen == nullptr || seen->is_opaque()) return std::nullopt;
    if (seen->import != nullptr) return seen->import->name.empty() ? std::nullopt : imported(*seen->import, {});
    if (seen->assignment == nullptr || seen->assignment->augmented) return std::nullopt;
    return Constant{&*seen->assignment->value, &seen->statement(), seen->placed->offset, 0, at.names};
}

Answer Resolution::attribute(const Constant& at) {
    const Value& object = at.value->items.front();
    const bool is_self = object.is_name("self") || object.is_name("cls");
    if (is_self && at.scope != 0) return attribute_of_self(at, at.value->text);
    return attribute_of_path(at);
}

// "self.x" in a method: the class's own attribute, or what one method sets once.
Answer Resolution::attribute_of_self(const Constant& at, std::string_view wanted) {
    const StatementFacts& facts = *at.statement;
    std::uint32_t class_scope = at.scope;
    while (class_scope != 0 && facts.scopes[class_scope].kind != ScopeKind::Class) {
        class_scope = facts.scopes[class_scope].parent;
    }
    const auto owner = std::find_if(facts.classes.begin(), facts.classes.end(),
                                    [class_scope](const Class& definition) { return definition.body_scope == class_scope; });
    if (class_scope == 0 || owner == facts.classes.end()) return std::nullopt;
    if (std::find(owner->methods.begin(), owner->methods.end(), wanted) != owner->methods.end()) return std::nullopt;

    const Assignment* set = nullptr;
    std::uint32_t set_count = 0;
    for (const Assignment& assignment : facts.assignments) {
        const bool of_self = assignment.target.size() > wanted.size() + 1 && assignment.target.ends_with(wanted) &&
                             (assignment.target.substr(0, assignment.target.size() - wanted.size()) == "self." ||
                              assignment.target.substr(0, assignment.target.size() - wanted.size()) == "cls.");
        if (!of_self || !assignment.value || !owner->span.contains(assignment.span.begin)) continue;
        set = &assignment;
        ++set_count;
    }
    if (set_count == 0) {
        Constant body = at;
        body.scope = class_scope;
        return class_constant(*owner, body, wanted, false);
    }
    const bool has_default = std::any_of(owner->fields.begin(), owner->fields.end(), [wanted](const Field& field) {
        return field.name == wanted && field.default_value && !field.default_value->is(ValueKind::None);
    });
    const bool by_constructor = facts.scopes[set->scope].name == "__init__" && !set->conditional;
    if (set_count != 1 || set->augmented || (has_default && !by_constructor)) return std::nullopt;
    return Constant{&*set->value, at.statement, at.offset, set->scope, at.names};
}

// "Class.X", "Class.X.value", "module.X", "package.module.X".
Answer Resolution::attribute_of_path(const Constant& at) {
    const Value& object = at.value->items.front();
    const std::string_view wanted = at.value->text;
    const bool is_member_value = wanted == "value" && object.is(ValueKind::Attribute) && object.items.front().is(ValueKind::Name);
    if (is_member_value) {
        if (const auto found = class_named(at, object.items.front().text)) {
            return class_constant(*found->definition, found->place, object.text, true);
        }
    }
    if (object.is(ValueKind::Name)) {
        if (const auto found = class_named(at, object.text)) {
            return class_constant(*found->definition, found->place, wanted, false);
        }
        const ModuleBinding* binding = at.names->only(object.text);
        if (binding == nullptr || binding->import == nullptr) return std::nullopt;
        const Import& import = *binding->import;
        if (import.name.empty() && import.bound != import.module && import.module.starts_with(import.bound + ".")) {
            return std::nullopt;  // "import a.b": a.X is of the package
        }
        return imported(import, wanted);
    }
    const std::string path = object.dotted();
    if (path.empty()) return std::nullopt;
    const ModuleBinding* binding = at.names->only(path.substr(0, path.find('.')));
    const bool names_module =
        binding != nullptr && binding->import != nullptr && binding->import->name.empty() && binding->import->module == path;
    return names_module ? imported(*binding->import, wanted) : std::nullopt;
}

// What `import` binds (no attribute), or an attribute of the module that it binds.
Answer Resolution::imported(const Import& import, std::string_view attribute) {
    if (modules_ == nullptr || ++hops_ > kMaximumHops) return std::nullopt;
    Import module = import;
    std::string_view wanted = import.name;
    if (!attribute.empty()) {
        wanted = attribute;
        if (!import.name.empty()) {  // "from package import module"
            module.module = import.module.empty() ? import.name : import.module + "." + import.name;
            module.name.clear();
        }
    }
    const ModuleNames* names = modules_->names_of(module);
    if (names == nullptr) return std::nullopt;
    const ModuleBinding* binding = names->only(wanted);
    if (binding == nullptr || binding->is_opaque()) return std::nullopt;
    if (binding->import != nullptr) return imported(*binding->import, {});
    if (binding->assignment == nullptr || binding->assignment->augmented) return std::nullopt;
    return Constant{&*binding->assignment->value, &binding->statement(), binding->placed->offset, 0, names};
}

std::optional<Resolution::FoundClass> Resolution::class_named(const Constant& at, std::string_view name) {
    for (std::uint32_t scope = at.scope; scope != 0; scope = at.statement->scopes[scope].parent) {
        if (at.statement->scopes[scope].kind == ScopeKind::Class && scope != at.scope) continue;
        bool is_bound = false;
        local_value(at, scope, name, is_bound);
        if (is_bound) return std::nullopt;  // a class inside a function: rare, and not followed
    }
    const ModuleBinding* binding = at.names->only(name);
    if (binding == nullptr) return std::nullopt;
    if (binding->import != nullptr) return class_imported(*binding->import);
    if (binding->class_definition == nullptr) return std::nullopt;
    const Class& definition = *binding->class_definition;
    return FoundClass{&definition, {nullptr, &binding->statement(), binding->placed->offset, definition.body_scope, at.names}};
}

std::optional<Resolution::FoundClass> Resolution::class_imported(const Import& import) {
    const Import* next = &import;
    while (modules_ != nullptr && !next->name.empty() && ++hops_ <= kMaximumHops) {
        const ModuleNames* names = modules_->names_of(*next);
        const ModuleBinding* binding = names == nullptr ? nullptr : names->only(next->name);
        if (binding == nullptr) return std::nullopt;
        if (binding->class_definition != nullptr) {
            const Class& definition = *binding->class_definition;
            return FoundClass{&definition,
                              {nullptr, &binding->statement(), binding->placed->offset, definition.body_scope, names}};
        }
        if (binding->import == nullptr) return std::nullopt;
        next = binding->import;
    }
    return std::nullopt;
}

// Code at module level runs in the order of its text: of several bindings, the one that a use sees for certain.
const ModuleBinding* binding_seen(const Constant& at, const ModuleBindings& bindings) {
    const Scope& scope = at.statement->scopes[0];
    const std::uint32_t position = at.value->span.begin;
    std::vector<const Assignment*> own;  // in the statement of the use
    const ModuleBinding* earlier = nullptr;
    bool earlier_is_certain = false;
    for (const ModuleBinding& binding : bindings) {
        if (binding.is_opaque()) return nullptr;  // "global" in a function: who knows when it runs
        if (binding.placed->offset == at.offset) {
            if (binding.assignment == nullptr) return nullptr;
            own.push_back(binding.assignment);
        } else if (binding.placed->offset < at.offset) {
            const bool repeated = earlier != nullptr && earlier->placed == binding.placed;
            earlier_is_certain = !repeated && binding.assignment != nullptr && !binding.assignment->conditional;
            earlier = &binding;
        }
    }
    if (const Assignment* assignment = seen_assignment(own, scope, position)) {
        return std::find_if(bindings.begin(), bindings.end(),
                            [assignment](const ModuleBinding& binding) { return binding.assignment == assignment; });
    }
    for (const Assignment* assignment : own) {
        const bool carried = std::any_of(scope.loops.begin(), scope.loops.end(), [&](const Span& loop) {
            return loop.contains(position) && loop.contains(assignment->span.begin);
        });
        if (carried || assignment->span.end <= position) return nullptr;
    }
    return earlier_is_certain ? earlier : nullptr;
}

// What `name` stands for in one nested scope. `is_bound` tells whether the scope binds it at all.
Answer local_value(const Constant& at, std::uint32_t scope, std::string_view name, bool& is_bound) {
    const StatementFacts& facts = *at.statement;
    is_bound = true;
    if (is_bound_opaquely(facts.scopes[scope], name)) return std::nullopt;
    const auto of_scope = [&](const auto& fact) { return fact.scope == scope; };
    for (const Import& import : facts.imports) {
        if (of_scope(import) && import.bound == name) return std::nullopt;
    }
    for (const Class& definition : facts.classes) {
        if (of_scope(definition) && definition.name == name) return std::nullopt;
        if (definition.body_scope != scope) continue;
        const bool has_field = std::any_of(definition.fields.begin(), definition.fields.end(),
                                           [name](const Field& field) { return field.name == name && field.default_value; });
        if (has_field) return class_constant(definition, at, name, true);
    }
    const bool is_parameter = std::any_of(facts.parameters.begin(), facts.parameters.end(), [&](const Parameter& parameter) {
        return of_scope(parameter) && parameter.name == name;
    });
    std::vector<const Assignment*> assignments;
    for (const Assignment& assignment : facts.assignments) {
        if (of_scope(assignment) && assignment.value && assignment.target == name) assignments.push_back(&assignment);
    }
    if (assignments.empty()) {
        is_bound = is_parameter;
        return std::nullopt;
    }
    const bool single = assignments.size() == 1 && !is_parameter;
    const Assignment* seen = single              ? assignments.front()
                             : scope == at.scope ? seen_assignment(assignments, facts.scopes[scope], at.value->span.begin)
                                                 : nullptr;
    if (seen == nullptr || seen->augmented) return std::nullopt;
    return Constant{&*seen->value, at.statement, at.offset, scope, at.names};
}

// The assignment that a use at `position` sees for certain: the last one before it in the text, if its suite is around the
// use and no loop carries a later one back.
const Assignment* seen_assignment(const std::vector<const Assignment*>& assignments, const Scope& scope, std::uint32_t position) {
    const Assignment* seen = nullptr;
    for (const Assignment* assignment : assignments) {
        if (assignment->span.end <= position) seen = assignment;
    }
    if (seen == nullptr || !seen->block.contains(position)) return nullptr;
    for (const Span& loop : scope.loops) {
        if (!loop.contains(position) || loop.contains(seen->span.begin)) continue;
        const bool carried = std::any_of(assignments.begin(), assignments.end(),
                                         [&](const Assignment* assignment) { return loop.contains(assignment->span.begin); });
        if (carried) return nullptr;
    }
    return seen;
}

// An attribute set once in the class's body. `body` is the class's scope. A member of an enumeration is its value only
// where that is asked for ("X.value") or the enumeration is of text.
Answer class_constant(const Class& definition, const Constant& body, std::string_view attribute, bool through_value) {
    if (is_enum(definition) && !through_value && !is_text_enum(definition)) return std::nullopt;
    const Field* found = nullptr;
    for (const Field& field : definition.fields) {
        if (field.name != attribute || !field.default_value) continue;
        if (found != nullptr) return std::nullopt;
        found = &field;
    }
    if (found == nullptr) return std::nullopt;
    // In a branch of the body it may be set once more.
    for (const Assignment& assignment : body.statement->assignments) {
        if (assignment.scope == definition.body_scope && assignment.target == attribute) return std::nullopt;
    }
    return Constant{&*found->default_value, body.statement, body.offset, definition.body_scope, body.names};
}

bool is_bound_opaquely(const Scope& scope, std::string_view name) {
    return std::find(scope.opaque_names.begin(), scope.opaque_names.end(), name) != scope.opaque_names.end();
}

bool has_base(const Class& definition, std::initializer_list<std::string_view> names) {
    return std::any_of(definition.bases.begin(), definition.bases.end(), [&](const Value& base) {
        const std::string path = base.dotted();
        const std::string_view last = std::string_view(path).substr(path.rfind('.') + 1);
        return std::find(names.begin(), names.end(), last) != names.end();
    });
}

bool is_enum(const Class& definition) { return has_base(definition, {"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"}); }

bool is_text_enum(const Class& definition) { return has_base(definition, {"str", "StrEnum"}); }

}  // namespace

}  // namespace rowtype::facts
