#include "analysis/facts/local_values.h"

#include <algorithm>
#include <iterator>

#include "analysis/facts/reach.h"

namespace rowtype::facts {

namespace {

bool is_bound_opaquely(const Scope& scope, std::string_view name) {
    return std::ranges::find(scope.opaque_names, name) != scope.opaque_names.end();
}

// "Literal['a', 'b']": the only values that it may have.
std::vector<const Value*> literal_values(const Value& annotation) {
    if (!annotation.is(ValueKind::Subscript) || annotation.items.empty()) return {};
    const std::string form = annotation.items.front().dotted();
    if (form != "Literal" && !form.ends_with(".Literal")) return {};
    std::vector<const Value*> values;
    const auto add = [&](const Value& value) {
        if (!value.is(ValueKind::String)) return false;
        values.push_back(&value);
        return true;
    };
    for (std::size_t index = 1; index < annotation.items.size(); ++index) {
        const Value& item = annotation.items[index];
        const bool is_list = item.is(ValueKind::Tuple);
        if (is_list ? !std::ranges::all_of(item.items, add) : !add(item)) return {};
    }
    return values;
}

PossibleConstants of_parameter(const Parameter& parameter, const Constant& at, std::uint32_t scope) {
    PossibleConstants possible;
    const auto add = [&](const Value& value) { possible.values.push_back({&value, at.statement, at.offset, scope, at.names}); };
    if (parameter.annotation) {
        for (const Value* value : literal_values(*parameter.annotation)) add(*value);
        if (!possible.values.empty()) return possible;
    }
    possible.may_be_other = true;
    // The default stands outside of the function.
    if (parameter.default_value && !parameter.default_value->is(ValueKind::None)) {
        possible.values.push_back(
            {&*parameter.default_value, at.statement, at.offset, at.statement->scopes[scope].parent, at.names});
    }
    return possible;
}

const Class* class_of_body(const StatementFacts& facts, std::uint32_t scope) {
    const auto found = std::ranges::find(facts.classes, scope, &Class::body_scope);
    return scope == 0 || found == facts.classes.end() ? nullptr : &*found;
}

PossibleConstants of_field(const Class& owner, const Constant& at, std::string_view name, bool& is_bound) {
    PossibleConstants possible;
    std::size_t count = 0;
    for (const Field& field : owner.fields) {
        if (field.name != name || !field.default_value) continue;
        ++count;
        possible.values.push_back({&*field.default_value, at.statement, at.offset, owner.body_scope, at.names});
    }
    is_bound = count > 0;
    if (count > 1) possible = {{}, true, false};
    return possible;
}

PossibleConstants of_assignments(const std::vector<const Assignment*>& assignments, const Parameter* parameter,
                                 const Constant& at, std::uint32_t scope) {
    const auto place = [&](const Assignment& assignment) {
        return Constant{&*assignment.value, at.statement, at.offset, scope, at.names};
    };
    const bool is_own_scope = scope == at.scope;
    const bool single = assignments.size() == 1 && parameter == nullptr;
    const Assignment* seen = single         ? assignments.front()
                             : is_own_scope ? seen_assignment(assignments, at.statement->scopes[scope], at.value->span.begin)
                                            : nullptr;
    if (seen != nullptr) {
        return seen->augmented ? PossibleConstants{{}, true, false} : PossibleConstants{{place(*seen)}, false, false};
    }
    PossibleConstants possible;
    possible.in_any_order = !is_own_scope;
    const std::vector<const Assignment*> reaching =
        is_own_scope ? reaching_assignments(assignments, at.statement->scopes[scope], at.value->span.begin) : assignments;
    for (const Assignment* assignment : reaching) {
        if (assignment->augmented) return {{}, true, false};
        possible.values.push_back(place(*assignment));
    }
    if (parameter == nullptr) return possible;
    PossibleConstants passed = of_parameter(*parameter, at, scope);
    possible.may_be_other = passed.may_be_other;
    possible.values.insert(possible.values.end(), passed.values.begin(), passed.values.end());
    return possible;
}

}  // namespace

LocalName local_name(const Constant& at, std::uint32_t scope, std::string_view name) {
    const StatementFacts& facts = *at.statement;
    LocalName found;
    found.is_bound = true;
    if (is_bound_opaquely(facts.scopes[scope], name)) return found;
    for (const Import& import : facts.imports) {
        if (import.scope != scope || import.bound != name) continue;
        found.import = found.import == nullptr ? &import : nullptr;
        if (found.import == nullptr) return found;
    }
    if (found.import != nullptr) return found;
    for (const Class& definition : facts.classes) {
        if (definition.scope != scope || definition.name != name) continue;
        found.class_definition = &definition;
        return found;
    }
    const Parameter* parameter = nullptr;
    for (const Parameter& candidate : facts.parameters) {
        if (candidate.scope == scope && candidate.name == name) parameter = &candidate;
    }
    std::vector<const Assignment*> assignments;
    for (const Assignment& assignment : facts.assignments) {
        if (assignment.scope == scope && assignment.value && assignment.target == name) assignments.push_back(&assignment);
    }
    if (const Class* owner = class_of_body(facts, scope)) {
        found.constants = of_field(*owner, at, name, found.is_bound);
        if (found.is_bound && !assignments.empty()) found.constants = {{}, true, false};
        if (found.is_bound || assignments.empty()) return found;
        found.is_bound = true;
    }
    if (!assignments.empty()) {
        found.constants = of_assignments(assignments, parameter, at, scope);
    } else if (parameter != nullptr) {
        found.constants = of_parameter(*parameter, at, scope);
    } else {
        found.is_bound = false;
    }
    return found;
}

const Import* local_import(std::string_view name, std::uint32_t scope, const StatementFacts& statement) {
    for (std::uint32_t around = scope; around != 0; around = statement.scopes[around].parent) {
        if (statement.scopes[around].kind == ScopeKind::Class && around != scope) continue;
        for (const Import& import : statement.imports) {
            if (import.scope == around && import.bound == name) return &import;
        }
    }
    return nullptr;
}

const Assignment* seen_assignment(const std::vector<const Assignment*>& assignments, const Scope& scope, std::uint32_t position) {
    const Assignment* seen = nullptr;
    for (const Assignment* assignment : assignments) {
        if (assignment->span.end <= position) seen = assignment;
    }
    if (seen == nullptr || !seen->block.contains(position)) return nullptr;
    for (const Span& loop : scope.loops) {
        if (!loop.contains(position) || loop.contains(seen->span.begin)) continue;
        const bool carried =
            std::ranges::any_of(assignments, [&](const Assignment* assignment) { return loop.contains(assignment->span.begin); });
        if (carried) return nullptr;
    }
    return seen;
}

std::vector<const Assignment*> reaching_assignments(const std::vector<const Assignment*>& assignments, const Scope& scope,
                                                    std::uint32_t position) {
    // The last that it sees whatever the branches.
    const auto told = std::find_if(assignments.rbegin(), assignments.rend(), [&](const Assignment* assignment) {
        return assignment->span.end <= position && assignment->block.contains(position);
    });
    const auto first = assignments.begin() + (told == assignments.rend() ? 0 : assignments.rend() - told - 1);
    std::vector<Span> loops;
    std::ranges::copy_if(scope.loops, std::back_inserter(loops), [&](const Span& loop) { return loop.contains(position); });
    // Whether a loop around the use runs the assignment before the use's next turn.
    const auto is_carried = [&](const Assignment& assignment) {
        return std::ranges::any_of(loops, [&](const Span& loop) { return loop.contains(assignment.span.begin); });
    };
    std::vector<const Assignment*> reaching;
    std::vector<const Assignment*> carried;
    for (auto at = assignments.begin(); at != assignments.end(); ++at) {
        const Assignment* assignment = *at;
        if (at >= first && assignment->span.end <= position) {
            if (may_reach(scope, assignment->span.begin, position)) reaching.push_back(assignment);
        }
        if (is_carried(*assignment)) carried.push_back(assignment);
    }
    for (const Assignment* assignment : carried) {
        if (std::ranges::find(reaching, assignment) == reaching.end()) reaching.push_back(assignment);
    }
    return reaching;
}

}  // namespace rowtype::facts
