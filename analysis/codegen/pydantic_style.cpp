#include <algorithm>

#include "analysis/codegen/literals.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/pydantic_helpers.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

constexpr std::string_view kUnset = "What is not set is left to the database: dump with exclude_unset=True.";

std::string domain_alias(const PlannedDomain& planned, ModuleText& module) {
    module.import("typing", "Annotated");
    module.import("pydantic", "Field");
    module.import(planned.type.imports);
    Expression field = Expression::call("Field");
    for (const std::string& constraint : planned.constraints) field.items.push_back(Expression::atom(constraint));
    if (!is_blank(planned.description))
        field.items.push_back(Expression::atom("description=" + string_literal(planned.description)));
    Expression alias{Expression::Kind::Collection, "Annotated[", {}, "]"};
    alias.items = {Expression::atom(planned.type.text), std::move(field)};
    return laid_out(planned.alias, alias, "");
}

std::string model_class(const PlannedClass& planned, ModuleText& module) {
    module.import("pydantic", "BaseModel");
    module.import("pydantic", "ConfigDict");
    std::string text = directive(planned) + "class " + planned.class_name + "(BaseModel):\n" +
                       documentation(planned.description, variant_notes(planned, kUnset));
    Statement configuration{"model_config", "ConfigDict", {"from_attributes=True", "populate_by_name=True"}, {}};
    // pydantic keeps names that begin with "model_" for itself unless told otherwise.
    const bool has_protected_name =
        std::ranges::any_of(planned.fields, [](const PlannedField& field) { return field.name.starts_with("model_"); });
    if (has_protected_name) configuration.arguments.emplace_back("protected_namespaces=()");
    lay_out(text, configuration, kIndent);
    if (!planned.fields.empty()) text += "\n";
    add_pydantic_fields(text, planned, module, [](Statement statement) { return statement; });
    return text;
}

void write_module(ModuleText& module) {
    const ModulePlan& plan = module.plan();
    // What all models share stands before them, and is written behind: by then the types of their fields are known.
    module.write_models(
        [](const PlannedClass& planned, ModuleText& part) { part.add(planned.class_name, model_class(planned, part)); });
    module.enter_shared();
    for (const PlannedDomain& planned : plan.domains) module.note_type(planned.type);
    for (const PlannedClass& planned : plan.composites) {
        for (const PlannedField& field : planned.fields) module.note_type(*field.type);
    }
    add_pydantic_helpers(module);
    module.add_enums();
    for (const PlannedDomain& planned : plan.domains) module.add(planned.alias, domain_alias(planned, module));
    for (const PlannedClass& planned : plan.composites) module.add(planned.class_name, model_class(planned, module));
}

StyleTraits traits() {
    StyleTraits traits;
    traits.has_domain_aliases = true;
    return traits;
}

}  // namespace

const ModelStyle kPydanticStyle = {"pydantic", traits, write_module, model_class};

}  // namespace rowtype::codegen
