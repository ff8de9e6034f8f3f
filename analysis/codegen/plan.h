// What a module will hold, with all names decided: independent of the style that it is written in. Internal to
// analysis/codegen.
//
// To add a style: a ModelStyle (style.h) with a file of its own that writes a ModulePlan, and its line in generate.cpp.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analysis/codegen/annotations.h"
#include "analysis/codegen/generate.h"
#include "analysis/codegen/type_text.h"

namespace rowtype::codegen {

struct PlannedField {
    std::string name;
    std::string column;                    // differs from the name where an alias is needed
    PythonType type;                       // without None
    std::vector<std::string> constraints;  // "max_length=50"
    bool nullable = false;                 // or not known to be not null
    std::string description;               // raw text of the database
};

struct PlannedEnum {
    std::string class_name;
    std::string description;
    std::vector<std::pair<std::string, std::string>> members;  // name, label
};

struct PlannedClass {
    std::string class_name;
    std::string table;  // "public.users" as a directive spells it; empty for composites and names that need escapes
    std::string description;
    std::vector<PlannedField> fields;
};

struct ModulePlan {
    std::vector<PlannedEnum> enums;         // by type name
    std::vector<PlannedClass> composites;   // each behind those that it holds
    std::vector<PlannedClass> models;       // by table
    std::vector<GeneratedModel> generated;  // of `models`, in their order
    std::vector<GenerationFailure> failures;
    TypeChoices choices;  // class_names is null again
};

[[nodiscard]] ModulePlan plan_module(const catalog::Catalog& catalog, const Settings& settings, AccessProfile access,
                                     const std::vector<std::string>& tables);

// One column as a field; names in `taken` are avoided.
[[nodiscard]] PlannedField plan_field(const catalog::Column& column, const std::string& field, const catalog::Catalog& catalog,
                                      const TypeChoices& choices);

}  // namespace rowtype::codegen
