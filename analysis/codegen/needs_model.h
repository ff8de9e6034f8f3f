// Which relations need a model: those that a generated module holds, and that missing-model asks for.
#pragma once

#include "analysis/settings/settings.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::codegen {

// Not partitions, not what an extension owns, not the books of migration tools, not what `exclude-tables` names.
[[nodiscard]] bool needs_model(const catalog::Relation& relation, const Settings& settings);

}  // namespace rowtype::codegen
