#include "analysis/cache_entries/shapes.h"

#include <algorithm>

#include "analysis/codegen/needs_model.h"

namespace rowtype::cache_entries {

namespace {

std::string type_text(const catalog::Type& type, const catalog::Catalog& catalog);
bool is_indexed(const catalog::Relation& relation, const std::string& column);
std::vector<IndexShape> index_shapes(const catalog::Relation& relation);

}  // namespace

const FieldShape* TableShape::find_field(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, &FieldShape::name);
    return found == fields.end() ? nullptr : &*found;
}

std::string shape_name(const catalog::QualifiedName& table, const catalog::Catalog& catalog) {
    const std::vector<std::string>& path = catalog.search_path();
    return !path.empty() && table.schema == path.front() ? table.name : table.to_string();
}

TableShape shape_of(const catalog::Relation& relation, const catalog::Catalog& catalog) {
    TableShape shape;
    shape.table = shape_name(relation.name, catalog);
    if (relation.primary_key) shape.primary_key = relation.primary_key->columns;
    for (const catalog::Column& column : relation.columns) {
        FieldShape field{column.name, type_text(column.type, catalog), std::nullopt, is_indexed(relation, column.name)};
        if (column.nullability != catalog::Nullability::Unknown)
            field.nullable = column.nullability == catalog::Nullability::Nullable;
        shape.fields.push_back(std::move(field));
    }
    shape.indexes = index_shapes(relation);
    shape.is_complete = relation.columns_complete && relation.parts_complete && !relation.presumed;
    return shape;
}

std::vector<const catalog::Relation*> cached_tables(const catalog::Catalog& catalog, const Settings& settings) {
    std::vector<const catalog::Relation*> tables;
    for (const catalog::Relation& relation : catalog.relations()) {
        const bool is_table =
            relation.kind == catalog::RelationKind::Table || relation.kind == catalog::RelationKind::PartitionedTable;
        if (is_table && !relation.presumed && codegen::needs_model(relation, settings)) tables.push_back(&relation);
    }
    return tables;
}

namespace {

// format_type() leaves the schema away of whatever the search path finds.
std::string type_text(const catalog::Type& type, const catalog::Catalog& catalog) {
    if (!type.is_known()) return "unknown";
    const bool is_visible = std::ranges::find(catalog.search_path(), type.name.schema) != catalog.search_path().end();
    return type.to_string(is_visible ? type.name.schema : "");
}

bool is_indexed(const catalog::Relation& relation, const std::string& column) {
    const auto holds = [&](const auto& part) { return std::ranges::find(part.columns, column) != part.columns.end(); };
    return (relation.primary_key && holds(*relation.primary_key)) || std::ranges::any_of(relation.unique_keys, holds) ||
           std::ranges::any_of(relation.indexes, holds);
}

std::vector<IndexShape> index_shapes(const catalog::Relation& relation) {
    std::vector<IndexShape> shapes;
    for (const catalog::Key& key : relation.unique_keys) shapes.push_back({key.name, key.columns, true, ""});
    for (const catalog::Index& index : relation.indexes) {
        IndexShape shape{index.name, index.columns, index.unique, index.predicate};
        auto expression = index.expressions.begin();
        for (std::string& column : shape.columns) {
            if (column.empty() && expression != index.expressions.end()) column = *expression++;
        }
        shapes.push_back(std::move(shape));
    }
    std::ranges::sort(shapes, {}, &IndexShape::name);
    return shapes;
}

}  // namespace

}  // namespace rowtype::cache_entries
