// What the indexes of a table can be used for.
//
// Source of fact: PostgreSQL's documentation, "Index Types", "Multicolumn Indexes", "Indexes and ORDER BY", "Partial Indexes".
// In doubt an index serves: operator classes and collations are not looked into, nor what an expression of an index says beyond
// the columns that it names.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "analysis/binding/column_place.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::usage {

// Keys and unique constraints have an index each; `index.name` is theirs.
[[nodiscard]] std::vector<catalog::Index> all_indexes(const catalog::Relation& relation);

// The columns that the expressions of an index, or its predicate, name.
[[nodiscard]] std::set<std::string> columns_named(const catalog::Relation& relation, const std::string& expression);

// Whether the index finds rows by that comparison of the column, whatever else the query filters by.
[[nodiscard]] bool finds_by(const catalog::Relation& relation, const catalog::Index& index, const std::string& column,
                            binding::Comparison comparison);

// Whether some index of the table does, in a query that filters by `filtered`: a partial index holds the rows of queries that
// filter by what its predicate names.
[[nodiscard]] bool any_finds_by(const catalog::Relation& relation, const std::string& column, binding::Comparison comparison,
                                const std::set<std::string>& filtered);

// Whether all is known of the table's indexes, and a query can use them: tables and materialised views.
[[nodiscard]] bool indexes_are_known(const catalog::Catalog& catalog, const catalog::Relation& relation);

// The foreign keys whose columns no index begins with: a DELETE of a referenced row reads the whole table.
[[nodiscard]] std::vector<const catalog::ForeignKey*> unindexed_foreign_keys(const catalog::Relation& relation);

}  // namespace rowtype::usage
