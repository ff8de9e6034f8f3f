// PostgreSQL types to annotation text, with the choices that public functions make for their callers. Internal to
// analysis/codegen. The table of types stands in annotations.cpp.
#pragma once

#include <map>
#include <string>

#include "analysis/codegen/annotations.h"

namespace rowtype::codegen {

struct TypeChoices {
    AccessProfile access = AccessProfile::Json;  // resolved
    bool strict_arrays = false;
    // The text stands in a generated module: classes of enums and composites and the helper types HexBytes and Vector are
    // defined beside it. Else the text needs nothing but imports: Literal["a", "b"], dict[str, Any].
    bool in_module = false;
    bool qualified_datetime = false;  // "datetime.date": a field of the module is called "date"
    bool has_union_operator = true;   // Python 3.10: "T | None"
    // Names of enum and composite classes where they are not definition_class_name(); may be null.
    const std::map<catalog::QualifiedName, std::string>* class_names = nullptr;
    bool names_definitions = false;  // not in a module, but the caller sees to the classes
};

[[nodiscard]] TypeChoices choices_of(AccessProfile access, const GenerateSettings& settings);

[[nodiscard]] PythonType type_text(const catalog::Type& type, const catalog::Catalog& catalog, const TypeChoices& choices);

// The type that also takes None: "T | None", "Optional[T]" before Python 3.10; Any stays.
[[nodiscard]] PythonType optional_type(PythonType type, const TypeChoices& choices);

}  // namespace rowtype::codegen
