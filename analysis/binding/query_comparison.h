// What the filters of a builder query ask of their columns, as far as an index has to do with it.
#pragma once

#include "analysis/binding/column_place.h"
#include "analysis/binding/folded_text.h"
#include "analysis/facts/facts.h"
#include "analysis/postgrest/operators.h"
#include "analysis/postgrest/syntax.h"

namespace rowtype::binding {

[[nodiscard]] Comparison comparison_of(postgrest::FilterOperator filter_operator);

// Of eq, ilike, filter(…, "cs", …), with what a not_ before it makes of it.
[[nodiscard]] Comparison comparison_of(const facts::ChainCall& call, const facts::Chain& chain, const ValueResolver& resolve);

// That of an expression where the column does not stand alone: data->>kind.
[[nodiscard]] Comparison of_field(const postgrest::Field& field, Comparison comparison);

}  // namespace rowtype::binding
