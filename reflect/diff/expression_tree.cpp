#include "reflect/diff/expression_tree.h"

#include <algorithm>
#include <array>

#include "reflect/sql/syntax_tree.h"

namespace rowtype::diff {

using sql::Node;

namespace {

Expression convert(const Node& node);

// Lists inside expressions stand in a node of their own.
const Node& elements(const Node& node) { return node.is("List") ? node["items"] : node; }

Expression list_of(const Node& node, std::string text) {
    Expression list{Expression::Kind::Other, std::move(text), {}};
    for (const Node* item : elements(node).items()) list.parts.push_back(convert(*item));
    return list;
}

std::string_view last_name(const Node& names) {
    return names.items().empty() ? std::string_view() : names.items().back()->sval();
}

Expression constant(const Node& node) {
    Expression value{Expression::Kind::Constant, "", {}};
    if (node["isnull"].boolean()) value.text = "null";
    else if (node["boolval"]) value.text = node["boolval"]["boolval"].boolean() ? "true" : "false";
    else if (node["ival"]) value.text = std::to_string(node["ival"]["ival"].integer());
    else if (node["fval"]) value.text = node["fval"]["fval"].string();
    else if (node["sval"]) value.text = node["sval"]["sval"].string();
    else value.text = node["bsval"]["bsval"].string();
    return value;
}

// Types whose output function writes a value otherwise than people do.
bool is_reprinted_type(std::string_view name) {
    constexpr std::array<std::string_view, 18> kTypes = {"interval", "date",  "time",     "timetz", "timestamp", "timestamptz",
                                                         "json",     "jsonb", "regclass", "bytea",  "inet",      "cidr",
                                                         "macaddr",  "point", "box",      "xml",    "tsvector",  "tsquery"};
    return std::ranges::find(kTypes, name) != kTypes.end() || name.ends_with("range");
}

Expression cast(const Node& node) {
    Expression value = convert(node["arg"]);
    const bool is_array = !node["typeName"]["arrayBounds"].items().empty();
    if (value.kind == Expression::Kind::Constant && (is_array || is_reprinted_type(last_name(node["typeName"]["names"])))) {
        value.kind = Expression::Kind::Reprinted;
    }
    return value;
}

Expression operation(std::string name, std::vector<Expression> parts) {
    return {Expression::Kind::Other, std::move(name), std::move(parts)};
}

// AND and OR of the same kind, nested or not, are one list.
Expression logic(std::string name, const std::vector<Expression>& parts) {
    Expression joined{Expression::Kind::Other, name, {}};
    for (const Expression& part : parts) {
        if (part.kind == Expression::Kind::Other && part.text == name) {
            joined.parts.insert(joined.parts.end(), part.parts.begin(), part.parts.end());
        } else {
            joined.parts.push_back(part);
        }
    }
    return joined;
}

// x IN (a, b) is x = ANY (ARRAY[a, b]), and x = a where it is one.
Expression membership(const Node& node, Expression left) {
    const bool is_negated = last_name(node["name"]) == "<>";
    Expression list = list_of(node["rexpr"], "array");
    if (list.parts.size() == 1) return operation(is_negated ? "<>" : "=", {std::move(left), std::move(list.parts[0])});
    return operation(is_negated ? "<> all" : "= any", {std::move(left), std::move(list)});
}

Expression between(const Node& node, const Expression& left, bool is_negated) {
    const auto& bounds = elements(node["rexpr"]).items();
    if (bounds.size() != 2) return operation("between", {left});
    const Expression low = operation(is_negated ? "<" : ">=", {left, convert(*bounds[0])});
    const Expression high = operation(is_negated ? ">" : "<=", {left, convert(*bounds[1])});
    return logic(is_negated ? "or" : "and", {low, high});
}

Expression operator_expression(const Node& node) {
    const std::string_view kind = node["kind"].string();
    std::string name(last_name(node["name"]));
    Expression left = convert(node["lexpr"]);
    if (kind == "AEXPR_IN") return membership(node, std::move(left));
    if (kind == "AEXPR_BETWEEN" || kind == "AEXPR_NOT_BETWEEN") return between(node, left, kind == "AEXPR_NOT_BETWEEN");
    if (kind == "AEXPR_OP_ANY") name += " any";
    else if (kind == "AEXPR_OP_ALL") name += " all";
    else if (kind == "AEXPR_DISTINCT") name = "is distinct from";
    else if (kind == "AEXPR_NOT_DISTINCT") name = "is not distinct from";
    else if (kind == "AEXPR_NULLIF") name = "nullif";
    if (!node["lexpr"]) return operation(std::move(name), {convert(node["rexpr"])});
    return operation(std::move(name), {std::move(left), convert(node["rexpr"])});
}

Expression boolean_expression(const Node& node) {
    std::vector<Expression> parts;
    for (const Node* argument : node["args"].items()) parts.push_back(convert(*argument));
    const std::string_view kind = node["boolop"].string();
    if (kind == "NOT_EXPR") return operation("not", std::move(parts));
    return logic(kind == "AND_EXPR" ? "and" : "or", parts);
}

// Without where it stands, how it was spelled, and what PostgreSQL adds of its own.
bool is_meaningless(std::string_view field) {
    constexpr std::array<std::string_view, 9> kFields = {"location",      "funcformat",     "rexpr_list_start",
                                                         "list_start",    "rexpr_list_end", "list_end",
                                                         "stmt_location", "relpersistence", "schemaname"};
    return std::ranges::find(kFields, field) != kFields.end();
}

// Any other node: its name, and each of its fields under that field's name.
Expression generic(const Node& node) {
    Expression whole{Expression::Kind::Other, std::string(node.tag()), {}};
    for (std::size_t index = 0; index < node.field_names().size(); ++index) {
        const std::string_view field = node.field_names()[index];
        if (is_meaningless(field)) continue;
        whole.parts.push_back(operation(std::string(field), {convert(*node.items()[index])}));
    }
    return whole;
}

Expression function_call(const Node& node) {
    Expression call = generic(node);
    std::erase_if(call.parts, [](const Expression& part) { return part.text == "funcname" || part.text == "args"; });
    call.text = std::string(last_name(node["funcname"])) + "()";
    call.parts.push_back(list_of(node["args"], "args"));
    return call;
}

// PostgreSQL writes the ELSE NULL that is meant.
Expression case_expression(const Node& node) {
    Expression whole = generic(node);
    if (!node["defresult"]) {
        whole.parts.push_back(operation("defresult", {Expression{Expression::Kind::Constant, "null", {}}}));
    }
    std::ranges::sort(whole.parts, {}, &Expression::text);
    return whole;
}

Expression convert(const Node& node) {
    switch (node.kind()) {
        case Node::Kind::Null: return {};
        case Node::Kind::String: return {Expression::Kind::Other, std::string(node.string()), {}};
        case Node::Kind::Integer:
        case Node::Kind::Boolean: return {Expression::Kind::Other, std::to_string(node.integer()), {}};
        case Node::Kind::List: return list_of(node, "list");
        case Node::Kind::Object: break;
    }
    if (node.is("List")) return list_of(node, "list");
    if (node.is("A_Const")) return constant(node);
    if (node.is("TypeCast")) return cast(node);
    if (node.is("CollateClause")) return convert(node["arg"]);
    if (node.is("String")) return {Expression::Kind::Other, std::string(node.sval()), {}};
    if (node.is("ColumnRef") && !node["fields"].items().empty()) return convert(*node["fields"].items().back());
    if (node.is("A_Expr")) return operator_expression(node);
    if (node.is("BoolExpr")) return boolean_expression(node);
    if (node.is("A_ArrayExpr")) return list_of(node["elements"], "array");
    if (node.is("FuncCall")) return function_call(node);
    if (node.is("CaseExpr")) return case_expression(node);
    if (node.is("ResTarget")) return convert(node["val"]);
    return generic(node);
}

}  // namespace

std::optional<Expression> read_expression(std::string_view text) {
    const sql::ParseOutcome outcome = sql::parse("SELECT " + std::string(text));
    if (!outcome.tree || outcome.tree->statements().size() != 1) return std::nullopt;
    const Node& select = *outcome.tree->statements()[0].node;
    const auto& targets = select["targetList"].items();
    if (targets.size() != 1 || select["fromClause"] || select["whereClause"]) return std::nullopt;
    return convert((*targets[0])["val"]);
}

std::optional<Expression> read_query(std::string_view text) {
    const sql::ParseOutcome outcome = sql::parse(text);
    if (!outcome.tree || outcome.tree->statements().size() != 1) return std::nullopt;
    return convert(*outcome.tree->statements()[0].node);
}

}  // namespace rowtype::diff
