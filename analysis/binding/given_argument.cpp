#include "analysis/binding/given_argument.h"

#include <algorithm>

namespace rowtype::binding {

const facts::Parameter* parameter_named(const facts::Function& function, const facts::StatementFacts& statement,
                                        const facts::Value& name) {
    if (!name.is(facts::ValueKind::Name) || function.body_scope == 0) return nullptr;
    const auto changes_it = [&](const auto& change) { return change.scope == function.body_scope && change.target == name.text; };
    if (std::ranges::any_of(statement.assignments, changes_it) || std::ranges::any_of(statement.item_changes, changes_it))
        return nullptr;
    const auto is_it = [&](const facts::Parameter& each) { return each.scope == function.body_scope && each.name == name.text; };
    const auto found = std::ranges::find_if(statement.parameters, is_it);
    const bool is_object = name.text == "self" || name.text == "cls";
    return found == statement.parameters.end() || is_object ? nullptr : &*found;
}

const facts::Value* given_argument(const facts::Function& function, const facts::StatementFacts& statement,
                                   const facts::Parameter& parameter, const facts::Value& call) {
    if (const facts::Value* keyword = call.keyword(parameter.name)) return keyword;
    std::size_t index = 0;
    for (const facts::Parameter& each : statement.parameters) {
        if (each.scope != function.body_scope || each.name == "self" || each.name == "cls") continue;
        if (&each == &parameter) return call.positional(index);
        ++index;
    }
    return nullptr;
}

bool may_give_more(const facts::Value& call) {
    return std::ranges::any_of(call.arguments,
                               [](const facts::Argument& argument) { return argument.value.is(facts::ValueKind::Starred); });
}

}  // namespace rowtype::binding
