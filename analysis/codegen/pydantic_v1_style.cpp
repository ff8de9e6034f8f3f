#include <algorithm>

#include "analysis/codegen/imports.h"
#include "analysis/codegen/literals.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

constexpr std::string_view kUnset = "What is not set is left to the database: dump with exclude_unset=True.";

// What version 1 knows under other names, or not.
Statement in_version_1(Statement statement) {
    for (std::string& argument : statement.arguments) {
        if (argument.starts_with("pattern=")) argument.replace(0, 7, "regex");
    }
    return statement;
}

// Whether a type of the class's fields is `name`, or holds it.
bool has_type(const PlannedClass& planned, std::string_view name) {
    return std::ranges::any_of(planned.fields, [&](const PlannedField& field) {
        return field.type->definitions.empty() && has_name(field.type->text, name);
    });
}

// Version 1 alone takes encoders of whole types.
std::string encoders(const PlannedClass& planned, ModuleText& module) {
    const ModulePlan& plan = module.plan();
    Expression all{Expression::Kind::Collection, "{", {}, "}"};
    const std::string datetime = plan.choices.qualified_datetime ? "datetime.datetime" : "datetime";
    if (has_type(planned, datetime)) all.items.push_back(Expression::atom(datetime + ": " + datetime + ".isoformat"));
    if (has_type(planned, "Decimal")) {
        all.items.push_back(
            Expression::atom(plan.generation.decimal_json == DecimalJson::Number ? "Decimal: float" : "Decimal: str"));
    }
    if (all.items.empty()) return "";
    module.import("typing", "Any");
    module.import("typing", "ClassVar");
    return laid_out("json_encoders: ClassVar[dict[type, Any]]", all, "        ");
}

std::string model_class(const PlannedClass& planned, ModuleText& module) {
    module.import("pydantic", "BaseModel");
    std::string text = directive(planned) + "class " + planned.class_name + "(BaseModel):\n" +
                       documentation(planned.description, variant_notes(planned, kUnset));
    add_pydantic_fields(text, planned, module, in_version_1);
    if (!planned.fields.empty()) text += "\n";
    text += "    class Config:\n        orm_mode = True\n        allow_population_by_field_name = True\n";
    return text + encoders(planned, module);
}

void write_module(ModuleText& module) {
    const ModulePlan& plan = module.plan();
    module.add_enums();
    for (const PlannedClass& planned : plan.composites) module.add(planned.class_name, model_class(planned, module));
    module.write_models(
        [](const PlannedClass& planned, ModuleText& part) { part.add(planned.class_name, model_class(planned, part)); });
}

StyleTraits traits() {
    StyleTraits traits;
    traits.validation = Validation::PydanticV1;
    traits.reserved = {"Config", "fields"};
    return traits;
}

}  // namespace

const ModelStyle kPydanticV1Style = {"pydantic-v1", traits, write_module, model_class};

}  // namespace rowtype::codegen
