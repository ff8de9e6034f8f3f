// CREATE FUNCTION and CREATE PROCEDURE: arguments and result, for rpc calls and computed columns.
#include <algorithm>

#include "reflect/migrations/handlers.h"
#include "reflect/migrations/type_names.h"

namespace rowtype::migrations {

using catalog::Argument;
using catalog::ArgumentMode;
using catalog::Function;

namespace {

ArgumentMode mode_of(std::string_view mode) {
    if (mode == "FUNC_PARAM_OUT") return ArgumentMode::Out;
    if (mode == "FUNC_PARAM_INOUT") return ArgumentMode::InOut;
    if (mode == "FUNC_PARAM_VARIADIC") return ArgumentMode::Variadic;
    if (mode == "FUNC_PARAM_TABLE") return ArgumentMode::Table;
    return ArgumentMode::In;
}

bool is_output(const Argument& argument) {
    return argument.mode == ArgumentMode::Out || argument.mode == ArgumentMode::InOut || argument.mode == ArgumentMode::Table;
}

std::vector<catalog::QualifiedName> input_types(const Function& function) {
    std::vector<catalog::QualifiedName> types;
    for (const Argument& argument : function.arguments) {
        const bool is_input = argument.mode != ArgumentMode::Out && argument.mode != ArgumentMode::Table;
        if (is_input) types.push_back(argument.type.name);
    }
    return types;
}

// Without RETURNS, the output arguments are the result: one its type, several a record.
catalog::Type result_of_outputs(const Function& function) {
    const auto outputs = std::ranges::count_if(function.arguments, is_output);
    if (outputs == 0) return {};
    if (outputs == 1) return std::ranges::find_if(function.arguments, is_output)->type;
    return {{"pg_catalog", "record"}, {}, 0};
}

std::string body_of(const Node& options) {
    const std::string_view language = option(options, "language").sval();
    if (language != "plpgsql" && language != "sql") return {};
    const Node& body = option(options, "as");
    return body["items"].items().empty() ? std::string() : std::string(body["items"].items().front()->sval());
}

}  // namespace

void apply_create_function(SchemaBuilder& schema, const Node& statement) {
    FunctionState state;
    Function& function = state.function;
    function.name = schema.name_to_create(written_name(name_parts(statement["funcname"])));
    function.is_procedure = statement["is_procedure"].boolean();
    bool returns_table = false;
    for (const Node* parameter : statement["parameters"].items()) {
        Argument argument;
        argument.name = (*parameter)["name"].string();
        argument.type = resolve_type(schema, (*parameter)["argType"]);
        argument.mode = mode_of((*parameter)["mode"].string());
        argument.has_default = static_cast<bool>((*parameter)["defexpr"]);
        returns_table = returns_table || argument.mode == ArgumentMode::Table;
        function.arguments.push_back(std::move(argument));
    }
    const Node& result = statement["returnType"];
    function.returns_set = returns_table || result["setof"].boolean();
    if (!returns_table && !function.is_procedure) {
        function.result = result ? resolve_type(schema, result) : result_of_outputs(function);
    }
    state.body = body_of(statement["options"]);
    std::erase_if(schema.functions(), [&](const FunctionState& other) {
        return other.function.name == function.name && input_types(other.function) == input_types(function);
    });
    schema.functions().push_back(std::move(state));
}

}  // namespace rowtype::migrations
