// Constraints on an annotation: Field(…), Annotated's metadata, constr(…) and the like.
#pragma once

#include <string_view>

#include "analysis/facts/value.h"
#include "analysis/types/annotation.h"
#include "analysis/types/module_scope.h"

namespace rowtype::types {

// Takes over the constraint arguments of a call: Field(max_length=3, ge=0), StringConstraints(…), condecimal(…), Len(…).
void apply_constraint_arguments(const facts::Value& call, Annotation& annotation);

// One metadata item of Annotated[T, item, …]. What is not known may change values: it makes the type not checkable.
void apply_metadata(const facts::Value& item, const ModuleScope& module, Annotation& annotation);

// The number that a literal writes, sign included, or nothing: also Decimal("1.5") and Decimal(2).
[[nodiscard]] std::optional<double> number_of(const facts::Value& value);

}  // namespace rowtype::types
