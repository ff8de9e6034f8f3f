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

const NamedValue* only_walrus(const StatementFacts& statement, std::string_view name, std::uint32_t scope) {
    const NamedValue* only = nullptr;
    if (!statement.rows) return only;
    for (const NamedValue& named : statement.rows.get()->named) {
        if (named.name != name || named.scope != scope) continue;
        if (only != nullptr) return nullptr;
        only = &named;
    }
    return only;
}

const OpenedName* innermost_opening(const StatementFacts& statement, std::string_view name, std::uint32_t scope,
                                    std::uint32_t position) {
    const OpenedName* innermost = nullptr;
    if (!statement.rows) return innermost;
    for (const auto* opened : {&statement.rows.get()->opened, &statement.rows.get()->connections}) {
        for (const OpenedName& each : *opened) {
            if (each.name != name || each.scope != scope || !each.span.contains(position)) continue;
            if (innermost == nullptr || each.span.size() < innermost->span.size()) innermost = &each;
        }
    }
    return innermost;
}

std::ptrdiff_t count_openings(const StatementFacts& statement, std::string_view name, std::uint32_t scope) {
    if (!statement.rows) return 0;
    const auto is_it = [&](const OpenedName& each) { return each.scope == scope && each.name == name; };
    return std::ranges::count_if(statement.rows.get()->opened, is_it) +
           std::ranges::count_if(statement.rows.get()->connections, is_it);
}

// Scopes stand in the order of the text: the last that begins before the place is the innermost, or inside of it.
std::uint32_t innermost_scope(const std::vector<Scope>& scopes, std::uint32_t position) {
    const auto behind = std::ranges::upper_bound(scopes, position, {}, [](const Scope& scope) { return scope.span.begin; });
    std::uint32_t innermost = behind == scopes.begin() ? 0 : static_cast<std::uint32_t>(behind - scopes.begin()) - 1;
    while (innermost != 0 && !scopes[innermost].span.contains(position)) innermost = scopes[innermost].parent;
    return innermost;
}

}  // namespace rowtype::facts
