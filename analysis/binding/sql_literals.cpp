// Literals beside columns: compared with them, or written into them.
//
// Only what PostgreSQL refuses whatever the data is: it reads a quoted literal by the type of the column when it reads the
// statement. Where releases differ (0x1F and 1_000 in strings since 16) nothing is said.
#include <algorithm>
#include <array>

#include "analysis/binding/literal_text.h"
#include "analysis/binding/sql_resolution.h"

namespace rowtype::binding {

void SqlResolution::compared_literals(const Node& expression, const SqlScope& scope) {
    const std::string_view kind = expression["kind"].string();
    const Node& left = expression["lexpr"];
    const Node& right = expression["rexpr"];
    const auto column_of_side = [&](const Node& side) {
        ColumnSight sight;
        return referenced_column(side, scope, sight);
    };
    if (kind == "AEXPR_IN" || kind == "AEXPR_BETWEEN" || kind == "AEXPR_NOT_BETWEEN") {
        const SqlColumn* column = column_of_side(left);
        const Node& list = right["items"] ? right["items"] : right;
        if (column == nullptr) return;
        for (const Node* item : list.items()) literal_for(*column, *item, true);
        return;
    }
    if (kind != "AEXPR_OP" && !kind.empty() && kind != "AEXPR_DISTINCT" && kind != "AEXPR_NOT_DISTINCT") return;
    constexpr std::array<std::string_view, 6> kComparisons = {"=", "<>", "<", ">", "<=", ">="};
    const std::vector<std::string_view> names = names_in(expression["name"]);
    if (names.size() != 1 || std::ranges::find(kComparisons, names[0]) == kComparisons.end()) return;
    if (const SqlColumn* column = column_of_side(left)) literal_for(*column, right, true);
    if (const SqlColumn* column = column_of_side(right)) literal_for(*column, left, true);
}

// CASE column WHEN literal: a comparison.
void SqlResolution::chosen_literals(const Node& case_expression, const SqlScope& scope) {
    ColumnSight sight;
    const SqlColumn* column = referenced_column(case_expression["arg"], scope, sight);
    if (column == nullptr) return;
    for (const Node* when : case_expression["args"].items()) literal_for(*column, (*when)["expr"], true);
}

// 'happy'::mood, CAST('happy' AS mood), ARRAY['happy']::mood[]
void SqlResolution::cast_literals(const Node& cast) {
    const bool is_array = cast["arg"].is("A_ArrayExpr");
    const catalog::Type* type = is_array || cast["arg"].is("A_Const") ? written_type(cast["typeName"]) : nullptr;
    if (type == nullptr || type->is_array() != is_array || input_.is_partial || input_.created.sets_search_path) return;
    const catalog::TypeDefinition* definition = input_.catalog.find_type(type->name);
    if (definition == nullptr || definition->kind != catalog::TypeKind::Enum) return;
    catalog::Type element = *type;
    element.array_dimensions = 0;
    const std::vector<const Node*> one = {&cast["arg"]};
    for (const Node* literal : is_array ? cast["arg"]["elements"].items() : one) {
        const Node& text = (*literal)["sval"];
        if (!literal->is("A_Const") || !text || has_hole(text["sval"].string())) continue;
        SqlLiteral value{SqlLiteral::Kind::Text, std::string(text["sval"].string())};
        const Span span = span_at(literal->location());
        if (span.empty() || takes_literal(element, definition->labels, value)) continue;
        resolved_.literals.push_back({std::move(value.text), span, nullptr, nullptr, element, definition->labels});
    }
}

void SqlResolution::literal_for(const SqlColumn& column, const Node& literal, bool is_compared) {
    if (!literal.is("A_Const") || column.column == nullptr || column.type == nullptr || literal["isnull"].boolean()) return;
    const catalog::Type type = input_.catalog.base_type(*column.type);
    if (!type.is_known()) return;
    const catalog::TypeDefinition* definition = input_.catalog.find_type(type.name);
    // A domain over an enum has no operators of the enum's.
    if (is_compared && definition != nullptr && type.name != column.type->name) return;
    SqlLiteral value;
    if (const Node& text = literal["sval"]) value = {SqlLiteral::Kind::Text, std::string(text["sval"].string())};
    else if (literal["boolval"]) value = {SqlLiteral::Kind::Boolean, literal["boolval"]["boolval"].boolean() ? "true" : "false"};
    else if (literal["ival"]) value = {SqlLiteral::Kind::Number, std::to_string(literal["ival"]["ival"].integer())};
    else if (const Node& number = literal["fval"]) value = {SqlLiteral::Kind::Number, std::string(number["fval"].string())};
    else return;
    if (has_hole(value.text) || input_.is_partial) return;
    std::vector<std::string> labels;
    if (definition != nullptr && definition->kind == catalog::TypeKind::Enum) labels = definition->labels;
    if (takes_literal(type, labels, value)) return;
    const Span span = span_at(literal.location());
    if (span.empty()) return;
    resolved_.literals.push_back({std::move(value.text), span, column.relation, column.column, type, std::move(labels)});
}

}  // namespace rowtype::binding
