#include "analysis/features/related_tables.h"

#include <algorithm>

#include "reflect/catalog/relationships.h"

namespace rowtype::features {

namespace {

using catalog::Cardinality;
using catalog::Relation;
using catalog::Relationship;

std::string own_columns(const Relationship& relationship) {
    std::string text;
    for (const auto& [own, other] : relationship.columns) text += (text.empty() ? "" : ", ") + own;
    return text;
}

std::string other_columns(const Relationship& relationship) {
    std::string text;
    for (const auto& [own, other] : relationship.columns) text += (text.empty() ? "" : ", ") + other;
    return text;
}

std::string explanation(const Relationship& relationship) {
    if (!relationship.function.name.empty()) {
        return (relationship.is_to_one() ? "one, by " : "rows of ") + relationship.function.name + "()";
    }
    if (relationship.junction) return "many, by way of " + relationship.junction->relation.name;
    if (!relationship.is_referenced) return "one, by " + own_columns(relationship);
    const bool is_one = relationship.cardinality == Cardinality::OneToOne;
    return (is_one ? "the one whose " : "rows whose ") + other_columns(relationship) + " is this";
}

// The constraint's name; where the schema's source does not tell that, the foreign key's column, which PostgREST takes as well.
std::string hint_of(const Relationship& relationship) {
    if (!relationship.constraint.empty() || relationship.columns.size() != 1) return relationship.constraint;
    const auto& [own, other] = relationship.columns.front();
    return relationship.is_referenced ? other : own;
}

RelatedTable related_table(const Relationship& relationship, const Relation& target) {
    RelatedTable related{target.name.name, hint_of(relationship), &target, explanation(relationship)};
    if (!relationship.function.name.empty()) related.name = relationship.function.name;
    if (relationship.junction) related.hint = relationship.junction->relation.name;
    return related;
}

}  // namespace

std::vector<RelatedTable> related_tables(const catalog::Catalog& catalog, const Relation& base) {
    std::vector<RelatedTable> found;
    const catalog::Relationships relationships(catalog);
    // To-one first, then to-many, then by way of a junction table.
    for (const int kind : {0, 1, 2}) {
        for (const Relationship& relationship : relationships.from(base.name)) {
            const int own_kind = relationship.junction ? 2 : relationship.is_to_one() && !relationship.is_referenced ? 0 : 1;
            // Both ends have to be in the schema that the query reads.
            if (own_kind != kind || relationship.target.schema != base.name.schema) continue;
            const Relation* target = catalog.find_relation(relationship.target.schema, relationship.target.name).relation;
            if (target == nullptr || (own_kind == 1 && !target->extension.empty())) continue;
            const bool is_own_key =
                relationship.target == base.name && relationship.function.name.empty() && !relationship.junction;
            if (!is_own_key) {
                found.push_back(related_table(relationship, *target));
            } else if (!relationship.is_referenced && relationship.columns.size() == 1) {
                // A reference to the table itself goes by its column.
                found.push_back({relationship.columns.front().first, {}, target, explanation(relationship)});
            }
        }
    }
    // A hint is needed only where the name alone leads several ways.
    std::vector<RelatedTable> result = found;
    for (RelatedTable& related : result) {
        if (std::ranges::count(found, related.name, &RelatedTable::name) == 1) related.hint.clear();
    }
    return result;
}

}  // namespace rowtype::features
