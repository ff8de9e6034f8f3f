#include "analysis/binding/undeclared_keys.h"

#include <algorithm>

namespace rowtype::binding {

namespace {

using Names = std::vector<std::string>;

bool may_be_declared_unique(const BoundTable& table, const Names& columns) {
    const auto is_same = [&](const Names& own) { return std::ranges::is_permutation(own, columns); };
    if (std::ranges::any_of(table.unique_keys, is_same, &DeclaredKey::columns)) return true;
    if (std::ranges::any_of(table.maybe_unique_keys, is_same)) return true;
    return (table.primary_key && is_same(*table.primary_key)) || leaves_out(table, columns);
}

}  // namespace

bool leaves_out(const BoundTable& table, const std::vector<std::string>& columns) {
    return !table.columns_complete && !std::ranges::all_of(columns, [&](const std::string& name) {
        return std::ranges::find(table.columns, name, &DeclaredColumn::name) != table.columns.end();
    });
}

std::vector<UndeclaredKey> undeclared_unique_keys(const BoundTable& table) {
    std::vector<UndeclaredKey> found;
    if (!table.unique_keys_complete) return found;
    const auto add = [&](const Names& columns, bool is_constraint) {
        const bool is_told = std::ranges::any_of(
            found, [&](const UndeclaredKey& key) { return std::ranges::is_permutation(key.columns, columns); });
        if (!is_told && !may_be_declared_unique(table, columns)) found.push_back({columns, is_constraint});
    };
    for (const catalog::Key& key : table.relation->unique_keys) add(key.columns, true);
    for (const catalog::Index& index : table.relation->indexes) {
        if (index.unique && index.predicate.empty() && index.expressions.empty()) add(index.columns, false);
    }
    return found;
}

std::vector<const catalog::ForeignKey*> undeclared_foreign_keys(const BoundTable& table) {
    std::vector<const catalog::ForeignKey*> found;
    if (!table.foreign_keys_complete) return found;
    for (const catalog::ForeignKey& key : table.relation->foreign_keys) {
        const auto is_same = [&](const Names& own) { return std::ranges::is_permutation(own, key.columns); };
        const bool may_be_declared = std::ranges::any_of(table.foreign_keys, is_same, &DeclaredForeignKey::columns) ||
                                     std::ranges::any_of(table.maybe_foreign_keys, is_same) || leaves_out(table, key.columns);
        if (!may_be_declared) found.push_back(&key);
    }
    return found;
}

}  // namespace rowtype::binding
