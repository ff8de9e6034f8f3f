#include "analysis/facts/constants.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "analysis/facts/class_values.h"
#include "analysis/facts/local_values.h"
#include "analysis/facts/loop_values.h"

namespace rowtype::facts {

namespace {

constexpr std::uint32_t kMaximumHops = 48;       // names that stand for names, over all branches
constexpr std::size_t kMaximumAlternatives = 8;  // more than that say little

const PossibleConstants kUnknown{{}, true, false};

// One question. Each step answers with other places to look at, or with nothing.
class Resolution {
public:
    explicit Resolution(ImportedModules* modules) : modules_(modules) {}

    PossibleConstants follow(const Constant& start);

private:
    void gather(const Constant& at);
    void go_on(const PossibleConstants& next);
    PossibleConstants name(const Constant& at);
    PossibleConstants module_name(const Constant& at, std::string_view wanted);
    PossibleConstants attribute(const Constant& at);
    PossibleConstants attribute_of_path(const Constant& at);
    PossibleConstants entry(const Constant& at);
    PossibleConstants found(const std::optional<FoundName>& found) const;
    PossibleConstants member(const FoundClass& owner, std::string_view path) const;

    ImportedModules* modules_;
    std::uint32_t hops_ = 0;
    PossibleConstants result_;
};

const ModuleBinding* binding_seen(const Constant& at, const ModuleBindings& bindings);
Constant place_of(const ModuleBinding& binding, const ModuleNames& names);
void put_in_order(PossibleConstants& possible);

}  // namespace

PossibleConstants possible_constants(const Constant& start, ImportedModules* modules) {
    return Resolution(modules).follow(start);
}

std::optional<Constant> resolve_constant(const Constant& start, ImportedModules* modules) {
    const PossibleConstants possible = possible_constants(start, modules);
    return possible.is_certain() ? std::optional(possible.values.front()) : std::nullopt;
}

std::vector<Constant> reaching_module_values(const Constant& use) {
    std::vector<const Assignment*> own;  // in the statement of the use
    use.names->note_order(*use.statement, use.value->text);
    const ModuleBindings all = use.names->all(use.value->text);
    const ModuleBinding* first = all.begin();  // of those before it that it may see
    const ModuleBinding* end = all.begin();    // of those before it
    for (const ModuleBinding& binding : all) {
        if (binding.assignment == nullptr || binding.assignment->augmented || !binding.assignment->value) return {};
        if (binding.placed->offset == use.offset) own.push_back(binding.assignment);
        if (binding.placed->offset >= use.offset) continue;
        if (!binding.assignment->conditional) first = &binding;
        end = &binding + 1;
    }
    std::vector<Constant> values;
    for (const ModuleBinding* binding = first; binding != end; ++binding) values.push_back(place_of(*binding, *use.names));
    const std::uint32_t position = use.value->span.begin;
    const bool is_told = std::ranges::any_of(own, [&](const Assignment* assignment) {
        return assignment->span.end <= position && assignment->block.contains(position);
    });
    if (is_told) values.clear();
    for (const Assignment* assignment : reaching_assignments(own, use.statement->scopes[0], position))
        values.push_back({&*assignment->value, use.statement, use.offset, 0, use.names});
    return values;
}

namespace {

PossibleConstants Resolution::follow(const Constant& start) {
    gather(start);
    put_in_order(result_);
    return std::move(result_);
}

void Resolution::gather(const Constant& at) {
    if (++hops_ > kMaximumHops || result_.values.size() >= kMaximumAlternatives) {
        result_.may_be_other = true;
        return;
    }
    switch (at.value->kind) {
        case ValueKind::Name: return go_on(name(at));
        case ValueKind::Attribute: return go_on(attribute(at));
        case ValueKind::Subscript: return go_on(entry(at));
        case ValueKind::Conditional:
        case ValueKind::Either:
            for (const Value& side : at.value->items) gather({&side, at.statement, at.offset, at.scope, at.names});
            return;
        case ValueKind::Unknown: result_.may_be_other = true; return;
        default: result_.values.push_back(at);
    }
}

void Resolution::go_on(const PossibleConstants& next) {
    result_.may_be_other = result_.may_be_other || next.may_be_other || next.values.empty();
    result_.in_any_order = result_.in_any_order || next.in_any_order;
    for (const Constant& place : next.values) gather(place);
}

// A name in its scope, then in those around it; a class's scope is seen from its own body only.
PossibleConstants Resolution::name(const Constant& at) {
    const std::string_view wanted = at.value->text;
    for (std::uint32_t scope = at.scope; scope != 0; scope = at.statement->scopes[scope].parent) {
        if (at.statement->scopes[scope].kind == ScopeKind::Class && scope != at.scope) continue;
        if (std::optional<PossibleConstants> elements = loop_values(at, scope, modules_)) return std::move(*elements);
        const LocalName local = local_name(at, scope, wanted);
        if (local.import != nullptr) return found(ModuleSearch(modules_).find_imported(*at.names, *local.import, {}));
        if (local.is_bound) return local.constants;
    }
    if (std::optional<PossibleConstants> elements = loop_values(at, 0, modules_)) return std::move(*elements);
    return module_name(at, wanted);
}

PossibleConstants Resolution::module_name(const Constant& at, std::string_view wanted) {
    const ModuleBindings bindings = at.names->all(wanted);
    const ModuleBinding* seen = bindings.size() == 1 ? bindings.begin() : nullptr;
    if (seen == nullptr && at.scope == 0) seen = binding_seen(at, bindings);
    if (seen != nullptr && seen->import == nullptr) {
        const bool is_value = seen->assignment != nullptr && !seen->assignment->augmented;
        return is_value ? PossibleConstants{{place_of(*seen, *at.names)}, false, false} : kUnknown;
    }
    if (bindings.size() < 2 || seen != nullptr) return found(ModuleSearch(modules_).find(*at.names, wanted));
    // Whoever runs when: one of them it is.
    PossibleConstants possible;
    possible.in_any_order = true;
    for (const ModuleBinding& binding : bindings) {
        if (binding.assignment == nullptr || binding.assignment->augmented)
            return found(ModuleSearch(modules_).find(*at.names, wanted));
        possible.values.push_back(place_of(binding, *at.names));
    }
    return possible;
}

PossibleConstants Resolution::attribute(const Constant& at) {
    const Value& object = at.value->items.front();
    const bool is_self = object.is_name("self") || object.is_name("cls");
    if (!is_self || at.scope == 0) return attribute_of_path(at);
    const std::optional<FoundClass> owner = ClassSearch::enclosing(at);
    if (!owner) return kUnknown;
    return ClassSearch(modules_).attribute_of_object(*owner, at.value->text).value_or(kUnknown);
}

// "Class.X", "Class.X.value", "module.X", "package.module.X".
PossibleConstants Resolution::attribute_of_path(const Constant& at) {
    const std::string path = at.value->dotted();
    if (path.empty()) return kUnknown;
    const std::string head = path.substr(0, path.find('.'));
    const std::string_view rest = std::string_view(path).substr(head.size() + 1);
    for (std::uint32_t scope = at.scope; scope != 0; scope = at.statement->scopes[scope].parent) {
        if (at.statement->scopes[scope].kind == ScopeKind::Class && scope != at.scope) continue;
        const LocalName local = local_name(at, scope, head);
        if (!local.is_bound) continue;
        if (local.import != nullptr) return found(ModuleSearch(modules_).find_imported(*at.names, *local.import, rest));
        if (local.class_definition == nullptr) return kUnknown;
        return member({local.class_definition, {nullptr, at.statement, at.offset, local.class_definition->body_scope, at.names}},
                      rest);
    }
    return found(ModuleSearch(modules_).find(*at.names, path));
}

// TABLES["users"], where TABLES is a constant dictionary.
PossibleConstants Resolution::entry(const Constant& at) {
    const std::vector<Value>& items = at.value->items;
    if (items.size() != 2 || !items[1].is(ValueKind::String)) return kUnknown;
    const Constant object{items.data(), at.statement, at.offset, at.scope, at.names};
    if (!object.value->is(ValueKind::Name) && !object.value->is(ValueKind::Attribute)) return kUnknown;
    const auto mapping = resolve_constant(object, modules_);
    if (!mapping || !mapping->value->is(ValueKind::Dictionary)) return kUnknown;
    PossibleConstants possible;
    for (std::size_t index = 0; index + 1 < mapping->value->items.size(); index += 2) {
        const Value& key = mapping->value->items[index];
        if (!key.is(ValueKind::String)) return kUnknown;
        if (key.text != items[1].text) continue;
        possible.values = {*mapping};
        possible.values.front().value = &mapping->value->items[index + 1];
    }
    // Filled by statements as well, it may hold anything.
    const std::string target = object.value->dotted();
    const bool is_changed =
        std::ranges::any_of(mapping->statement->item_changes, [&](const ItemChange& change) { return change.target == target; });
    return is_changed ? kUnknown : possible;
}

PossibleConstants Resolution::found(const std::optional<FoundName>& found) const {
    if (!found) return kUnknown;
    const ModuleBinding& binding = *found->binding;
    if (binding.class_definition != nullptr) {
        const Class& definition = *binding.class_definition;
        const FoundClass owner{&definition,
                               {nullptr, &binding.statement(), binding.placed->offset, definition.body_scope, found->names}};
        return member(owner, found->rest);
    }
    const bool is_value = binding.assignment != nullptr && !binding.assignment->augmented && found->rest.empty();
    return is_value ? PossibleConstants{{place_of(binding, *found->names)}, false, false} : kUnknown;
}

// "X", "X.value", "Inner.X" of a class.
PossibleConstants Resolution::member(const FoundClass& owner, std::string_view path) const {
    if (path.empty()) return kUnknown;
    const std::size_t dot = path.find('.');
    const std::string_view head = path.substr(0, dot);
    if (dot == std::string_view::npos) return ClassSearch(modules_).attribute(owner, head, false).value_or(kUnknown);
    if (const auto inner = ClassSearch::nested(owner, head)) return member(*inner, path.substr(dot + 1));
    if (path.substr(dot + 1) != "value") return kUnknown;
    return ClassSearch(modules_).attribute(owner, head, true).value_or(kUnknown);
}

// Code at module level runs in the order of its text: of several bindings, the one that a use sees for certain.
const ModuleBinding* binding_seen(const Constant& at, const ModuleBindings& bindings) {
    const Scope& scope = at.statement->scopes[0];
    const std::uint32_t position = at.value->span.begin;
    if (bindings.size() > 1) at.names->note_order(*at.statement, at.value->text);
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

Constant place_of(const ModuleBinding& binding, const ModuleNames& names) {
    return {&*binding.assignment->value, &binding.statement(), binding.placed->offset, 0, &names};
}

// Without None beside others, and each text once.
void put_in_order(PossibleConstants& possible) {
    std::vector<Constant>& values = possible.values;
    const bool all_none = std::ranges::all_of(values, [](const Constant& one) { return one.value->is(ValueKind::None); });
    if (!all_none) std::erase_if(values, [](const Constant& one) { return one.value->is(ValueKind::None); });
    std::vector<Constant> kept;
    for (const Constant& one : values) {
        const bool known = std::ranges::any_of(kept, [&](const Constant& other) {
            const bool same_text =
                one.value->is(ValueKind::String) && other.value->is(ValueKind::String) && one.value->text == other.value->text;
            return one.value == other.value || same_text;
        });
        if (!known) kept.push_back(one);
    }
    values = std::move(kept);
    if (values.size() < 2) possible.in_any_order = false;
}

}  // namespace

}  // namespace rowtype::facts
