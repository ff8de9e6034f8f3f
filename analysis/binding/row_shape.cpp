#include "analysis/binding/row_shape.h"

#include <algorithm>
#include <utility>

#include "analysis/binding/embed_resolution.h"
#include "analysis/binding/folded_text.h"

namespace rowtype::binding {

namespace {

using postgrest::ItemKind;
using postgrest::SelectItem;

bool has_hole(std::string_view name) { return name.find(kHoleMarker) != std::string_view::npos; }

// The embed's own rows; null where its relation is not known for certain.
std::shared_ptr<RowShape> embedded_shape(const SelectItem& item, const catalog::Relation* base, const catalog::Catalog& catalog,
                                         const SelectPlace& place, bool& is_list) {
    if (base == nullptr || catalog.is_outline(base->name.schema)) return nullptr;
    const std::string_view hint = item.hint() == nullptr ? std::string_view() : std::string_view(item.hint()->text);
    const EmbedResolution resolution = resolve_embed(catalog, *base, item.name.text, hint);
    if (resolution.state != EmbedState::Resolved || resolution.relation == nullptr) return nullptr;
    is_list = !resolution.is_to_one;
    auto shape = std::make_shared<RowShape>(row_shape(item.items, resolution.relation, catalog, place));
    shape->end = place({item.body.end, item.body.end});
    shape->can_grow = !item.body.empty();
    return shape;
}

void add_spread(const SelectItem& item, const catalog::Relation* base, const catalog::Catalog& catalog, const SelectPlace& place,
                RowShape& shape) {
    bool is_list = false;
    const auto spread = embedded_shape(item, base, catalog, place, is_list);
    if (spread == nullptr) {
        shape.is_complete = false;
        return;
    }
    shape.is_complete = shape.is_complete && spread->is_complete;
    // Of a to-many relationship each key holds a list.
    for (const ShapeKey& key : spread->keys)
        shape.keys.push_back({key.name, {}, is_list ? nullptr : key.embedded, key.is_list, {}});
    if (!spread->has_all) return;
    if (!spread->relation->columns_complete) shape.is_complete = false;
    for (const catalog::Column& column : spread->relation->columns) shape.keys.push_back({column.name, {}, nullptr, false, {}});
}

}  // namespace

const ShapeKey* RowShape::find(std::string_view name) const {
    const auto found = std::ranges::find(keys, name, &ShapeKey::name);
    return found == keys.end() ? nullptr : &*found;
}

bool RowShape::gives(std::string_view name) const {
    return find(name) != nullptr || (has_all && relation != nullptr && relation->find_column(name) != nullptr);
}

const catalog::Column* RowShape::column_of(std::string_view name) const {
    if (relation == nullptr) return nullptr;
    const ShapeKey* key = find(name);
    if (key != nullptr) return key->value_of.empty() ? nullptr : relation->find_column(key->value_of);
    return has_all ? relation->find_column(name) : nullptr;
}

std::vector<std::string> RowShape::names() const {
    std::vector<std::string> all;
    if (has_all && relation != nullptr) all = relation->column_names();
    for (const ShapeKey& key : keys) all.push_back(key.name);
    return all;
}

RowShape row_shape(const std::vector<SelectItem>& items, const catalog::Relation* relation, const catalog::Catalog& catalog,
                   const SelectPlace& place) {
    RowShape shape;
    shape.relation = relation;
    shape.selects = true;
    for (const SelectItem& item : items) {
        if (item.kind == ItemKind::Star) {
            shape.has_all = true;
            shape.is_complete = shape.is_complete && relation != nullptr && relation->columns_complete;
        } else if (item.kind == ItemKind::Spread) {
            add_spread(item, relation, catalog, place, shape);
        } else {
            const std::string key(item.output_key());
            if (key.empty() || has_hole(key)) {
                shape.is_complete = false;
                continue;
            }
            ShapeKey found{key, {}, nullptr, false, {}};
            if (item.kind == ItemKind::Field && item.json_path.empty() && !item.aggregate) found.value_of = item.name.text;
            if (item.kind == ItemKind::Relation) {
                found.embedded = embedded_shape(item, relation, catalog, place, found.is_list);
            } else if (item.kind == ItemKind::Field && item.json_path.empty() && !item.aggregate && key != item.name.text) {
                found.column = item.name.text;
            }
            shape.keys.push_back(std::move(found));
        }
    }
    return shape;
}

}  // namespace rowtype::binding
