#include "reflect/migrations/query_columns.h"

#include <algorithm>
#include <array>
#include <utility>

#include "reflect/migrations/calls.h"
#include "reflect/migrations/columns.h"
#include "reflect/migrations/polymorphic.h"
#include "reflect/migrations/query_expressions.h"
#include "reflect/migrations/query_scope.h"
#include "reflect/migrations/type_rules.h"

namespace rowtype::migrations {

using catalog::Nullability;

namespace {

QueryColumns set_operation(SchemaBuilder& schema, const Node& select, const QueryScope& scope);
QueryColumns values_columns(const QueryScope& scope, const Node& lists);
void add_target(const QueryScope& scope, const Node& target, QueryColumns& result);
bool has_grouping_sets(const Node& select);

}  // namespace

QueryColumns query_columns(SchemaBuilder& schema, const Node& select) { return query_columns_in(schema, select, nullptr); }

QueryColumns query_columns_in(SchemaBuilder& schema, const Node& select, const QueryScope* outer, bool sees_outer,
                              bool keep_open) {
    const int depth = outer == nullptr ? 0 : outer->depth() + 1;
    if (depth > kMaximumQueryDepth) return {{}, false};
    QueryScope scope(schema, outer, sees_outer, depth);
    scope.add_with(select["withClause"]);
    if (select["larg"]) return set_operation(schema, select, scope);
    if (select["valuesLists"]) return values_columns(scope, select["valuesLists"]);
    scope.add_from(select["fromClause"]);
    scope.add_where(select["whereClause"]);
    scope.groups_have_rows = select["groupClause"] && !has_grouping_sets(select);
    QueryColumns result;
    for (const Node* target : select["targetList"].items()) add_target(scope, *target, result);
    for (QueryColumn& column : result.columns) {
        if (has_grouping_sets(select)) column.nullability = Nullability::Unknown;
        if (!keep_open && is_open(column.type)) column.type = builtin_type("text");
    }
    return result;
}

namespace {

// Names come from the left side; NOT NULL and an origin hold where both sides agree. EXCEPT gives rows of the left side alone,
// INTERSECT rows that both have.
QueryColumns set_operation(SchemaBuilder& schema, const Node& select, const QueryScope& scope) {
    QueryColumns left = query_columns_in(schema, select["larg"], &scope, false, true);
    const QueryColumns right = query_columns_in(schema, select["rarg"], &scope, false, true);
    const TypeRules rules(schema);
    const std::string_view operation = select["op"].string();
    left.complete = left.complete && right.complete;
    for (std::size_t index = 0; index < left.columns.size(); ++index) {
        QueryColumn& column = left.columns[index];
        if (index >= right.columns.size() || !left.complete) {
            column = {column.name, {}, Nullability::Unknown};
            continue;
        }
        const QueryColumn& other = right.columns[index];
        column.type = rules.common_of({column.type, other.type});
        const bool either = operation == "SETOP_INTERSECT" && other.nullability == Nullability::NotNull;
        if (either) column.nullability = Nullability::NotNull;
        const bool both = operation == "SETOP_EXCEPT" || either || other.nullability == Nullability::NotNull;
        if (!both) column.nullability = Nullability::Unknown;
        if (column.origin != other.origin) column.origin = {};
        if (column.collation != other.collation) column.collation.clear();
    }
    return left;
}

QueryColumns values_columns(const QueryScope& scope, const Node& lists) {
    QueryColumns result;
    std::vector<std::vector<catalog::Type>> types;
    for (const Node* row : lists.items()) {
        const auto& cells = (row->is("List") ? (*row)["items"] : *row).items();
        for (std::size_t index = 0; index < cells.size(); ++index) {
            const ExpressionType cell = expression_type(scope, *cells[index]);
            if (index >= result.columns.size()) {
                result.columns.push_back({"column" + std::to_string(index + 1), {}, cell.nullability});
                types.emplace_back();
            }
            types[index].push_back(cell.type);
            if (cell.nullability != Nullability::NotNull) result.columns[index].nullability = Nullability::Unknown;
        }
    }
    for (std::size_t index = 0; index < types.size(); ++index) {
        result.columns[index].type = TypeRules(scope.schema()).common_of(types[index]);
    }
    return result;
}

void append(QueryColumns& result, const QueryColumns& added) {
    result.columns.insert(result.columns.end(), added.columns.begin(), added.columns.end());
    result.complete = result.complete && added.complete;
}

// (expression).*
QueryColumns spread_columns(const QueryScope& scope, const Node& indirection) {
    if (indirection["indirection"].items().size() != 1) return {{}, false};
    const catalog::Type type = expression_type(scope, indirection["arg"]).type;
    QueryColumns result;
    for (const catalog::Attribute& attribute : TypeRules(scope.schema()).attributes_of(type)) {
        result.columns.push_back({attribute.name, attribute.type, Nullability::Unknown});
    }
    result.complete = !result.columns.empty();
    return result;
}

// A text made of a name alone is compared as the name is: convert_from(data, 'UTF8').
std::string collation_of_call(const QueryScope& scope, const Node& call) {
    const ResolvedCall found = resolve_function_call(scope, call, 0);
    const Signature* signature = found.resolved ? found.resolved->signature : nullptr;
    if (signature == nullptr || !found.is_builtin || !found.resolved->result.is_builtin("text")) return {};
    const auto& arguments = signature->arguments;
    const auto is = [](std::string_view name) { return [name](const catalog::Type& type) { return type.is_builtin(name); }; };
    const bool has_name = std::ranges::any_of(arguments, is("name"));
    const bool has_text = std::ranges::any_of(arguments, is("text")) || std::ranges::any_of(arguments, is_polymorphic);
    return has_name && !has_text ? "C" : "";
}

void add_target(const QueryScope& scope, const Node& target, QueryColumns& result) {
    const Node& value = target["val"];
    const auto& fields = value["fields"].items();
    if (value.is("ColumnRef") && !fields.empty() && fields.back()->is("A_Star")) {
        if (fields.size() == 1) return append(result, scope.star());
        const ScopeItem* item = scope.find_item(fields[fields.size() - 2]->sval());
        return item == nullptr ? append(result, {{}, false}) : append(result, item->columns);
    }
    if (value.is("A_Indirection")) {  // (expression).* spreads a composite
        const auto& steps = value["indirection"].items();
        if (!steps.empty() && steps.back()->is("A_Star")) return append(result, spread_columns(scope, value));
    }
    const QueryColumn* passed_on = value.is("ColumnRef")       ? scope.find_column(value)
                                   : value.is("A_Indirection") ? scope.find_field(value)
                                                               : nullptr;
    if (passed_on != nullptr) {
        QueryColumn column = *passed_on;
        if (target["name"]) column.name = target["name"].string();
        result.columns.push_back(std::move(column));
        return;
    }
    const ExpressionType found = expression_type(scope, value);
    std::string name(target["name"].string());
    if (name.empty()) name = name_of_expression(value).value_or("?column?");
    QueryColumn column{std::move(name), found.type, found.nullability};
    if (value.is("FuncCall")) column.collation = collation_of_call(scope, value);
    if (value.is("CollateClause")) column.collation = collation_beside(scope.schema(), value, found.type);
    result.columns.push_back(std::move(column));
}

bool has_grouping_sets(const Node& select) {
    return std::ranges::any_of(select["groupClause"].items(), [](const Node* item) { return item->is("GroupingSet"); });
}

// How sure a name is: a type's name behind a cast gives way to any other.
struct FoundName {
    std::string name;
    bool weak = false;
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kNamesByTag = {{
    {"A_ArrayExpr", "array"},
    {"RowExpr", "row"},
    {"CoalesceExpr", "coalesce"},
    {"GroupingFunc", "grouping"},
    {"MergeSupportFunc", "merge_action"},
    {"XmlSerialize", "xmlserialize"},
    {"JsonParseExpr", "json"},
    {"JsonScalarExpr", "json_scalar"},
    {"JsonSerializeExpr", "json_serialize"},
    {"JsonObjectConstructor", "json_object"},
    {"JsonArrayConstructor", "json_array"},
    {"JsonArrayQueryConstructor", "json_array"},
    {"JsonObjectAgg", "json_objectagg"},
    {"JsonArrayAgg", "json_arrayagg"},
    {"MinMaxExpr", "greatest"},
    {"XmlExpr", "xml"},
    {"SQLValueFunction", "current"},
}};

std::string last_name(const Node& list) {
    for (auto item = list.items().rbegin(); item != list.items().rend(); ++item) {
        if ((*item)->is("String")) return std::string((*item)->sval());
    }
    return {};
}

// SVFOP_CURRENT_TIMESTAMP_N and so on are called like the word.
std::string value_function_name(std::string_view operation) {
    if (operation.empty()) operation = "SVFOP_CURRENT_DATE";
    operation.remove_prefix(std::min<std::size_t>(6, operation.size()));
    if (operation.ends_with("_N")) operation.remove_suffix(2);
    std::string name;
    for (const char letter : operation) name += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    return name;
}

std::string json_function_name(const Node& expression) {
    const std::string_view operation = expression["op"].string();
    if (operation == "JSON_QUERY_OP") return "json_query";
    if (operation == "JSON_VALUE_OP") return "json_value";
    return "json_exists";
}

FoundName find_name(const Node& expression, int depth);

FoundName name_of_sub_query(const Node& link, int depth) {
    const std::string_view kind = link["subLinkType"].string();
    if (kind == "EXISTS_SUBLINK" || kind.empty()) return {"exists"};
    if (kind == "ARRAY_SUBLINK") return {"array"};
    if (kind != "EXPR_SUBLINK") return {};
    const auto& targets = link["subselect"]["targetList"].items();
    if (targets.empty()) return {};
    if ((*targets.front())["name"]) return {std::string((*targets.front())["name"].string())};
    return find_name((*targets.front())["val"], depth + 1);
}

FoundName find_name(const Node& expression, int depth) {
    if (depth > kMaximumQueryDepth) return {};
    if (expression.is("ColumnRef")) return {last_name(expression["fields"])};
    if (expression.is("FuncCall")) return {last_name(expression["funcname"])};
    if (expression.is("CollateClause")) return find_name(expression["arg"], depth + 1);
    if (expression.is("SubLink")) return name_of_sub_query(expression, depth);
    if (expression.is("JsonFuncExpr")) return {json_function_name(expression)};
    if (expression.is("SQLValueFunction")) return {value_function_name(expression["op"].string())};
    if (expression.is("A_Expr")) return expression["kind"].string() == "AEXPR_NULLIF" ? FoundName{"nullif"} : FoundName{};
    if (expression.is("MinMaxExpr") && expression["op"].string() == "IS_LEAST") return {"least"};
    if (expression.is("A_Indirection")) {
        const std::string field = last_name(expression["indirection"]);
        return field.empty() ? find_name(expression["arg"], depth + 1) : FoundName{field};
    }
    if (expression.is("TypeCast")) {
        FoundName inner = find_name(expression["arg"], depth + 1);
        return inner.name.empty() || inner.weak ? FoundName{last_name(expression["typeName"]["names"]), true} : inner;
    }
    if (expression.is("CaseExpr")) {
        FoundName inner = find_name(expression["defresult"], depth + 1);
        return inner.name.empty() || inner.weak ? FoundName{"case", true} : inner;
    }
    const auto known = std::ranges::find(kNamesByTag, expression.tag(), &std::pair<std::string_view, std::string_view>::first);
    return known == kNamesByTag.end() ? FoundName{} : FoundName{std::string(known->second)};
}

}  // namespace

std::optional<std::string> name_of_expression(const Node& expression) {
    FoundName found = find_name(expression, 0);
    if (found.name.empty()) return std::nullopt;
    return std::move(found.name);
}

}  // namespace rowtype::migrations
