#include "analysis/features/related_tables.h"

#include <algorithm>

namespace rowtype::features {

namespace {

using catalog::ForeignKey;
using catalog::Relation;

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

// A junction's primary key holds the columns of both of its foreign keys.
bool is_in_primary_key(const Relation& relation, const ForeignKey& key) {
    return relation.primary_key && std::ranges::all_of(key.columns, [&](const std::string& column) {
               return std::ranges::count(relation.primary_key->columns, column) > 0;
           });
}

// The constraint's name; where the schema's source does not tell that, the column, which PostgREST takes as well.
std::string hint_of(const ForeignKey& key) {
    return key.name.empty() && key.columns.size() == 1 ? key.columns.front() : key.name;
}

void add_junctions(const catalog::Catalog& catalog, const Relation& base, const Relation& junction,
                   std::vector<RelatedTable>& found) {
    for (const ForeignKey& here : junction.foreign_keys) {
        if (here.referenced_relation != base.name || !is_in_primary_key(junction, here)) continue;
        for (const ForeignKey& there : junction.foreign_keys) {
            if (&there == &here || !is_in_primary_key(junction, there)) continue;
            const Relation* target =
                catalog.find_relation(there.referenced_relation.schema, there.referenced_relation.name).relation;
            if (target == nullptr || target->name.schema != base.name.schema) continue;
            found.push_back({target->name.name, junction.name.name, target, "many, by way of " + junction.name.name});
        }
    }
}

}  // namespace

std::vector<RelatedTable> related_tables(const catalog::Catalog& catalog, const Relation& base) {
    std::vector<RelatedTable> found;
    for (const ForeignKey& key : base.foreign_keys) {
        const Relation* target = catalog.find_relation(key.referenced_relation.schema, key.referenced_relation.name).relation;
        // Both ends have to be in the schema that the query reads.
        if (target == nullptr || target->name.schema != base.name.schema) continue;
        if (target == &base) {  // a reference to the table itself goes by its column
            if (key.columns.size() == 1) found.push_back({key.columns.front(), {}, target, "one, by " + key.columns.front()});
            continue;
        }
        found.push_back({target->name.name, hint_of(key), target, "one, by " + joined(key.columns)});
    }
    for (const Relation& other : catalog.relations()) {
        if (other.name.schema != base.name.schema || &other == &base || !other.extension.empty()) continue;
        for (const ForeignKey& key : other.foreign_keys) {
            if (key.referenced_relation != base.name) continue;
            found.push_back({other.name.name, hint_of(key), &other, "rows whose " + joined(key.columns) + " is this"});
        }
    }
    for (const Relation& junction : catalog.relations()) {
        if (junction.name.schema == base.name.schema) add_junctions(catalog, base, junction, found);
    }
    // A hint is needed only where the name alone leads several ways.
    std::vector<RelatedTable> result = found;
    for (RelatedTable& related : result) {
        if (std::ranges::count(found, related.name, &RelatedTable::name) == 1) related.hint.clear();
    }
    return result;
}

}  // namespace rowtype::features
