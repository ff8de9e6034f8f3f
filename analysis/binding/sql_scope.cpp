#include "analysis/binding/sql_scope.h"

#include <algorithm>
#include <array>

namespace rowtype::binding {

bool RangeItem::has_column(std::string_view column) const {
    if (relation != nullptr && !renamed && relation->find_column(column) != nullptr) return true;
    return std::ranges::find(columns, column) != columns.end();
}

const RangeItem* SqlScope::find_item(std::string_view name) const {
    for (const SqlScope* scope = this; scope != nullptr; scope = scope->outer) {
        const auto found = std::ranges::find(scope->items, name, &RangeItem::name);
        if (found != scope->items.end()) return &*found;
    }
    return nullptr;
}

bool SqlScope::any_open() const {
    for (const SqlScope* scope = this; scope != nullptr; scope = scope->outer) {
        if (std::ranges::any_of(scope->items, &RangeItem::open)) return true;
    }
    return false;
}

bool SqlScope::any_has_column(std::string_view column) const {
    for (const SqlScope* scope = this; scope != nullptr; scope = scope->outer) {
        if (std::ranges::any_of(scope->items, [&](const RangeItem& item) { return item.has_column(column); })) {
            return true;
        }
    }
    return false;
}

const CommonTable* CommonTables::find(std::string_view name) const {
    for (const CommonTables* level = this; level != nullptr; level = level->outer) {
        const auto found = std::ranges::find(level->tables, name, &CommonTable::name);
        if (found != level->tables.end()) return &*found;
    }
    return nullptr;
}

bool is_system_column(std::string_view name) {
    constexpr std::array<std::string_view, 7> kSystemColumns = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"};
    return std::ranges::find(kSystemColumns, name) != kSystemColumns.end();
}

}  // namespace rowtype::binding
