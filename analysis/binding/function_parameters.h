// What a function takes, as PostgREST hands it over.
#pragma once

#include <optional>

#include "analysis/binding/bound_function.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

// The named arguments of the one function that takes the call, as columns of the row that PostgREST reads from the JSON that is sent. Nothing
// where that is not certain.
[[nodiscard]] std::optional<catalog::Relation> parameters_of(const BoundFunction& call);

}  // namespace rowtype::binding
