#include "analysis/binding/sql_parts.h"

#include <algorithm>

#include "analysis/binding/built_texts.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

// SQL("…") or SQL("…").format(…)
bool is_whole(const Value& value, Span call) {
    if (value.span == call) return true;
    if (!value.is(ValueKind::Call) || value.items.empty() || !value.items[0].is(ValueKind::Attribute)) return false;
    const Value& callee = value.items[0];
    return callee.text == "format" && !callee.items.empty() && callee.items[0].span == call;
}

}  // namespace

bool stands_alone(const facts::SqlCall& call, const facts::StatementFacts& statement) {
    for (const facts::Assignment& assignment : statement.assignments) {
        if (!assignment.value || !is_whole(*assignment.value, call.span)) continue;
        return !assignment.augmented && std::ranges::none_of(statement.assignments, [&](const facts::Assignment& other) {
            const bool goes_on = other.augmented || (other.value && mentions(*other.value, other.target));
            return other.target == assignment.target && goes_on;
        });
    }
    return std::ranges::any_of(statement.sql_calls, [&](const facts::SqlCall& other) {
        return &other != &call && other.sql() != nullptr && is_whole(*other.sql(), call.span);
    });
}

}  // namespace rowtype::binding
