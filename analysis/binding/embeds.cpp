#include "analysis/binding/embeds.h"

#include <algorithm>
#include <array>

namespace rowtype::binding {

namespace {

bool takes_row_of(const catalog::Function& function, const catalog::Relation& relation) {
    return std::ranges::any_of(function.arguments, [&](const catalog::Argument& argument) {
        return argument.type.name == relation.name && argument.mode != catalog::ArgumentMode::Out &&
               argument.mode != catalog::ArgumentMode::Table;
    });
}

// Only relations of the query's own schema are exposed with it.
const catalog::Relation* in_schema(const catalog::Catalog& catalog, const catalog::QualifiedName& name, std::string_view schema) {
    return name.schema == schema ? catalog.find_relation(name.schema, name.name).relation : nullptr;
}

}  // namespace

const EmbedNode* EmbedNode::child(std::string_view key) const {
    for (const std::string EmbedNode::*member : {&EmbedNode::alias, &EmbedNode::name}) {
        const auto same = [&](const EmbedNode& node) { return node.*member == key; };
        const auto count = std::ranges::count_if(children, same);
        if (count == 1) return &*std::ranges::find_if(children, same);
        if (count > 1) return nullptr;
    }
    return nullptr;
}

const catalog::Relation* embedded_relation(const catalog::Catalog& catalog, const catalog::Relation& base,
                                           std::string_view target) {
    if (has_function_of_row(catalog, base, target)) return nullptr;
    const std::string& schema = base.name.schema;
    if (const catalog::Relation* named = catalog.find_relation(schema, target).relation) return named;
    for (const catalog::ForeignKey& key : base.foreign_keys) {
        const bool by_column = key.columns.size() == 1 && key.columns.front() == target;
        if (key.name == target || by_column) return in_schema(catalog, key.referenced_relation, schema);
    }
    for (const catalog::Relation* other : catalog.relations_referencing(base.name)) {
        if (other->name.schema != schema) continue;
        const bool points_here = std::ranges::any_of(other->foreign_keys, [&](const catalog::ForeignKey& key) {
            return key.name == target && key.referenced_relation == base.name;
        });
        if (points_here) return other;
    }
    return nullptr;
}

bool is_builtin_row_function(std::string_view name) {
    constexpr std::array<std::string_view, 8> kRowFunctions = {"count",    "to_json",   "to_jsonb",  "row_to_json",
                                                               "json_agg", "jsonb_agg", "array_agg", "pg_typeof"};
    return std::ranges::find(kRowFunctions, name) != kRowFunctions.end();
}

bool has_function_of_row(const catalog::Catalog& catalog, const catalog::Relation& relation, std::string_view name) {
    const auto takes_it = [&](const catalog::Function* function) { return takes_row_of(*function, relation); };
    return std::ranges::any_of(catalog.find_functions("", name), takes_it) ||
           std::ranges::any_of(catalog.find_functions(relation.name.schema, name), takes_it);
}

bool has_column_or_computed_field(const catalog::Catalog& catalog, const catalog::Relation& relation, std::string_view name) {
    return relation.find_column(name) != nullptr || is_builtin_row_function(name) || has_function_of_row(catalog, relation, name);
}

}  // namespace rowtype::binding
