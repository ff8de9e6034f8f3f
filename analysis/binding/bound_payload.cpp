#include "analysis/binding/bound_payload.h"

#include <algorithm>
#include <cstdint>
#include <set>

namespace rowtype::binding {

namespace {

constexpr int kMaximumDomainDepth = 64;

bool has_default(const catalog::Catalog& catalog, catalog::Type type) {
    for (int depth = 0; depth < kMaximumDomainDepth && !type.is_array(); ++depth) {
        const catalog::TypeDefinition* definition = catalog.find_type(type.name);
        if (definition == nullptr || definition->kind != catalog::TypeKind::Domain) return false;
        if (definition->default_expression) return true;
        type = definition->base;
    }
    return false;
}

// Those of the Supabase platform stand at its own tables.
bool has_trigger_functions(const catalog::Catalog& catalog) {
    return std::ranges::any_of(catalog.functions(), [](const catalog::Function& function) {
        return function.result.is_builtin("trigger") && function.extension != "supabase";
    });
}

enum class Rows : std::uint8_t { New, NewAndChanged };

bool changes(const catalog::Relation& relation, Rows rows) {
    return !relation.rules.empty() || std::ranges::any_of(relation.triggers, [&](const catalog::Trigger& trigger) {
        const bool concerns = trigger.on_insert || (rows == Rows::NewAndChanged && trigger.on_update);
        return trigger.timing != catalog::TriggerTiming::After && trigger.for_each_row && concerns && trigger.fires();
    });
}

bool may_change(const catalog::Catalog& catalog, const catalog::Relation& relation, Rows rows) {
    if (!catalog.triggers_known() || !relation.triggers_complete)
        return changes(relation, rows) || has_trigger_functions(catalog);
    if (changes(relation, rows)) return true;
    if (relation.kind != catalog::RelationKind::PartitionedTable) return false;
    return std::ranges::any_of(catalog.relations(), [&](const catalog::Relation& other) {
        return other.partition_of == relation.name && may_change(catalog, other, rows);
    });
}

}  // namespace

bool may_change_new_rows(const catalog::Catalog& catalog, const catalog::Relation& relation) {
    return may_change(catalog, relation, Rows::New);
}

bool refuses_null(const catalog::Catalog& catalog, const catalog::Relation& relation, const catalog::Column& column) {
    return column.nullability == catalog::Nullability::NotNull && column.generated == catalog::Generated::None &&
           column.identity != catalog::Identity::Always && is_wholly_known(catalog, relation) &&
           !may_change(catalog, relation, Rows::NewAndChanged);
}

bool is_filled(const catalog::Catalog& catalog, const catalog::Column& column) {
    return column.is_optional_on_insert() || has_default(catalog, column.type);
}

bool is_wholly_known(const catalog::Catalog& catalog, const catalog::Relation& relation) {
    const bool is_table =
        relation.kind == catalog::RelationKind::Table || relation.kind == catalog::RelationKind::PartitionedTable;
    return is_table && relation.columns_complete && !relation.partition_of && !catalog.is_incomplete(relation.name.schema) &&
           !catalog.is_outline(relation.name.schema);
}

bool is_conflict_target(const catalog::Relation& relation, const std::vector<std::string>& columns) {
    const std::set<std::string> wanted(columns.begin(), columns.end());
    const auto is_same = [&](const std::vector<std::string>& key) {
        return std::set<std::string>(key.begin(), key.end()) == wanted;
    };
    // A constraint that may be deferred does not serve, nor does an index on some of the rows or on expressions.
    const auto serves = [&](const catalog::Key& key) { return !key.deferrable && !key.without_overlaps && is_same(key.columns); };
    if (relation.primary_key && serves(*relation.primary_key)) return true;
    if (std::ranges::any_of(relation.unique_keys, serves)) return true;
    return std::ranges::any_of(relation.indexes, [&](const catalog::Index& index) {
        return index.unique && index.predicate.empty() && index.expressions.empty() && is_same(index.columns);
    });
}

}  // namespace rowtype::binding
