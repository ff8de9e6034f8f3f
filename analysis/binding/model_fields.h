// The fields of a model, inherited ones included, and the columns that they are read from.
#pragma once

#include <optional>

#include "analysis/binding/bound_model.h"
#include "analysis/binding/model_class.h"
#include "analysis/types/class_kind.h"

namespace rowtype::binding {

// Fills in fields, other_names and what depends on them. `model.relation` may be null: then no field has a column.
void bind_fields(const Lineage& lineage, const Context& context, bool writes, BoundModel& model);

// Nothing for classes that hold no rows.
[[nodiscard]] std::optional<ModelStyle> style_of(types::ClassKind kind);

}  // namespace rowtype::binding
