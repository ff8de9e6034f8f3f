#include "analysis/binding/resolve_value.h"

#include "analysis/binding/provided_modules.h"
#include "analysis/facts/constants.h"

namespace rowtype::binding {

namespace {

ResolvedValue resolved(const facts::Constant& constant, const facts::StatementFacts& user, ProvidedModules* modules);

ResolvedValue resolve_from(const facts::Constant& start, const facts::StatementFacts& user, ProvidedModules* modules) {
    const facts::PossibleConstants possible = facts::possible_constants(start, modules);
    if (possible.is_certain()) return resolved(possible.values.front(), user, modules);
    ResolvedValue result;
    for (const facts::Constant& constant : possible.values) {
        ResolvedValue one = resolved(constant, user, modules);
        result.alternatives.push_back({one.value, one.foreign, std::move(one.within), false, one.origin});
    }
    result.may_be_other = possible.may_be_other;
    result.in_any_order = possible.in_any_order;
    return result;
}

ResolvedValue resolved(const facts::Constant& constant, const facts::StatementFacts& user, ProvidedModules* modules) {
    ResolvedValue result;
    result.value = constant.value;
    result.foreign = constant.statement != &user;
    result.origin = {constant.names, constant.offset};
    // A text has no names in it.
    if (constant.value->is(facts::ValueKind::String)) return result;
    result.within = [constant, &user, modules](const facts::Value& reference) {
        return resolve_from({&reference, constant.statement, constant.offset, constant.scope, constant.names}, user, modules);
    };
    return result;
}

}  // namespace

ResolvedValue resolve_value(const facts::Value& reference, std::uint32_t scope, const StatementView& statement,
                            const Context& context) {
    return resolve_from({&reference, &statement.facts, statement.offset, scope, &context.names}, statement.facts,
                        context.modules);
}

}  // namespace rowtype::binding
