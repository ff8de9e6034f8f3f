// Fields typed as a model of their own for columns of a composite type: to_json makes an object of the attributes.
#pragma once

#include <optional>

#include "analysis/binding/bound_model.h"
#include "analysis/facts/value.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

// The first thing in which the one class that the annotation holds contradicts the column's composite type; nothing where it holds none or
// several, or the column is of another type.
[[nodiscard]] std::optional<NestedMismatch> nested_mismatch(const facts::Value& annotation, const types::ModuleScope& scope,
                                                            const catalog::Column& column, const Context& context);

}  // namespace rowtype::binding
