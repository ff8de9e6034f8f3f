// The tables that PostgREST can embed in a row of another (reflect/catalog/relationships.h), in words.
#pragma once

#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::features {

struct RelatedTable {
    std::string name;  // as a select string names it
    std::string hint;  // the foreign key that has to be named, where several lead there
    const catalog::Relation* relation = nullptr;
    std::string explanation;  // "one, by customer_id"
};

// To-one first, then to-many, then by way of a junction table.
[[nodiscard]] std::vector<RelatedTable> related_tables(const catalog::Catalog& catalog, const catalog::Relation& base);

}  // namespace rowtype::features
