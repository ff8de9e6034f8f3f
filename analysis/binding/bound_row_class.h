// Classes that a driver makes of each row of a query: psycopg's row_factory=class_row(User). They are held against what the query puts
// out, its aliases and joins included, not against a table. Spans are relative to the statement.
#pragma once

#include <memory>

#include "analysis/binding/bound_model.h"
#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

struct BoundRowClass {
    Span span;  // of the class's name, where the row factory is made
    // What the query puts out, as a relation without a name; a column's type is unknown where the expression's is not told.
    std::shared_ptr<const catalog::Relation> output;
    BoundModel model;  // the class, its fields bound to columns of `output`; without places of its own
};

}  // namespace rowtype::binding
