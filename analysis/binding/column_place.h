// What a query does with a column that it names, and with a relation: for `usage`, `impact` and questions about indexes.
//
// Kept apart from whether the name is right (bound_query.h): no finding follows from it but unindexed-filter.
#pragma once

#include <cstdint>

#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

enum class ColumnRole : std::uint8_t { Read, Write, Filter, Join, Order, Group, ConflictTarget };

// How a filter, join or order looks at the column, as far as an index has to do with it.
enum class Comparison : std::uint8_t {
    None,        // in a way that no index is asked for, or that could not be told
    Equal,       // =, IN, = ANY, IS NULL
    Range,       // <, >, BETWEEN; the first key of an order
    Prefix,      // LIKE 'a%'
    Pattern,     // LIKE '%a', ILIKE, regular expressions
    Contains,    // @>, <@, &&, ?, @@
    Expression,  // of an expression over it: lower(email) = …, data->>'kind' = …
};

struct ColumnPlace {
    ColumnRole role = ColumnRole::Read;
    Comparison comparison = Comparison::None;
    // What belongs together, by a number that is unique in its query or text: the item of FROM of a filter or an order, the
    // condition of a join, the target of a write. 0: cannot be told (a sub-query's column).
    std::uint32_t group = 0;
};

enum class RelationUse : std::uint8_t { Read, Insert, Update, Delete, Other };

// All columns at once: SELECT *, a whole row as a value, RETURNING *, INSERT without a list of columns.
struct WholeRow {
    const catalog::Relation* relation = nullptr;  // never null
    Span span;                                    // of the star, else of the relation's name
    bool is_write = false;
};

}  // namespace rowtype::binding
