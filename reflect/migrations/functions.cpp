// CREATE and ALTER of functions and procedures: arguments and result, for rpc calls and computed columns.
#include "reflect/migrations/functions.h"

#include <algorithm>

#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/grants.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/triggers.h"
#include "reflect/migrations/type_names.h"
#include "reflect/migrations/type_rules.h"
#include "reflect/sql/lexer.h"

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

// A default's text stands behind DEFAULT or "=", the last of them before its first token.
std::string default_of(std::string_view text, const Node& expression) {
    const std::int64_t first = first_location(expression);
    std::uint32_t begin = npos();
    for (sql::Token token = sql::lex_one(text, 0); !token.span.empty() && token.span.begin < first;
         token = sql::lex_one(text, token.span.end)) {
        const bool is_word = token.kind == sql::TokenKind::Identifier && token.value == "default";
        const bool is_sign = token.kind == sql::TokenKind::Operator && (token.value == "=" || token.value == ":=");
        if (is_word || is_sign) begin = token.span.end;
    }
    return begin == npos() ? std::string() : expression_from(text, begin);
}

// VOLATILE, SECURITY DEFINER and so on, of CREATE and ALTER.
void apply_attributes(Function& function, const Node& options) {
    for (const Node* item : options.items()) {
        const std::string_view name = (*item)["defname"].string();
        const Node& value = (*item)["arg"];
        if (name == "volatility") {
            function.volatility = value.sval() == "immutable" ? catalog::Volatility::Immutable
                                  : value.sval() == "stable"  ? catalog::Volatility::Stable
                                                              : catalog::Volatility::Volatile;
        }
        if (name == "rows") {
            const Node& number = value["ival"] ? value["ival"] : value["fval"];
            function.single_row = function.returns_set && (value["ival"] ? number.integer() == 1 : number.string() == "1");
        }
        if (name == "security") function.security_definer = value["boolval"].boolean();
    }
}

void read_arguments(SchemaBuilder& schema, Function& function, const Node& parameters) {
    for (const Node* parameter : parameters.items()) {
        Argument argument;
        argument.name = (*parameter)["name"].string();
        argument.type = value_type(resolve_type(schema, (*parameter)["argType"]));  // PostgreSQL keeps no modifiers of them
        argument.mode = mode_of((*parameter)["mode"].string());
        argument.has_default = static_cast<bool>((*parameter)["defexpr"]);
        if (argument.has_default) argument.default_expression = default_of(schema.source.text, (*parameter)["defexpr"]);
        function.arguments.push_back(std::move(argument));
    }
}

bool takes_input(const Argument& argument) { return argument.mode != ArgumentMode::Out && argument.mode != ArgumentMode::Table; }

bool same_type(const catalog::Type& left, const catalog::Type& right) {
    return left.name == right.name && left.is_array() == right.is_array();
}

// PostgreSQL replaces no function by one of another result, or whose arguments have other names (ProcedureCreate() of pg_proc.c).
bool is_replaceable(const Function& earlier, const Function& later) {
    if (earlier.returns_set != later.returns_set || !same_type(earlier.result, later.result)) return false;
    const auto names = [](const Function& function) {
        std::vector<std::string_view> names;
        for (const Argument& argument : function.arguments) {
            if (takes_input(argument)) names.push_back(argument.name);
        }
        return names;
    };
    return std::ranges::equal(names(earlier), names(later),
                              [](std::string_view one, std::string_view other) { return one.empty() || one == other; });
}

}  // namespace

std::vector<catalog::Type> input_types(const Function& function) {
    std::vector<catalog::Type> types;
    for (const Argument& argument : function.arguments) {
        if (takes_input(argument)) types.push_back(argument.type);
    }
    return types;
}

bool same_inputs(const Function& left, const Function& right) {
    return std::ranges::equal(input_types(left), input_types(right), same_type);
}

FunctionMatcher::FunctionMatcher(SchemaBuilder& schema, const Node& object)
    : schema_(schema), written_(written_name(name_parts(object))), any_arguments_(object["args_unspecified"].boolean()) {
    for (const Node* argument : object["objargs"].items()) types_.push_back(resolve_type(schema, *argument));
}

bool FunctionMatcher::matches(const Function& function) const {
    if (!schema_.names_function(written_, function)) return false;
    return any_arguments_ || std::ranges::equal(input_types(function), types_, same_type);
}

bool calls_function(std::string_view expression, const catalog::QualifiedName& name) {
    if (expression.find(name.name) == std::string_view::npos) return false;
    const std::vector<sql::Token> tokens = sql::lex(expression);
    for (std::size_t index = 0; index + 1 < tokens.size(); ++index) {
        const bool is_name =
            tokens[index].kind == sql::TokenKind::Identifier || tokens[index].kind == sql::TokenKind::QuotedIdentifier;
        if (!is_name || tokens[index].value != name.name || tokens[index + 1].value != "(") continue;
        const bool qualified = index >= 2 && tokens[index - 1].value == ".";
        if (!qualified || tokens[index - 2].value == name.schema) return true;
    }
    return false;
}

void apply_create_function(SchemaBuilder& schema, const Node& statement) {
    FunctionState state;
    Function& function = state.function;
    function.name = schema.name_to_create(written_name(name_parts(statement["funcname"])));
    function.is_procedure = statement["is_procedure"].boolean();
    read_arguments(schema, function, statement["parameters"]);
    const bool returns_table =
        std::ranges::any_of(function.arguments, [](const Argument& argument) { return argument.mode == ArgumentMode::Table; });
    const Node& result = statement["returnType"];
    function.returns_set = returns_table || result["setof"].boolean();
    if (!returns_table && !function.is_procedure) {
        function.result = result ? value_type(resolve_type(schema, result)) : result_of_outputs(function);
    }
    apply_attributes(function, statement["options"]);
    state.body = body_of(statement["options"]);
    state.owner = schema.access.current_role;
    state.file = schema.source.file;
    state.line = schema.source.line;
    function.grants = schema.access.grants_of_new(catalog::ObjectClass::Functions, function.name.schema);
    std::vector<FunctionState>& functions = schema.functions();
    const auto earlier = std::ranges::find_if(functions, [&](const FunctionState& other) {
        return other.function.name == function.name && same_inputs(other.function, function);
    });
    if (earlier == functions.end()) {
        functions.push_back(std::move(state));
        return;
    }
    state.is_doubtful = earlier->is_doubtful || !is_replaceable(earlier->function, function);
    // OR REPLACE keeps the owner, the grants and the comment.
    state.owner = earlier->owner;
    function.grants = earlier->function.grants;
    function.comment = earlier->function.comment;
    *earlier = std::move(state);
}

void apply_alter_function(SchemaBuilder& schema, const Node& statement) {
    const FunctionMatcher matcher(schema, statement["func"]);
    for (FunctionState& state : schema.functions()) {
        if (matcher.matches(state.function)) apply_attributes(state.function, statement["actions"]);
    }
}

void apply_alter_owner(SchemaBuilder& schema, const Node& statement) {
    const std::string_view kind = statement["objectType"].string();
    const std::string owner = role_of(schema.access, statement["newowner"]).value_or("");
    if (kind == "OBJECT_SCHEMA") {
        const std::string name(statement["object"].sval());
        schema.access.schema_owners[name] = owner;
        std::erase_if(schema.access.schemas[name],
                      [&](const catalog::Grant& grant) { return schema.access.owns(grant.role, owner); });
    }
    if (kind != "OBJECT_FUNCTION" && kind != "OBJECT_PROCEDURE" && kind != "OBJECT_ROUTINE") return;
    const FunctionMatcher matcher(schema, statement["object"]);
    for (FunctionState& state : schema.functions()) {
        if (matcher.matches(state.function)) schema.change_owner(state, owner);
    }
}

namespace {

void drop_calls_in(catalog::Relation& relation, const std::function<bool(const std::string&)>& calls) {
    const auto any_calls = [&](const std::optional<std::string>& expression) { return expression && calls(*expression); };
    std::erase_if(relation.policies, [&](const catalog::Policy& policy) {
        return any_calls(policy.using_expression) || any_calls(policy.check_expression);
    });
    std::erase_if(relation.checks, [&](const catalog::Check& check) { return calls(check.expression); });
    std::erase_if(relation.indexes, [&](const catalog::Index& index) {
        return calls(index.predicate) || std::ranges::any_of(index.expressions, calls);
    });
    std::erase_if(relation.exclusions, [&](const catalog::Exclusion& exclusion) {
        return calls(exclusion.predicate) || std::ranges::any_of(exclusion.elements, calls);
    });
    for (catalog::Column& column : relation.columns) {
        if (any_calls(column.default_expression)) column.default_expression.reset();
    }
}

}  // namespace

void SchemaBuilder::drop_function(const Function& function, bool cascade) {
    const catalog::QualifiedName name = function.name;
    removed_objects.push_back({catalog::PendingKind::Function, name, "", "", source.file, source.line});
    std::erase_if(functions_, [&function](const FunctionState& state) {
        return state.function.name == function.name && same_inputs(state.function, function);
    });
    // Which of several functions of a name an expression calls is not told.
    const bool is_overloaded = std::ranges::any_of(functions_, [&](const auto& state) { return state.function.name == name; });
    if (!cascade || is_overloaded) return;
    const auto calls = [&](const std::string& expression) { return calls_function(expression, name); };
    std::vector<catalog::QualifiedName> views;
    std::vector<std::pair<catalog::QualifiedName, std::string>> generated;
    names_.touch_all(relations_);
    for (auto& [relation_name, state] : relations_) {
        drop_calls_in(state.relation, calls);
        drop_triggers_with(state.relation, name);
        if (calls(state.relation.definition)) views.push_back(relation_name);
        for (const catalog::Column& column : state.relation.columns) {
            if (column.generated_expression && calls(*column.generated_expression)) {
                generated.emplace_back(relation_name, column.name);
            }
        }
    }
    for (const catalog::QualifiedName& view : views) drop_relation(view, true);
    for (const auto& [relation_name, column] : generated) {
        if (RelationState* state = find_relation(relation_name)) drop_column(*state, column, true);
    }
}

}  // namespace rowtype::migrations
