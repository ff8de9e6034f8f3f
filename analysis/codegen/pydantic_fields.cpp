#include "analysis/codegen/literals.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

// `fallback`: the arguments that make a default; `short_value`: what stands there where no Field is needed.
Statement field_statement(const PlannedField& field, const PythonType& type, const std::string& fallback,
                          const std::string& short_value, ImportSet& imports) {
    imports.add_all(type.imports);
    Statement statement{field.name + ": " + type.text, {}, {}, {}};
    std::vector<std::string> arguments;
    if (field.name != field.column) arguments.push_back("alias=" + string_literal(field.column));
    arguments.insert(arguments.end(), field.constraints.begin(), field.constraints.end());
    if (!is_blank(field.description)) arguments.push_back("description=" + string_literal(field.description));
    const bool needs_field = !arguments.empty() || (short_value.empty() && !fallback.empty());
    if (!needs_field) {
        statement.value = short_value;
        return statement;
    }
    if (!fallback.empty()) arguments.insert(arguments.begin(), fallback);
    imports.add("pydantic", "Field");
    statement.callee = "Field";
    statement.arguments = std::move(arguments);
    return statement;
}

}  // namespace

Statement pydantic_field(const PlannedField& field, const TypeChoices& choices, ImportSet& imports) {
    if (!field.nullable) return field_statement(field, field.type, "", "", imports);
    return field_statement(field, optional_type(field.type, choices), "default=None", "None", imports);
}

Statement pydantic_written_field(const PlannedField& field, ModelVariant variant, const TypeChoices& choices,
                                 ImportSet& imports) {
    using Kind = PythonDefault::Kind;
    const PythonDefault& fallback = field.fallback;
    const bool has_value = variant == ModelVariant::Insert && (fallback.kind == Kind::Value || fallback.kind == Kind::Factory);
    if (has_value) {
        const PythonType type = field.nullable ? optional_type(field.type, choices) : field.type;
        imports.add_all(fallback.imports);
        if (fallback.kind == Kind::Factory) return field_statement(field, type, "default_factory=" + fallback.text, "", imports);
        return field_statement(field, type, "default=" + fallback.text, fallback.text, imports);
    }
    const bool optional = variant == ModelVariant::Update || field.nullable || fallback.kind == Kind::Server;
    if (!optional) return field_statement(field, field.type, "", "", imports);
    return field_statement(field, optional_type(field.type, choices), "default=None", "None", imports);
}

}  // namespace rowtype::codegen
