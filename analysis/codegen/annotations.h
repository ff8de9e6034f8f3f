// From a PostgreSQL column to the Python annotation that generated models use (TYPES.md section 2).
#pragma once

#include <compare>
#include <string>
#include <vector>

#include "analysis/settings/settings.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::codegen {

// "from module import name"; an empty name is "import module".
struct ImportedName {
    std::string module;
    std::string name;

    friend bool operator==(const ImportedName&, const ImportedName&) = default;
    friend auto operator<=>(const ImportedName&, const ImportedName&) = default;
};

// An annotation as text, with what it needs to be in scope.
struct PythonType {
    std::string text;  // "Decimal", "list[str]", "OrderStatus"; without "| None"
    std::vector<ImportedName> imports;
    // Schema types that need a class of their own beside the model: enums and composites, by name.
    std::vector<catalog::QualifiedName> definitions;
    // Why the type is Any, for a comment: the PostgreSQL type's name. Empty where it is known.
    std::string unknown_type;
};

// The type of a value of `type`; nullability is the caller's. `access` must be resolved (Json or Driver).
[[nodiscard]] PythonType python_type(const catalog::Type& type, const catalog::Catalog& catalog, AccessProfile access,
                                     const GenerateSettings& settings);

// The type that also takes None: "T | None", Optional[T] for Python before 3.10; Any as it is.
[[nodiscard]] PythonType with_none(PythonType type, const GenerateSettings& settings);

// The class name of an enum or composite: its parts at "_", capitalised.
[[nodiscard]] std::string definition_class_name(const catalog::QualifiedName& name);

}  // namespace rowtype::codegen
