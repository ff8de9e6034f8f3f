#include "analysis/facts/row_facts.h"

#include <algorithm>

#include "analysis/facts/facts.h"

namespace rowtype::facts {

bool operator==(const RowFactsPointer& left, const RowFactsPointer& right) {
    if (left.facts_ == right.facts_) return true;
    return left.facts_ != nullptr && right.facts_ != nullptr && *left.facts_ == *right.facts_;
}

const RowLoop* innermost_loop(const StatementFacts& statement, std::string_view target, std::uint32_t position) {
    const RowLoop* innermost = nullptr;
    if (!statement.rows) return innermost;
    for (const RowLoop& loop : statement.rows.get()->loops) {
        const bool is_around = loop.target == target && loop.span.contains(position) && !loop.iterable.span.contains(position);
        if (is_around && (innermost == nullptr || loop.span.size() < innermost->span.size())) innermost = &loop;
    }
    return innermost;
}

std::ptrdiff_t count_loops(const StatementFacts& statement, std::string_view target, std::uint32_t scope) {
    if (!statement.rows) return 0;
    return std::ranges::count_if(statement.rows.get()->loops,
                                 [&](const RowLoop& loop) { return loop.scope == scope && loop.target == target; });
}

// Scopes stand in the order of the text: the last that begins before the place is the innermost, or inside of it.
std::uint32_t innermost_scope(const std::vector<Scope>& scopes, std::uint32_t position) {
    const auto behind = std::ranges::upper_bound(scopes, position, {}, [](const Scope& scope) { return scope.span.begin; });
    std::uint32_t innermost = behind == scopes.begin() ? 0 : static_cast<std::uint32_t>(behind - scopes.begin()) - 1;
    while (innermost != 0 && !scopes[innermost].span.contains(position)) innermost = scopes[innermost].parent;
    return innermost;
}

}  // namespace rowtype::facts
