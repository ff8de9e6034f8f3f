#include "analysis/binding/sql_scope.h"

#include <algorithm>
#include <array>

namespace rowtype::binding {

bool RangeItem::has_system_column(std::string_view column) const {
    return is_relation && !(relation != nullptr && relation->kind == catalog::RelationKind::View) && is_system_column(column);
}

const SqlColumn* RangeItem::find_column(std::string_view column) const {
    const auto found = std::ranges::find(columns, column, &SqlColumn::name);
    return found == columns.end() ? nullptr : &*found;
}

bool RangeItem::may_have(std::string_view column) const {
    const auto lacks = [&](const catalog::Relation* each) { return catalog->lacks_column(*each, column); };
    return open && (open_by.empty() || is_renamed || !std::ranges::all_of(open_by, lacks));
}

std::size_t RangeItem::count_columns(std::string_view column) const {
    return static_cast<std::size_t>(std::ranges::count(columns, column, &SqlColumn::name));
}

namespace {

// Of one level; Open where an item that is in sight may have the column, too.
ColumnSight look_at_level(const SqlScope& scope, std::string_view name) {
    ColumnSight found;
    bool open = false;
    bool is_certain = true;
    for (const RangeItem& item : scope.items) {
        if (!item.columns_visible || !scope.sees(item)) continue;
        open = open || item.may_have(name);
        const std::size_t count = item.count_columns(name);
        const bool is_system = count == 0 && item.has_system_column(name);
        if (count == 0 && !is_system) continue;
        found.candidates.insert(found.candidates.end(), std::max<std::size_t>(count, 1), &item);
        found.item = &item;
        found.column = item.find_column(name);
        is_certain = is_certain && (found.column == nullptr || found.column->is_certain);
    }
    if (found.candidates.size() > 1) found.sight = is_certain ? Sight::Ambiguous : Sight::Open;
    else if (found.item != nullptr) found.sight = Sight::Found;
    else if (open) found.sight = Sight::Open;
    return found;
}

}  // namespace

ColumnSight SqlScope::find_column(std::string_view name, bool own_level) const {
    for (const SqlScope* level = this; level != nullptr; level = own_level ? nullptr : level->outer) {
        ColumnSight found = look_at_level(*level, name);
        if (found.sight != Sight::Absent) return found;
    }
    return {};
}

ItemSight SqlScope::find_item(std::string_view schema, std::string_view name) const {
    bool open = false;
    for (const SqlScope* level = this; level != nullptr; level = level->outer) {
        ItemSight found;
        for (const RangeItem& item : level->items) {
            if (!level->sees(item)) continue;
            open = open || item.name_is_unknown;
            if (!item.name_visible || item.name != name) continue;
            const std::string_view own_schema = item.relation == nullptr ? item.schema : item.relation->name.schema;
            const bool other_schema = own_schema != schema && !(item.relation == nullptr && own_schema.empty());
            if (!schema.empty() && (item.is_aliased || !item.is_relation || other_schema)) continue;
            if (found.item != nullptr) return {Sight::Ambiguous, &item};
            found = {Sight::Found, &item};
        }
        if (found.item != nullptr) return found;
    }
    return {open ? Sight::Open : Sight::Absent, nullptr};
}

bool is_system_column(std::string_view name) {
    constexpr std::array<std::string_view, 6> kSystemColumns = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"};
    return std::ranges::find(kSystemColumns, name) != kSystemColumns.end();
}

}  // namespace rowtype::binding
