#include "reflect/migrations/query_expressions.h"

#include <algorithm>
#include <array>

#include "reflect/migrations/calls.h"
#include "reflect/migrations/polymorphic.h"
#include "reflect/migrations/type_names.h"

namespace rowtype::migrations {

using catalog::Nullability;
using catalog::Type;

namespace {

using Reader = ExpressionType (*)(const QueryScope& scope, const Node& expression, int depth);

struct ReaderRow {
    std::string_view tag;  // src/include/nodes/parsenodes.h
    Reader read;
};

ExpressionType of_column(const QueryScope& scope, const Node& reference, int depth);
ExpressionType of_constant(const QueryScope& scope, const Node& constant, int depth);
ExpressionType of_cast(const QueryScope& scope, const Node& cast, int depth);
ExpressionType of_call(const QueryScope& scope, const Node& call, int depth);
ExpressionType of_collate(const QueryScope& scope, const Node& clause, int depth);
ExpressionType of_test(const QueryScope& scope, const Node& test, int depth);
ExpressionType of_logic(const QueryScope& scope, const Node& expression, int depth);
ExpressionType of_operator(const QueryScope& scope, const Node& expression, int depth);
ExpressionType of_coalesce(const QueryScope& scope, const Node& expression, int depth);
ExpressionType of_case(const QueryScope& scope, const Node& expression, int depth);
ExpressionType of_sub_query(const QueryScope& scope, const Node& link, int depth);
ExpressionType of_value_function(const QueryScope& scope, const Node& function, int depth);
ExpressionType of_array(const QueryScope& scope, const Node& array, int depth);
ExpressionType of_row(const QueryScope& scope, const Node& row, int depth);
ExpressionType of_indirection(const QueryScope& scope, const Node& expression, int depth);
ExpressionType of_json(const QueryScope& scope, const Node& expression, int depth);
ExpressionType of_xml(const QueryScope& scope, const Node& expression, int depth);
ExpressionType of_grouping(const QueryScope& scope, const Node& expression, int depth);

constexpr std::array<ReaderRow, 28> kReaders = {{
    {"ColumnRef", of_column},
    {"A_Const", of_constant},
    {"TypeCast", of_cast},
    {"FuncCall", of_call},
    {"CollateClause", of_collate},
    {"NullTest", of_test},
    {"BooleanTest", of_test},
    {"BoolExpr", of_logic},
    {"A_Expr", of_operator},
    {"CoalesceExpr", of_coalesce},
    {"MinMaxExpr", of_coalesce},  // NULL as well only where all are
    {"CaseExpr", of_case},
    {"SubLink", of_sub_query},
    {"SQLValueFunction", of_value_function},
    {"A_ArrayExpr", of_array},
    {"RowExpr", of_row},
    {"A_Indirection", of_indirection},
    {"GroupingFunc", of_grouping},
    {"XmlExpr", of_xml},
    {"JsonObjectConstructor", of_json},
    {"JsonArrayConstructor", of_json},
    {"JsonArrayQueryConstructor", of_json},
    {"JsonObjectAgg", of_json},
    {"JsonArrayAgg", of_json},
    {"JsonFuncExpr", of_json},
    {"JsonIsPredicate", of_json},
    {"JsonParseExpr", of_json},
    {"JsonSerializeExpr", of_json},
}};

}  // namespace

ExpressionType expression_type(const QueryScope& scope, const Node& expression, int depth) {
    if (depth > kMaximumQueryDepth) return {};
    const auto row = std::ranges::find(kReaders, expression.tag(), &ReaderRow::tag);
    return row == kReaders.end() ? ExpressionType{} : row->read(scope, expression, depth);
}

namespace {

// A name that is no column may be a relation's: its row.
ExpressionType of_column(const QueryScope& scope, const Node& reference, int) {
    if (const QueryColumn* column = scope.find_column(reference)) return {column->type, column->nullability};
    const auto& fields = reference["fields"].items();
    const ScopeItem* owner =
        fields.size() == 2 && fields.back()->is("String") ? scope.find_item(fields.front()->sval()) : nullptr;
    if (owner != nullptr && owner->columns.complete) {  // row.function, a computed field
        return {result_of_call(scope, std::string(fields.back()->sval()), {owner->row}), Nullability::Unknown};
    }
    const bool is_row = fields.size() == 1 || (fields.size() == 2 && fields.back()->is("A_Star"));
    if (!is_row || fields.front()->sval().empty()) return {};
    const ScopeItem* item = scope.find_item(fields.front()->sval());
    if (item == nullptr) return {};
    const TypeRules rules(scope.schema());
    const bool is_scalar = item->columns.columns.size() == 1 && item->row.is_known() && !item->row.is_builtin("record") &&
                           rules.category_of(item->row) != 'C';
    if (is_scalar) return {item->row, item->columns.columns.front().nullability};  // a function's one value
    return {item->row, Nullability::Unknown};
}

ExpressionType of_constant(const QueryScope&, const Node& constant, int) {
    if (constant["isnull"].boolean()) return {builtin_type("unknown"), Nullability::Unknown};
    if (constant["ival"]) return {builtin_type("int4"), Nullability::NotNull};
    if (constant["boolval"]) return {builtin_type("bool"), Nullability::NotNull};
    if (constant["bsval"]) return {builtin_type("bit"), Nullability::NotNull};
    if (constant["fval"]) {  // also integers that int4 does not hold
        const std::string_view text = constant["fval"]["fval"].string();
        const bool is_whole = text.find_first_not_of("0123456789") == std::string_view::npos;
        constexpr std::string_view kLargest = "9223372036854775807";
        const bool fits = text.size() < kLargest.size() || (text.size() == kLargest.size() && text <= kLargest);
        return {builtin_type(is_whole && fits ? "int8" : "numeric"), Nullability::NotNull};
    }
    if (constant["sval"]) return {builtin_type("unknown"), Nullability::NotNull};
    return {};
}

// An infinite time has no time of day, and a JSON null is NULL as a number (since PostgreSQL 18).
bool may_lose_value(const Type& from, const Type& to) {
    if (from.is_builtin("jsonb")) return !to.is_builtin("text") && !to.is_builtin("json") && !to.is_builtin("varchar");
    return (to.is_builtin("time") || to.is_builtin("timetz")) && !from.is_builtin("time") && !from.is_builtin("timetz");
}

// A cast of PostgreSQL's own types, enums and domains keeps values; what an extension's or a user's own does is not known.
ExpressionType of_cast(const QueryScope& scope, const Node& cast, int depth) {
    const TypeRules rules(scope.schema());
    const ExpressionType inner = expression_type(scope, cast["arg"], depth + 1);
    Type type = resolve_type(scope.schema(), cast["typeName"]);
    const bool opaque = rules.is_opaque(type) || rules.is_opaque(inner.type) || may_lose_value(inner.type, type);
    const bool array_of_unknown = cast["arg"].is("A_ArrayExpr") && type.is_known();  // ARRAY[]::text[]
    if (array_of_unknown) return {type, Nullability::NotNull};
    return {type, opaque ? Nullability::Unknown : inner.nullability};
}

ExpressionType of_collate(const QueryScope& scope, const Node& clause, int depth) {
    ExpressionType inner = expression_type(scope, clause["arg"], depth + 1);
    if (is_open(inner.type)) inner.type = builtin_type("text");
    return inner;
}

ExpressionType of_test(const QueryScope&, const Node&, int) { return {builtin_type("bool"), Nullability::NotNull}; }

ExpressionType of_grouping(const QueryScope&, const Node&, int) { return {builtin_type("int4"), Nullability::NotNull}; }

ExpressionType of_logic(const QueryScope& scope, const Node& expression, int depth) {
    Nullability nullability = Nullability::NotNull;
    for (const Node* argument : expression["args"].items()) {
        if (expression_type(scope, *argument, depth + 1).nullability != Nullability::NotNull) nullability = Nullability::Unknown;
    }
    return {builtin_type("bool"), nullability};
}

bool all_not_null(const QueryScope& scope, const Node& values, int depth) {
    const Node& items = values.is("List") ? values["items"] : values;
    return std::ranges::all_of(items.items(), [&](const Node* value) {
        return expression_type(scope, *value, depth + 1).nullability == Nullability::NotNull;
    });
}

// IN, LIKE, BETWEEN, ANY and so on: true or false.
ExpressionType of_comparison(const QueryScope& scope, const Node& expression, std::string_view kind, int depth) {
    const bool list = kind == "AEXPR_IN" || kind.starts_with("AEXPR_BETWEEN") || kind.starts_with("AEXPR_NOT_BETWEEN");
    const bool pair = kind == "AEXPR_LIKE" || kind == "AEXPR_ILIKE" || kind == "AEXPR_SIMILAR";
    const ExpressionType left = expression_type(scope, expression["lexpr"], depth + 1);
    bool proven = left.nullability == Nullability::NotNull && !TypeRules(scope.schema()).is_opaque(left.type);
    const Node* array = &expression["rexpr"];
    while (array->is("TypeCast")) array = &(*array)["arg"];
    if (list) {
        proven = proven && all_not_null(scope, expression["rexpr"], depth);
    } else if (array->is("A_ArrayExpr")) {  // x = ANY (ARRAY[…]), which is how IN is printed
        proven = proven && all_not_null(scope, (*array)["elements"], depth);
    } else {
        proven = proven && pair && expression_type(scope, expression["rexpr"], depth + 1).nullability == Nullability::NotNull;
    }
    return {builtin_type("bool"), proven ? Nullability::NotNull : Nullability::Unknown};
}

// The first argument as the comparison takes it.
ExpressionType of_null_if(const QueryScope& scope, const Node& expression, int depth) {
    const ExpressionType left = expression_type(scope, expression["lexpr"], depth + 1);
    const ExpressionType right = expression_type(scope, expression["rexpr"], depth + 1);
    const TypeRules rules(scope.schema());
    if (rules.is_opaque(left.type)) return {left.type.is_known() ? left.type : Type{}, Nullability::Unknown};
    const std::vector<Signature> candidates = builtin_operators("=");
    const std::optional<Resolved> resolved = resolve_operator(rules, candidates, {left.type, right.type});
    if (!resolved || !resolved->left.is_known()) return {};
    const bool unchanged = is_same_type(resolved->left, left.type);
    return {unchanged ? left.type : resolved->left, Nullability::Unknown};
}

// Comparisons give bool and distances float8, whoever defines them.
Type conventional_result(std::string_view name) {
    constexpr std::array<std::string_view, 16> kTests = {
        "!~", "!~*", "!~~", "!~~*", "&&", "<", "<=", "<>", "<@", "=", ">", ">=", "@>", "~", "~*", "~~",
    };
    if (std::ranges::find(kTests, name) != kTests.end()) return builtin_type("bool");
    if (name == "<->" || name == "<#>" || name == "<=>") return builtin_type("float8");
    return {};
}

ExpressionType of_operator(const QueryScope& scope, const Node& expression, int depth) {
    const std::string_view kind = expression["kind"].string();
    if (kind == "AEXPR_NULLIF") return of_null_if(scope, expression, depth);
    if (kind == "AEXPR_DISTINCT" || kind == "AEXPR_NOT_DISTINCT") return {builtin_type("bool"), Nullability::NotNull};
    if (kind != "AEXPR_OP" && !kind.empty()) return of_comparison(scope, expression, kind, depth);
    const std::vector<std::string> names = name_parts(expression["name"]);
    const std::string name = names.empty() ? "" : names.back();
    if (expression["lexpr"].is("RowExpr") && expression["rexpr"].is("RowExpr")) {  // compared column by column
        const bool values =
            all_not_null(scope, expression["lexpr"]["args"], depth) && all_not_null(scope, expression["rexpr"]["args"], depth);
        return {conventional_result(name), values ? Nullability::NotNull : Nullability::Unknown};
    }
    std::vector<Type> types;
    bool proven = true;
    for (const std::string_view side : {"lexpr", "rexpr"}) {
        if (!expression[side]) continue;
        if (expression[side].is("RowExpr") || expression[side].is("SubLink")) proven = false;
        const ExpressionType found = expression_type(scope, expression[side], depth + 1);
        proven = proven && found.nullability == Nullability::NotNull;
        types.push_back(found.type);
    }
    const TypeRules rules(scope.schema());
    std::vector<Signature> candidates = builtin_operators(name);
    std::erase_if(candidates, [&](const Signature& signature) { return signature.arguments.size() != types.size(); });
    if (const std::optional<Resolved> resolved = resolve_operator(rules, candidates, types)) {
        return {resolved->result, proven && operator_keeps_not_null(name) ? Nullability::NotNull : Nullability::Unknown};
    }
    return {conventional_result(name), Nullability::Unknown};
}

// COALESCE, GREATEST, LEAST: a value where any of them is one.
ExpressionType of_coalesce(const QueryScope& scope, const Node& expression, int depth) {
    std::vector<Type> types;
    Nullability nullability = Nullability::Unknown;
    for (const Node* argument : expression["args"].items()) {
        const ExpressionType found = expression_type(scope, *argument, depth + 1);
        types.push_back(found.type);
        if (found.nullability == Nullability::NotNull) nullability = Nullability::NotNull;
    }
    return {TypeRules(scope.schema()).common_of(types), nullability};
}

// The ELSE first, as transformCaseExpr has it.
ExpressionType of_case(const QueryScope& scope, const Node& expression, int depth) {
    std::vector<const Node*> results;
    if (expression["defresult"]) results.push_back(&expression["defresult"]);
    for (const Node* when : expression["args"].items()) results.push_back(&(*when)["result"]);
    std::vector<Type> types;
    Nullability nullability = expression["defresult"] ? Nullability::NotNull : Nullability::Unknown;
    if (!expression["defresult"]) types.push_back(builtin_type("unknown"));  // NULL
    for (const Node* result : results) {
        const ExpressionType found = expression_type(scope, *result, depth + 1);
        types.push_back(found.type);
        if (found.nullability != Nullability::NotNull) nullability = Nullability::Unknown;
    }
    return {TypeRules(scope.schema()).common_of(types), nullability};
}

ExpressionType of_sub_query(const QueryScope& scope, const Node& link, int) {
    const std::string_view kind = link["subLinkType"].string();
    if (kind == "EXISTS_SUBLINK" || kind.empty()) return {builtin_type("bool"), Nullability::NotNull};
    if (kind == "ANY_SUBLINK" || kind == "ALL_SUBLINK") return {builtin_type("bool"), Nullability::Unknown};
    const QueryColumns columns = query_columns_in(scope.schema(), link["subselect"], &scope);
    if (columns.columns.size() != 1 || !columns.complete) return {};
    const Type& type = columns.columns.front().type;
    if (kind == "EXPR_SUBLINK") {
        // No row is NULL; an aggregate without GROUP BY always gives one.
        const Node& query = link["subselect"];
        const bool one_row = query["targetList"].items().size() == 1 && !query["groupClause"] && !query["havingClause"] &&
                             !query["limitCount"] && !query["limitOffset"] && !query["larg"] &&
                             (*query["targetList"].items().front())["val"]["agg_star"].boolean() &&
                             !(*query["targetList"].items().front())["val"]["over"];
        return {type, one_row ? columns.columns.front().nullability : Nullability::Unknown};
    }
    if (kind != "ARRAY_SUBLINK") return {};
    return {TypeRules(scope.schema()).array_of(type), Nullability::NotNull};
}

ExpressionType of_value_function(const QueryScope&, const Node& function, int) {
    const std::string_view operation = function["op"].string();
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kTimes = {{
        {"SVFOP_CURRENT_TIMESTAMP", "timestamptz"},
        {"SVFOP_LOCALTIMESTAMP", "timestamp"},
        {"SVFOP_CURRENT_TIME", "timetz"},
        {"SVFOP_LOCALTIME", "time"},
    }};
    for (const auto& [start, name] : kTimes) {
        if (!operation.starts_with(start)) continue;
        Type type = builtin_type(name);
        constexpr std::int64_t kMostDigits = 6;  // PostgreSQL takes more as that
        const std::int64_t digits = std::min(function["typmod"].integer(), kMostDigits);
        if (operation.ends_with("_N")) type.modifiers = {static_cast<std::int32_t>(digits)};
        return {type, Nullability::NotNull};
    }
    if (operation.empty() || operation == "SVFOP_CURRENT_DATE") return {builtin_type("date"), Nullability::NotNull};
    const bool may_miss = operation == "SVFOP_CURRENT_SCHEMA";  // NULL where the search path is empty
    return {builtin_type("name"), may_miss ? Nullability::Unknown : Nullability::NotNull};
}

// Arrays in an array are of the same type as a flat one.
ExpressionType of_array(const QueryScope& scope, const Node& array, int depth) {
    const TypeRules rules(scope.schema());
    std::vector<Type> types;
    for (const Node* element : array["elements"].items()) types.push_back(expression_type(scope, *element, depth + 1).type);
    if (types.empty()) return {};
    const Type common = rules.common_of(types);
    return {common.is_array() ? common : rules.array_of(common), Nullability::NotNull};
}

ExpressionType of_row(const QueryScope&, const Node&, int) { return {builtin_type("record"), Nullability::NotNull}; }

// (expression).field, expression[1], expression[1:2]
ExpressionType of_indirection(const QueryScope& scope, const Node& expression, int depth) {
    if (const QueryColumn* column = scope.find_field(expression)) return {column->type, column->nullability};
    const TypeRules rules(scope.schema());
    Type type = expression_type(scope, expression["arg"], depth + 1).type;
    if (expression["arg"].is("FuncCall") && expression["indirection"].items().size() == 1) {
        const ResolvedCall call = resolve_function_call(scope, expression["arg"], depth + 1);
        const Signature* signature = call.resolved ? call.resolved->signature : nullptr;
        const std::string_view field = expression["indirection"].items().front()->sval();
        for (const catalog::Attribute& column : signature == nullptr ? std::vector<catalog::Attribute>() : signature->columns) {
            if (column.name == field) return {is_polymorphic(column.type) ? Type{} : column.type, Nullability::Unknown};
        }
    }
    bool sliced = false;
    for (const Node* step : expression["indirection"].items()) {
        if (step->is("A_Indices")) {
            sliced = sliced || (*step)["is_slice"].boolean();
            if (type.is_builtin("jsonb")) continue;  // a subscript of it is jsonb again
            const bool next_is_index = step != expression["indirection"].items().back();
            if (sliced || next_is_index) continue;
            type = rules.element_of(type);
        } else if (step->is("String")) {
            const std::vector<catalog::Attribute> attributes = rules.attributes_of(type);
            const auto field = std::ranges::find(attributes, std::string(step->sval()), &catalog::Attribute::name);
            type = field == attributes.end() ? Type{} : field->type;
        } else {
            return {};
        }
    }
    return {type, Nullability::Unknown};
}

ExpressionType of_json(const QueryScope& scope, const Node& expression, int) {
    if (expression.is("JsonIsPredicate")) return {builtin_type("bool"), Nullability::Unknown};
    const Node& output = expression["output"] ? expression["output"] : expression["constructor"]["output"];
    if (output["typeName"]) return {resolve_type(scope.schema(), output["typeName"]), Nullability::Unknown};
    if (expression.is("JsonSerializeExpr")) return {builtin_type("text"), Nullability::Unknown};
    if (!expression.is("JsonFuncExpr")) return {builtin_type("json"), Nullability::Unknown};
    const std::string_view operation = expression["op"].string();
    if (operation == "JSON_QUERY_OP") return {builtin_type("jsonb"), Nullability::Unknown};
    return {builtin_type(operation == "JSON_VALUE_OP" ? "text" : "bool"), Nullability::Unknown};
}

ExpressionType of_xml(const QueryScope&, const Node& expression, int) {
    return {builtin_type(expression["op"].string() == "IS_DOCUMENT" ? "bool" : "xml"), Nullability::Unknown};
}

// An aggregate over a group that has rows, or over a window that has the row itself.
bool sees_a_row(const QueryScope& scope, const Node& call) {
    if (call["agg_filter"]) return false;
    if (!call["over"]) return scope.groups_have_rows;
    constexpr std::int64_t kNonDefaultFrame = 1;  // FRAMEOPTION_NONDEFAULT
    const Node& window = call["over"];
    return !window["name"] && !window["refname"] && (window["frameOptions"].integer() & kNonDefaultFrame) == 0;
}

Nullability nullability_of(const QueryScope& scope, const Node& call, const ResolvedCall& found, std::string_view name) {
    if (call["func_variadic"].boolean()) return Nullability::Unknown;
    const bool own = found.is_builtin || found.candidates.empty();
    if (own && never_null(name)) return Nullability::NotNull;
    if (!found.is_builtin || !found.resolved) return Nullability::Unknown;
    bool of_any = false;
    if (aggregates_to_value(name, of_any)) {
        const bool proven = sees_a_row(scope, call) && (of_any || found.arguments_are_not_null);
        return proven ? Nullability::NotNull : Nullability::Unknown;
    }
    const bool of_range = (name == "lower" || name == "upper") && !found.resolved->result.is_builtin("text");
    const bool proven = keeps_not_null(name) && found.arguments_are_not_null && !of_range;
    return proven ? Nullability::NotNull : Nullability::Unknown;
}

ExpressionType of_call(const QueryScope& scope, const Node& call, int depth) {
    const ResolvedCall found = resolve_function_call(scope, call, depth);
    const std::string name = written_name(name_parts(call["funcname"])).name;
    Type type = found.resolved ? found.resolved->result : Type{};
    const Signature* signature = found.resolved ? found.resolved->signature : nullptr;
    Nullability nullability = nullability_of(scope, call, found, name);
    if (signature != nullptr && signature->returns_set) nullability = Nullability::Unknown;  // of several, one may end first
    type.array_dimensions = std::min<std::uint8_t>(type.array_dimensions, 1);
    type.clear_modifiers();
    return {type, nullability};
}

}  // namespace

}  // namespace rowtype::migrations
