#include "analysis/binding/resolve_value.h"

#include "analysis/facts/constants.h"

namespace rowtype::binding {

ResolvedValue resolve_value(const facts::Value& reference, std::uint32_t scope, const StatementView& statement,
                            const Context& context) {
    const facts::Constant start{&reference, &statement.facts, statement.offset, scope, &context.names};
    const std::optional<facts::Constant> constant = facts::resolve_constant(start, context.modules);
    if (!constant) return {};
    return {constant->value, constant->statement != &statement.facts};
}

}  // namespace rowtype::binding
