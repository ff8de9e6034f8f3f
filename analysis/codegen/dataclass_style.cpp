#include <algorithm>

#include "analysis/codegen/literals.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

constexpr std::string_view kUnset = "What is None and was not set is left to the database: leave it out of what is sent.";

struct Line {
    std::string text;
    bool has_default = false;
};

Line field_line(const PlannedField& field, ModelVariant variant, ModuleText& module) {
    using Kind = PythonDefault::Kind;
    const bool is_written = variant != ModelVariant::Row;
    const bool has_value =
        variant == ModelVariant::Insert && (field.fallback.kind == Kind::Value || field.fallback.kind == Kind::Factory);
    const bool is_optional =
        is_written && !has_value && (variant == ModelVariant::Update || field.nullable || field.fallback.kind == Kind::Server);
    const std::string head = field.name + ": " + module.annotation(field, field.nullable || is_optional);
    std::string fallback = is_optional ? "default=None" : "";
    std::string value = is_optional ? "None" : "";
    if (has_value) {
        const bool is_factory = field.fallback.kind == Kind::Factory;
        fallback = (is_factory ? "default_factory=" : "default=") + field.fallback.text;
        if (!is_factory) value = field.fallback.text;
        module.import(field.fallback.imports);
    }
    Statement statement{head, {}, {}, {}};
    const bool is_renamed = field.is_renamed();
    if (is_renamed || (value.empty() && !fallback.empty())) {
        module.import("dataclasses", "field");
        statement.callee = "field";
        if (!fallback.empty()) statement.arguments.push_back(fallback);
        if (is_renamed) statement.arguments.push_back("metadata={\"column\": " + string_literal(field.column()) + "}");
    } else {
        statement.value = value;
    }
    Line line{laid_out(statement, kIndent), !fallback.empty()};
    comment_on_type(line.text, 0, field);
    const std::string description = docstring(field.description, kIndent);
    if (!description.empty()) line.text += std::string(kIndent) + description + "\n";
    return line;
}

std::string data_class(const PlannedClass& planned, ModuleText& module) {
    module.import("dataclasses", "dataclass");
    const std::string documented = documentation(planned.description, variant_notes(planned, kUnset));
    std::string text = directive(planned) + "@dataclass\nclass " + planned.class_name + ":\n" + documented;
    // Those without a default must stand first.
    std::string later;
    for (const PlannedField& field : planned.fields) {
        const Line line = field_line(field, planned.variant, module);
        (line.has_default ? later : text) += line.text;
    }
    text += later;
    if (planned.fields.empty()) {
        if (documented.empty()) return text + std::string(kIndent) + "pass\n";
        text.pop_back();
    }
    return text;
}

void write_module(ModuleText& module) {
    module.add_enums();
    module.write_models(
        [](const PlannedClass& planned, ModuleText& part) { part.add(planned.class_name, data_class(planned, part)); });
}

StyleTraits traits() {
    StyleTraits traits;
    traits.validation = Validation::None;
    traits.has_literal_enums = true;
    traits.has_composite_classes = false;
    traits.reserved = {"field", "dataclass"};
    return traits;
}

}  // namespace

const ModelStyle kDataclassStyle = {"dataclass", traits, write_module, data_class};

}  // namespace rowtype::codegen
