#include "analysis/binding/made_query.h"

#include <algorithm>
#include <utility>

#include "analysis/binding/class_at.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/facts/class_values.h"
#include "analysis/facts/constants.h"
#include "analysis/types/class_kind.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumBases = 8;

struct FoundFunction {
    const facts::Function* function = nullptr;
    const facts::StatementFacts* statement = nullptr;
    bool is_inherited = false;  // by the class around the chain
};

FoundFunction method_of(const Definition& owner, std::string_view name, int depth) {
    if (owner.class_definition == nullptr || depth > kMaximumBases) return {};
    for (const facts::Function& function : owner.statement->functions) {
        const bool is_it = function.scope == owner.class_definition->body_scope && function.name == name && !function.is_property;
        if (is_it) return {&function, owner.statement, depth > 0};
    }
    for (const Value& base : owner.class_definition->bases) {
        const FoundFunction found = method_of(owner.module->resolve(types::base_name(base)), name, depth + 1);
        if (found.function != nullptr) return found;
    }
    return {};
}

FoundFunction function_of(const Value& callee, const Place& place) {
    if (callee.is(ValueKind::Name)) {
        const Definition found = place.module->resolve(callee.text);
        return found.kind == Definition::Kind::Function ? FoundFunction{found.function, found.statement, false} : FoundFunction{};
    }
    const bool is_method = callee.is(ValueKind::Attribute) && callee.items.front().is_name("self");
    return is_method ? method_of(enclosing_class(place), callee.text, 0) : FoundFunction{};
}

// What the call at the start of the chain gives for a parameter of the function; null where that is not one, or not given.
const Value* given_for(const Value& name, const Value& call, const FoundFunction& found) {
    std::size_t index = 0;
    for (const facts::Parameter& parameter : found.statement->parameters) {
        if (parameter.scope != found.function->body_scope || parameter.name == "self") continue;
        if (parameter.name == name.text) {
            return call.keyword(name.text) != nullptr ? call.keyword(name.text) : call.positional(index);
        }
        ++index;
    }
    return nullptr;
}

// "self.table_name" in a method of a base, as an object of the class around the chain has it.
ResolvedValue of_derived(const Value& attribute, const facts::Chain& chain, const StatementView& statement,
                         const Context& context) {
    ResolvedValue result;
    const facts::Constant at{&attribute, &statement.facts, statement.offset, chain.scope, &context.names};
    const auto owner = facts::ClassSearch::enclosing(at);
    if (!owner) return result;
    const auto next = facts::ClassSearch(context.modules).attribute_of_object(*owner, attribute.text);
    if (!next || next->values.size() != 1 || next->may_be_other) return result;
    const auto constant = facts::resolve_constant(next->values.front(), context.modules);
    if (!constant || !constant->value->is(ValueKind::String)) return result;
    result.value = constant->value;
    result.foreign = true;
    return result;
}

}  // namespace

std::optional<MadeQuery> made_query(const facts::Chain& chain, const StatementView& statement, const Context& context) {
    const Value& call = chain.receiver;
    if (!call.is(ValueKind::Call) || call.items.empty()) return std::nullopt;
    const ModelModules modules(context);
    const FoundFunction found = function_of(call.items.front(), {&statement.facts, chain.scope, &modules.analysed_file()});
    if (found.function == nullptr || found.function->results.size() != 1) return std::nullopt;
    const Span result = found.function->results.front().span;
    const auto inner = std::ranges::find(found.statement->chains, result, &facts::Chain::span);
    const auto placed = std::ranges::find_if(
        context.file_facts.statements, [&](const facts::PlacedStatement& each) { return each.facts.get() == found.statement; });
    if (inner == found.statement->chains.end() || placed == context.file_facts.statements.end()) return std::nullopt;

    const StatementView view{*found.statement, placed->offset};
    const Value* given = nullptr;  // for the table
    const Value* named = inner->calls.back().positional(0);
    const ValueResolver resolve = [&](const Value& reference) {
        const bool is_own = reference.is(ValueKind::Attribute) && reference.items.front().is_name("self");
        if (is_own && found.is_inherited) return of_derived(reference, chain, statement, context);
        if (const Value* argument = reference.is(ValueKind::Name) ? given_for(reference, call, found) : nullptr) {
            if (named != nullptr && named->is_name(reference.text)) given = argument;
            ResolvedValue value;
            if (argument->is(ValueKind::String)) {
                value.value = argument;
                value.foreign = true;
                return value;
            }
            value = resolve_value(*argument, chain.scope, statement, context);
            value.foreign = true;
            return value;
        }
        return resolve_value(reference, inner->scope, view, context);
    };
    Mute reason = Mute::QueryHeadNotFound;
    Receivers receivers(view, context);
    std::optional<QueryStart> start = query_start(*inner, context, receivers, resolve, reason);
    const bool is_certain = start && start->tables && start->tables->texts.size() == 1 && !start->tables->may_be_other &&
                            start->table_call + 1 == inner->calls.size();
    if (!is_certain) return std::nullopt;
    MadeQuery made{std::move(*start), {}, {}};
    made.table = made.start.tables->texts.front().text();
    if (given != nullptr)
        made.table_span = given->is(ValueKind::String) ? Span{given->span.begin + 1, given->span.end - 1} : given->span;
    return made;
}

}  // namespace rowtype::binding
