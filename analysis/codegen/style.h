// A way to write models down. Internal to analysis/codegen.
//
// To add a style: a file like typeddict_style.cpp that defines its ModelStyle, a declaration here, its line in styles.cpp, its name
// in lsp/cli/configuration.schema.json and README.md, its modules in tests/analysis/codegen/styles_test.py.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analysis/codegen/imports.h"
#include "analysis/codegen/layout.h"
#include "analysis/codegen/plan.h"

namespace rowtype::codegen {

class ModuleText;

struct ModelStyle {
    std::string_view name;  // as in the configuration
    StyleTraits (*traits)();
    // Adds the definitions and models to a module, or to the files of a package, with what they import.
    void (*write_module)(ModuleText&);
    // One class alone; adds what it needs to the module's imports. Null where the style's classes stand for tables.
    std::string (*write_class)(const PlannedClass&, ModuleText&) = nullptr;
};

extern const ModelStyle kPydanticStyle;
extern const ModelStyle kPydanticV1Style;
extern const ModelStyle kTypedDictStyle;
extern const ModelStyle kDataclassStyle;
extern const ModelStyle kSqlAlchemyStyle;
extern const ModelStyle kSqlModelStyle;

[[nodiscard]] std::span<const ModelStyle* const> all_styles();
// Null where there is none of that name; an empty name is pydantic's.
[[nodiscard]] const ModelStyle* find_style(std::string_view name);

// pydantic_fields.cpp: one field of a row, or of a model of what is written, without indentation; adds what it needs to `imports`.
[[nodiscard]] Statement pydantic_field(const PlannedField& field, ModelVariant variant, const TypeChoices& choices,
                                       ImportSet& imports);
// All fields of a class, as `spelled` has their statements, in lines behind `text`.
void add_pydantic_fields(std::string& text, const PlannedClass& planned, ModuleText& module, Statement (*spelled)(Statement));

}  // namespace rowtype::codegen
