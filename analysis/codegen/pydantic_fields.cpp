#include "analysis/codegen/literals.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos; }

}  // namespace

Statement pydantic_field(const PlannedField& field, const TypeChoices& choices, std::vector<ImportedName>& imports) {
    const PythonType type = field.nullable ? optional_type(field.type, choices) : field.type;
    imports.insert(imports.end(), type.imports.begin(), type.imports.end());
    Statement statement{field.name + ": " + type.text, {}, {}, {}};
    std::vector<std::string> arguments;
    if (field.name != field.column) arguments.push_back("alias=" + string_literal(field.column));
    arguments.insert(arguments.end(), field.constraints.begin(), field.constraints.end());
    if (!is_blank(field.description)) arguments.push_back("description=" + string_literal(field.description));
    if (arguments.empty()) {
        if (field.nullable) statement.value = "None";
        return statement;
    }
    if (field.nullable) arguments.insert(arguments.begin(), "default=None");
    imports.push_back({"pydantic", "Field"});
    statement.callee = "Field";
    statement.arguments = std::move(arguments);
    return statement;
}

}  // namespace rowtype::codegen
