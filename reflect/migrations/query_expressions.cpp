#include "reflect/migrations/query_expressions.h"

#include <algorithm>
#include <array>

#include "reflect/migrations/type_names.h"

namespace rowtype::migrations {

using catalog::Nullability;
using catalog::Type;

namespace {

Type builtin(std::string_view name, std::uint8_t dimensions = 0) { return {{"pg_catalog", std::string(name)}, {}, dimensions}; }

ExpressionType of_constant(const Node& constant);
ExpressionType of_operator(const QueryScope& scope, const Node& expression, int depth);
ExpressionType of_call(const QueryScope& scope, const Node& call, int depth);
ExpressionType of_alternatives(const QueryScope& scope, const std::vector<const Node*>& alternatives, int depth);
ExpressionType of_case(const QueryScope& scope, const Node& expression, int depth);
ExpressionType of_sub_query(const QueryScope& scope, const Node& link);
ExpressionType of_value_function(std::string_view operation);

}  // namespace

ExpressionType expression_type(const QueryScope& scope, const Node& expression, int depth) {
    if (depth > kMaximumQueryDepth) return {};
    if (expression.is("ColumnRef")) {
        const QueryColumn* column = scope.find_column(expression);
        return column == nullptr ? ExpressionType{} : ExpressionType{column->type, column->nullability};
    }
    if (expression.is("A_Const")) return of_constant(expression);
    if (expression.is("TypeCast")) {
        return {resolve_type(scope.schema(), expression["typeName"]),
                expression_type(scope, expression["arg"], depth + 1).nullability};
    }
    if (expression.is("FuncCall")) return of_call(scope, expression, depth);
    if (expression.is("CollateClause")) return expression_type(scope, expression["arg"], depth + 1);
    if (expression.is("NullTest") || expression.is("BooleanTest")) return {builtin("bool"), Nullability::NotNull};
    if (expression.is("BoolExpr")) return {builtin("bool"), Nullability::Unknown};
    if (expression.is("A_Expr")) return of_operator(scope, expression, depth);
    if (expression.is("CoalesceExpr")) {
        ExpressionType found = of_alternatives(scope, expression["args"].items(), depth);
        for (const Node* argument : expression["args"].items()) {
            const bool proven = expression_type(scope, *argument, depth + 1).nullability == Nullability::NotNull;
            if (proven) found.nullability = Nullability::NotNull;
        }
        return found;
    }
    if (expression.is("MinMaxExpr")) return of_alternatives(scope, expression["args"].items(), depth);
    if (expression.is("CaseExpr")) return of_case(scope, expression, depth);
    if (expression.is("SubLink")) return of_sub_query(scope, expression);
    if (expression.is("SQLValueFunction")) return of_value_function(expression["op"].string());
    return {};
}

Type common_type(const Type& left, const Type& right) {
    if (left == right) return left;
    if (left.is_builtin("unknown")) return right;
    if (right.is_builtin("unknown")) return left;
    if (left.name == right.name && left.array_dimensions == right.array_dimensions) {
        return {left.name, {}, left.array_dimensions};  // differing modifiers are dropped
    }
    if (left.is_array() || right.is_array()) return {};
    // Numbers, in the order in which they give way to each other.
    constexpr std::array<std::string_view, 6> kOrder = {"int2", "int4", "int8", "numeric", "float4", "float8"};
    const auto rank = [&](const Type& type) {
        const auto found = std::ranges::find_if(kOrder, [&](std::string_view name) { return type.is_builtin(name); });
        return static_cast<std::size_t>(found - kOrder.begin());
    };
    const std::size_t higher = std::max(rank(left), rank(right));
    if (higher < kOrder.size()) return builtin(kOrder[higher]);
    const auto is_text = [](const Type& type) { return type.is_builtin("text") || type.is_builtin("varchar"); };
    return is_text(left) && is_text(right) ? builtin("text") : Type{};
}

namespace {

ExpressionType of_constant(const Node& constant) {
    if (constant["isnull"].boolean()) return {builtin("unknown"), Nullability::Unknown};
    if (constant["ival"]) return {builtin("int4"), Nullability::NotNull};
    if (constant["boolval"]) return {builtin("bool"), Nullability::NotNull};
    if (constant["fval"]) {  // also integers that int4 does not hold
        const std::string_view text = constant["fval"]["fval"].string();
        const bool fits_int8 = text.find_first_not_of("0123456789") == std::string_view::npos && text.size() < 19;
        return {builtin(fits_int8 ? "int8" : "numeric"), Nullability::NotNull};
    }
    if (constant["sval"]) return {builtin("unknown"), Nullability::NotNull};
    return {};
}

bool is_any(std::string_view name, std::string_view spaced_list) {
    for (std::size_t at = spaced_list.find(name); at != std::string_view::npos; at = spaced_list.find(name, at + 1)) {
        const bool starts = at == 0 || spaced_list[at - 1] == ' ';
        const std::size_t end = at + name.size();
        if (starts && (end == spaced_list.size() || spaced_list[end] == ' ')) return true;
    }
    return false;
}

Type arithmetic_type(std::string_view operation, const Type& left, const Type& right) {
    const auto is_number = [](const Type& type) {
        return !type.is_array() && type.name.schema == "pg_catalog" &&
               is_any(type.name.name, "int2 int4 int8 numeric float4 float8");
    };
    if (is_number(left) && is_number(right)) {
        const Type common = common_type(left, right);
        const bool mixed_float = common.is_builtin("float4") && left != right;
        return mixed_float ? builtin("float8") : builtin(common.name.name);
    }
    if (operation == "-" && left.is_builtin("date") && right.is_builtin("date")) return builtin("int4");
    const auto is_moment = [](const Type& type) { return type.is_builtin("timestamp") || type.is_builtin("timestamptz"); };
    if (operation == "-" && is_moment(left) && left.name == right.name) return builtin("interval");
    if (is_moment(left) && right.is_builtin("interval")) return builtin(left.name.name);
    return {};
}

ExpressionType of_operator(const QueryScope& scope, const Node& expression, int depth) {
    const std::string_view kind = expression["kind"].string();
    const std::vector<std::string> names = name_parts(expression["name"]);
    const std::string operation = names.empty() ? "" : names.back();
    const ExpressionType left = expression_type(scope, expression["lexpr"], depth + 1);
    const ExpressionType right = expression_type(scope, expression["rexpr"], depth + 1);
    const bool both = left.nullability == Nullability::NotNull && right.nullability == Nullability::NotNull;
    const Nullability strict = both ? Nullability::NotNull : Nullability::Unknown;
    if (kind == "AEXPR_NULLIF") return {left.type, Nullability::Unknown};
    if (kind == "AEXPR_DISTINCT" || kind == "AEXPR_NOT_DISTINCT") return {builtin("bool"), Nullability::NotNull};
    if (kind != "AEXPR_OP" && !kind.empty()) return {builtin("bool"), strict};
    if (is_any(operation, "= <> < > <= >= ~ ~* !~ !~* ~~ @> <@ ? ?| ?& && @@")) return {builtin("bool"), strict};
    if (operation == "->>" || operation == "#>>") return {builtin("text"), Nullability::Unknown};
    if (operation == "->" || operation == "#>" || operation == "#-") {
        const bool is_json = left.type.is_builtin("json") || left.type.is_builtin("jsonb");
        return {is_json ? left.type : Type{}, Nullability::Unknown};
    }
    if (operation == "||") {
        if (left.type == right.type && left.type.is_builtin("jsonb")) return {left.type, strict};
        const auto is_text = [](const Type& type) { return type.is_builtin("text") || type.is_builtin("varchar"); };
        const bool text = !left.type.is_array() && !right.type.is_array() && (is_text(left.type) || is_text(right.type));
        return {text ? builtin("text") : Type{}, text ? strict : Nullability::Unknown};
    }
    if (is_any(operation, "+ - * / %") && expression["lexpr"]) {
        const Type type = arithmetic_type(operation, left.type, right.type);
        return {type, type.is_known() ? strict : Nullability::Unknown};
    }
    return {};
}

ExpressionType of_alternatives(const QueryScope& scope, const std::vector<const Node*>& alternatives, int depth) {
    ExpressionType result{builtin("unknown"), Nullability::NotNull};
    for (const Node* alternative : alternatives) {
        const ExpressionType found = expression_type(scope, *alternative, depth + 1);
        result.type = result.type.is_known() && found.type.is_known() ? common_type(result.type, found.type) : Type{};
        if (found.nullability != Nullability::NotNull) result.nullability = Nullability::Unknown;
    }
    return result;
}

ExpressionType of_case(const QueryScope& scope, const Node& expression, int depth) {
    std::vector<const Node*> results;
    for (const Node* when : expression["args"].items()) results.push_back(&(*when)["result"]);
    if (expression["defresult"]) results.push_back(&expression["defresult"]);
    ExpressionType found = of_alternatives(scope, results, depth);
    if (!expression["defresult"]) found.nullability = Nullability::Unknown;
    return found;
}

ExpressionType of_sub_query(const QueryScope& scope, const Node& link) {
    const std::string_view kind = link["subLinkType"].string();
    if (kind == "EXISTS_SUBLINK" || kind.empty()) return {builtin("bool"), Nullability::NotNull};
    if (kind == "ANY_SUBLINK" || kind == "ALL_SUBLINK") return {builtin("bool"), Nullability::Unknown};
    const QueryColumns columns = query_columns_in(scope.schema(), link["subselect"], &scope);
    if (columns.columns.size() != 1) return {};
    Type type = columns.columns.front().type;
    if (kind == "EXPR_SUBLINK") return {type, Nullability::Unknown};  // no row is NULL
    if (kind != "ARRAY_SUBLINK" || !type.is_known()) return {};
    type.array_dimensions = static_cast<std::uint8_t>(type.array_dimensions + 1);
    return {type, Nullability::NotNull};
}

ExpressionType of_value_function(std::string_view operation) {
    if (operation.starts_with("SVFOP_CURRENT_TIMESTAMP")) return {builtin("timestamptz"), Nullability::NotNull};
    if (operation.starts_with("SVFOP_LOCALTIMESTAMP")) return {builtin("timestamp"), Nullability::NotNull};
    if (operation.starts_with("SVFOP_CURRENT_TIME")) return {builtin("timetz"), Nullability::NotNull};
    if (operation.starts_with("SVFOP_LOCALTIME")) return {builtin("time"), Nullability::NotNull};
    if (operation.empty() || operation == "SVFOP_CURRENT_DATE") return {builtin("date"), Nullability::NotNull};
    return {builtin("name"), Nullability::NotNull};
}

// Functions of pg_catalog whose result does not depend on their arguments.
struct PlainFunctions {
    std::string_view result;
    bool never_null;
    std::string_view names;  // separated by spaces
};

constexpr std::array<PlainFunctions, 14> kPlainFunctions = {{
    {"int8", true, "count row_number rank dense_rank"},
    {"int8", false, "nextval currval lastval setval"},
    {"timestamptz", true, "now transaction_timestamp statement_timestamp clock_timestamp"},
    {"uuid", true, "gen_random_uuid uuid_generate_v4 uuid_generate_v1"},
    {"float8", true, "random percent_rank cume_dist"},
    {"float8", false, "date_part"},
    {"numeric", false, "extract"},
    {"int4", false, "length char_length character_length octet_length position strpos array_length cardinality ntile ascii"},
    {"text", true, "concat"},
    {"text", false,
     "lower upper initcap btrim ltrim rtrim replace substring substr split_part regexp_replace format to_char md5 left right "
     "repeat reverse lpad rpad string_agg concat_ws array_to_string quote_ident quote_literal json_typeof jsonb_typeof"},
    {"json", false,
     "json_agg json_object_agg json_build_object json_build_array to_json row_to_json array_to_json json_strip_nulls"},
    {"jsonb", false, "jsonb_agg jsonb_object_agg jsonb_build_object jsonb_build_array to_jsonb jsonb_set jsonb_strip_nulls"},
    {"bool", false, "bool_and bool_or every starts_with"},
    {"tsvector", false, "to_tsvector setweight"},
}};

// sum() and avg() (pg_aggregate.dat).
Type aggregate_type(std::string_view name, const Type& argument) {
    if (argument.is_array()) return {};
    const bool is_integer = argument.is_builtin("int2") || argument.is_builtin("int4") || argument.is_builtin("int8");
    if (name == "sum" && (argument.is_builtin("int2") || argument.is_builtin("int4"))) return builtin("int8");
    if (is_integer || argument.is_builtin("numeric")) return builtin("numeric");
    if (argument.is_builtin("float8")) return builtin("float8");
    if (argument.is_builtin("float4")) return builtin(name == "sum" ? "float4" : "float8");
    if (argument.is_builtin("interval")) return builtin("interval");
    return {};
}

Type call_by_argument(std::string_view name, const Type& argument, const Type& second) {
    if (is_any(name, "min max first_value last_value lag lead nth_value mode"))
        return {argument.name, {}, argument.array_dimensions};
    if (name == "sum" || name == "avg") return aggregate_type(name, argument);
    if (name == "array_agg" && argument.is_known() && !argument.is_builtin("unknown")) {
        return {argument.name, {}, static_cast<std::uint8_t>(argument.array_dimensions + 1)};
    }
    if (is_any(name, "abs round ceil ceiling floor trunc") && argument.is_builtin("numeric")) return builtin("numeric");
    if (is_any(name, "round ceil ceiling floor trunc") && argument.is_builtin("float8")) return builtin("float8");
    if (name == "abs") return argument;
    if (name == "date_trunc") {
        if (second.is_builtin("timestamp") || second.is_builtin("timestamptz") || second.is_builtin("interval"))
            return builtin(second.name.name);
        if (second.is_builtin("date")) return builtin("timestamptz");
    }
    if (name == "age") return builtin("interval");
    return {};
}

// A function of the schema; overloads must agree.
Type user_function_type(SchemaBuilder& schema, const WrittenName& written, bool& found) {
    Type type;
    for (const FunctionState& state : schema.functions()) {
        if (!schema.names_function(written, state.function)) continue;
        if (found && state.function.result != type) return {};
        type = state.function.returns_set ? Type{} : state.function.result;
        found = true;
    }
    return type;
}

ExpressionType of_call(const QueryScope& scope, const Node& call, int depth) {
    const WrittenName written = written_name(name_parts(call["funcname"]));
    bool is_user_function = false;
    const Type user_type = user_function_type(scope.schema(), written, is_user_function);
    if (is_user_function) return {user_type, Nullability::Unknown};
    for (const PlainFunctions& functions : kPlainFunctions) {
        if (!is_any(written.name, functions.names)) continue;
        return {builtin(functions.result), functions.never_null ? Nullability::NotNull : Nullability::Unknown};
    }
    const auto& arguments = call["args"].items();
    const auto type_of = [&](std::size_t index) {
        return index < arguments.size() ? expression_type(scope, *arguments[index], depth + 1).type : Type{};
    };
    return {call_by_argument(written.name, type_of(0), type_of(1)), Nullability::Unknown};
}

}  // namespace

}  // namespace rowtype::migrations
