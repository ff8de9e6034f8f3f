// A way to write models down. Internal to analysis/codegen.
//
// To add a style: a file like pydantic_style.cpp that defines its ModelStyle, a declaration here, and its line in
// find_style() in generate.cpp.
#pragma once

#include <string>
#include <string_view>

#include "analysis/codegen/layout.h"
#include "analysis/codegen/plan.h"

namespace rowtype::codegen {

struct ModelStyle {
    std::string_view name;  // as in the configuration
    // The module below its header: imports, definitions, models. Empty where the plan has no model.
    std::string (*write_module)(const ModulePlan&);
    // One field, without indentation; adds what it needs to `imports`.
    Statement (*field_statement)(const PlannedField&, const TypeChoices&, std::vector<ImportedName>& imports);
};

extern const ModelStyle kPydanticStyle;

// pydantic_fields.cpp
[[nodiscard]] Statement pydantic_field(const PlannedField& field, const TypeChoices& choices, std::vector<ImportedName>& imports);

}  // namespace rowtype::codegen
