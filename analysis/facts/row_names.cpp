#include "analysis/facts/row_names.h"

#include <algorithm>

#include "analysis/facts/row_methods.h"

namespace rowtype::facts {

bool RowNames::lead_to(const Value& value) const {
    switch (value.kind) {
        case ValueKind::Name: return names.contains(value.text);
        case ValueKind::Attribute:
            if (value.items.front().is_name("self")) return names.contains("self." + value.text);
            return (value.text == "data" || value.text == "_mapping") && lead_to(value.items.front());
        case ValueKind::Subscript: return lead_to(value.items.front());
        case ValueKind::Either:
        case ValueKind::Conditional: return std::ranges::any_of(value.items, [this](const Value& side) { return lead_to(side); });
        case ValueKind::Call: {
            if (executes.contains(value.span)) return true;
            const Value& callee = value.items.front();
            if (callee.is(ValueKind::Attribute))
                return (callee.text == "get" || is_fetch(callee.text)) && lead_to(callee.items.front());
            const Value* first = value.positional(0);
            return callee.is(ValueKind::Name) && passes_rows_on(callee.text) && first != nullptr && lead_to(*first);
        }
        default: return false;
    }
}

bool RowNames::gives_cursor(const Value& value) const {
    const bool is_executed = value.is(ValueKind::Call) && executes.contains(value.span) && value.items.front().text == "execute";
    return is_executed || opens_cursor(value);
}

bool gives_entry(const NamedCall& call) { return call.method == "hgetall" || call.method == "loads" || call.method == "get"; }

bool gives_rows(const SqlCall& call) {
    const bool is_method = call.callee.is(ValueKind::Attribute);
    return call.method == "fetch" || call.method == "fetchrow" ||
           (is_method && (call.method == "execute" || call.method == "stream"));
}

RowNames row_calls(const StatementFacts& facts) {
    RowNames found;
    for (const Chain& chain : facts.chains) {
        const auto execute = std::ranges::find(chain.calls, "execute", &ChainCall::method);
        if (execute == chain.calls.end()) continue;
        found.executes.insert({chain.span.begin, execute->span.end});
        found.functions.push_back(facts.scopes[chain.scope].span);
    }
    for (const NamedCall& call : facts.named_calls) {
        if (!gives_entry(call)) continue;
        found.executes.insert(call.span);
        found.functions.push_back(facts.scopes[call.scope].span);
    }
    for (const SqlCall& call : facts.sql_calls) {
        if (!gives_rows(call)) continue;
        found.executes.insert(call.span);
        found.functions.push_back(facts.scopes[call.scope].span);
    }
    return found;
}

}  // namespace rowtype::facts
