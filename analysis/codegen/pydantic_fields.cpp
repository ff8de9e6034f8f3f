#include "analysis/codegen/literals.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

// `fallback`: the arguments that make a default; `short_value`: what stands there where no Field is needed.
Statement field_statement(const PlannedField& field, bool optional, const std::string& fallback, const std::string& short_value,
                          const TypeChoices& choices, ImportSet& imports) {
    imports.add_all(field.type->imports);
    if (optional && imports_optional(field.type->text, choices)) imports.add("typing", "Optional");
    Statement statement{field.name + ": ", {}, {}, {}};
    statement.head += optional ? optional_text(field.type->text, choices) : field.type->text;
    std::vector<std::string> arguments;
    if (field.name != field.column) arguments.push_back("alias=" + string_literal(field.column));
    arguments.insert(arguments.end(), field.type->constraints.begin(), field.type->constraints.end());
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
    if (!field.nullable) return field_statement(field, false, "", "", choices, imports);
    return field_statement(field, true, "default=None", "None", choices, imports);
}

Statement pydantic_written_field(const PlannedField& field, ModelVariant variant, const TypeChoices& choices,
                                 ImportSet& imports) {
    using Kind = PythonDefault::Kind;
    const PythonDefault& fallback = field.fallback;
    const bool has_value = variant == ModelVariant::Insert && (fallback.kind == Kind::Value || fallback.kind == Kind::Factory);
    if (has_value) {
        imports.add_all(fallback.imports);
        const bool is_factory = fallback.kind == Kind::Factory;
        return field_statement(field, field.nullable, (is_factory ? "default_factory=" : "default=") + fallback.text,
                               is_factory ? "" : fallback.text, choices, imports);
    }
    const bool optional = variant == ModelVariant::Update || field.nullable || fallback.kind == Kind::Server;
    if (!optional) return field_statement(field, false, "", "", choices, imports);
    return field_statement(field, true, "default=None", "None", choices, imports);
}

}  // namespace rowtype::codegen
