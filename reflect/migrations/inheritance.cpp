#include "reflect/migrations/inheritance.h"

#include <algorithm>

#include "reflect/migrations/object_names.h"

namespace rowtype::migrations {

using catalog::Column;
using catalog::QualifiedName;
using catalog::Relation;

void inherit_from(SchemaBuilder& schema, RelationState& table, RelationState& parent, bool as_partition) {
    const Relation& from = parent.relation;
    table.parents.push_back(from.name);
    schema.note_parent(from.name);
    schema.forget_what_views_prove(from.name);
    if (as_partition) {
        table.relation.partition_of = from.name;
    } else {
        table.relation.inherits.push_back(from.name);
    }
    if (!from.columns_complete) table.relation.columns_complete = false;
    for (const Column& inherited : from.columns) {
        const auto existing = std::ranges::find(table.relation.columns, inherited.name, &Column::name);
        const bool is_own = existing != table.relation.columns.end() && !as_partition;
        ++table.inherited.try_emplace(inherited.name, InheritedColumn{0, is_own}).first->second.parents;
        if (existing != table.relation.columns.end()) {
            if (inherited.nullability == catalog::Nullability::NotNull) existing->nullability = inherited.nullability;
            continue;
        }
        Column column = inherited;
        column.comment.clear();
        if (!as_partition) column.identity = catalog::Identity::None;
        schema.set_column_origin(table, column.name, 0);
        table.relation.columns.push_back(std::move(column));
    }
    for (catalog::Check check : from.checks) {
        const auto& checks = table.relation.checks;
        const bool has = std::ranges::find(checks, check.name, &catalog::Check::name) != checks.end();
        check.comment.clear();
        if (check.inherited && !has) table.relation.checks.push_back(std::move(check));
    }
}

void leave_parent(RelationState& table, const catalog::Relation& parent) {
    std::erase(table.parents, parent.name);
    for (const Column& column : parent.columns) {
        const auto inherited = table.inherited.find(column.name);
        if (inherited == table.inherited.end()) continue;
        inherited->second.is_local = true;
        if (--inherited->second.parents <= 0) table.inherited.erase(inherited);
    }
}

void clone_keys_to_partition(SchemaBuilder& schema, RelationState& partition) {
    if (!partition.relation.partition_of) return;
    const RelationState* parent = schema.find_relation(*partition.relation.partition_of);
    if (parent == nullptr) return;
    const Relation from = parent->relation;
    Relation& to = partition.relation;
    const QualifiedName name = to.name;
    if (from.primary_key && !to.primary_key) {
        to.primary_key = from.primary_key;
        to.primary_key->name = choose_relation_name(schema, name, "", "pkey", true);
        to.primary_key->comment.clear();
        for (const std::string& key_column : to.primary_key->columns) {
            for (Column& column : to.columns) {
                if (column.name == key_column) column.nullability = catalog::Nullability::NotNull;
            }
        }
    }
    for (catalog::Key key : from.unique_keys) {
        const bool has = std::ranges::any_of(to.unique_keys, [&](const auto& own) { return own.columns == key.columns; });
        if (has) continue;
        key.name = choose_key_name(schema, name, key);
        key.comment.clear();
        to.unique_keys.push_back(std::move(key));
    }
    for (catalog::Index index : from.indexes) {
        const bool has = std::ranges::any_of(to.indexes, [&](const auto& own) { return own.columns == index.columns; });
        if (has) continue;
        index.name = choose_index_name(schema, name, index);
        to.indexes.push_back(std::move(index));
    }
}

void clone_keys_to_partitions(SchemaBuilder& schema, const RelationState& table) {
    if (table.relation.kind != catalog::RelationKind::PartitionedTable) return;
    for (RelationState* child : schema.children_of(table.relation.name)) {
        clone_keys_to_partition(schema, *child);
        clone_keys_to_partitions(schema, *child);
    }
}

}  // namespace rowtype::migrations
