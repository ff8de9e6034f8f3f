// PostgreSQL types to annotation text, with the choices that public functions make for their callers. Internal to
// analysis/codegen. The table of types stands in annotations.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "analysis/codegen/annotations.h"
#include "analysis/settings/generation_settings.h"

namespace rowtype::codegen {

// Who looks at values of a model's fields, and so what annotations can promise.
enum class Validation : std::uint8_t {
    Pydantic,    // version 2: converts what JSON holds
    PydanticV1,  // knows fewer types
    None,        // nobody: a TypedDict, a dataclass. Values are what JSON or the driver gives
    Mapper,      // SQLAlchemy: always a driver's objects
};

struct TypeChoices {
    AccessProfile access = AccessProfile::Json;  // resolved
    bool strict_arrays = false;
    // The text stands in a generated module: classes of enums and composites and the helper types HexBytes and Vector are
    // defined beside it. Else the text needs nothing but imports: Literal["a", "b"], dict[str, Any].
    bool in_module = false;
    bool qualified_datetime = false;  // "datetime.date": a field of the module is called "date"
    bool has_union_operator = true;   // Python 3.10: "T | None"
    int target_minor = 10;            // of Python 3
    // Names of enum and composite classes where they are not definition_class_name(); may be null.
    const std::map<catalog::QualifiedName, std::string>* class_names = nullptr;
    bool names_definitions = false;  // not in a module, but the caller sees to the classes
    Validation validation = Validation::Pydantic;
    bool has_classes_for_composites = true;  // else they are dict[str, Any], or Any
    bool special_values = false;             // infinite dates, NaN and infinite numbers are valid
    bool names_domains = false;              // a domain with limits is an alias of its own in the module
    // By a type's name; may be null.
    const std::map<std::string, TypeOverride>* overrides = nullptr;
};

[[nodiscard]] TypeChoices choices_of(AccessProfile access, const GenerateSettings& settings);

[[nodiscard]] PythonType type_text(const catalog::Type& type, const catalog::Catalog& catalog, const TypeChoices& choices);

// The annotation that the configuration has for a name: a type's, a column's.
[[nodiscard]] PythonType overriding_type(const TypeOverride& type);

// The type that also takes None: "T | None", "Optional[T]" before Python 3.10; Any stays.
[[nodiscard]] PythonType optional_type(PythonType type, const TypeChoices& choices);
// Its text alone, and whether that needs typing.Optional.
[[nodiscard]] std::string optional_text(const std::string& text, const TypeChoices& choices);
[[nodiscard]] bool imports_optional(std::string_view text, const TypeChoices& choices);

}  // namespace rowtype::codegen
