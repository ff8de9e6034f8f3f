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
    if (field.is_renamed()) arguments.push_back("alias=" + string_literal(field.other_name));
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

// Whether a field has a value where it is left out that is not None.
bool has_value(const PlannedField& field, ModelVariant variant) {
    using Kind = PythonDefault::Kind;
    const Kind kind = field.fallback.kind;
    return variant == ModelVariant::Insert && (kind == Kind::Value || kind == Kind::Factory);
}

// Whether a field without such a value may be left out.
bool is_optional(const PlannedField& field, ModelVariant variant) {
    const bool is_filled = variant != ModelVariant::Row && field.fallback.kind == PythonDefault::Kind::Server;
    return variant == ModelVariant::Update || field.nullable || is_filled;
}

// Whether nothing but its type, and whether it may be left out, decides what stands behind a field's name.
bool has_type_alone(const PlannedField& field, ModelVariant variant) {
    return !field.is_renamed() && is_blank(field.description) && !has_value(field, variant);
}

}  // namespace

Statement pydantic_field(const PlannedField& field, ModelVariant variant, const TypeChoices& choices, ImportSet& imports) {
    if (has_value(field, variant)) {
        const PythonDefault& fallback = field.fallback;
        imports.add_all(fallback.imports);
        const bool is_factory = fallback.kind == PythonDefault::Kind::Factory;
        return field_statement(field, field.nullable, (is_factory ? "default_factory=" : "default=") + fallback.text,
                               is_factory ? "" : fallback.text, choices, imports);
    }
    if (!is_optional(field, variant)) return field_statement(field, false, "", "", choices, imports);
    return field_statement(field, true, "default=None", "None", choices, imports);
}

void add_pydantic_fields(std::string& text, const PlannedClass& planned, ModuleText& module, Statement (*spelled)(Statement)) {
    constexpr std::size_t kUsualLine = 48;
    text.reserve(text.size() + planned.fields.size() * kUsualLine);
    for (const PlannedField& field : planned.fields) {
        const std::size_t begin = text.size();
        const auto statement = [&] {
            module.note_type(*field.type);
            return spelled(pydantic_field(field, planned.variant, module.plan().choices, module.imports()));
        };
        const auto rest = [&] { return one_line(statement()).substr(field.name.size()); };
        const bool is_done =
            has_type_alone(field, planned.variant) &&
            lay_out_line(text, field.name, module.known_rest(field, is_optional(field, planned.variant), rest), kIndent);
        if (!is_done) lay_out(text, statement(), kIndent);
        comment_on_type(text, begin, field);
    }
}

}  // namespace rowtype::codegen
