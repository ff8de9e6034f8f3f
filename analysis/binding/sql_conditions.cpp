// What stands in WHERE, ON and HAVING: which columns are compared, and how (column_place.h).
//
// Follows AND, OR and NOT down to single conditions; what a condition does not compare plainly is read as any other expression.
#include <algorithm>
#include <array>

#include "analysis/binding/sql_resolution.h"

namespace rowtype::binding {

namespace {

using sql::Node;

bool holds_column(const Node& node) {
    if (node.is("SelectStmt")) return false;
    if (node.is("ColumnRef")) return true;
    return std::ranges::any_of(node.items(), [](const Node* child) { return holds_column(*child); });
}

bool is_cast_to_text(const Node& node) {
    if (!node.is("TypeCast") || !node["arg"].is("ColumnRef")) return false;
    const std::vector<std::string_view> names = names_in(node["typeName"]["names"]);
    return !names.empty() && (names.back() == "text" || names.back() == "varchar");
}

template <std::size_t N>
bool is_any(std::string_view name, const std::array<std::string_view, N>& names) {
    return std::ranges::find(names, name) != names.end();
}

Comparison comparison_of_pattern(const Node& pattern) {
    const Node& text = pattern["sval"];
    if (!pattern.is("A_Const") || !text) return Comparison::None;
    const std::string_view written = text["sval"].string();
    if (written.empty() || has_hole(written)) return Comparison::None;
    return written.front() == '%' || written.front() == '_' ? Comparison::Pattern : Comparison::Prefix;
}

Comparison comparison_of_operator(std::string_view name) {
    constexpr std::array<std::string_view, 4> kRanges = {"<", ">", "<=", ">="};
    constexpr std::array<std::string_view, 10> kContains = {"@>", "<@", "&&", "?", "?|", "?&", "@@", "@?", "@@@", "%"};
    constexpr std::array<std::string_view, 3> kPatterns = {"~", "~*", "~~*"};
    if (name == "=") return Comparison::Equal;
    if (is_any(name, kRanges)) return Comparison::Range;
    if (is_any(name, kPatterns)) return Comparison::Pattern;
    return is_any(name, kContains) ? Comparison::Contains : Comparison::None;
}

Comparison comparison_of(const Node& condition) {
    const std::string_view kind = condition["kind"].string();
    const std::vector<std::string_view> names = names_in(condition["name"]);
    const std::string_view name = names.empty() ? std::string_view() : names.back();
    if (kind == "AEXPR_LIKE") return name == "~~" ? comparison_of_pattern(condition["rexpr"]) : Comparison::None;
    if (kind == "AEXPR_ILIKE" || kind == "AEXPR_SIMILAR") return name.starts_with('!') ? Comparison::None : Comparison::Pattern;
    if (kind == "AEXPR_BETWEEN" || kind == "AEXPR_BETWEEN_SYM") return Comparison::Range;
    if (kind == "AEXPR_NOT_DISTINCT") return Comparison::Equal;
    const bool is_plain = kind.empty() || kind == "AEXPR_OP" || kind == "AEXPR_IN" || kind == "AEXPR_OP_ANY";
    return is_plain ? comparison_of_operator(name) : Comparison::None;
}

}  // namespace

void SqlResolution::condition(const Node& node, const SqlScope& scope, ColumnRole role) {
    if (!node) return;
    const PlaceGuard guard(place_);
    if (role == ColumnRole::Join) place_ = {role, Comparison::None, ++last_join_};
    else place_ = {role, Comparison::None, 0};
    part_of_condition(node, scope);
}

void SqlResolution::part_of_condition(const Node& node, const SqlScope& scope) {
    if (node.is("BoolExpr")) {
        const bool is_negated = node["boolop"].string() == "NOT_EXPR";
        for (const Node* part : node["args"].items()) is_negated ? expression(*part, scope) : part_of_condition(*part, scope);
        return;
    }
    if (node.is("A_Expr")) return comparison(node, scope);
    if (node.is("NullTest") && node["nulltesttype"].string() == "IS_NULL") {
        return side_of_comparison(node["arg"], scope, Comparison::Equal);
    }
    if (node.is("SubLink") && node["subLinkType"].string() == "ANY_SUBLINK") {
        side_of_comparison(node["testexpr"], scope, Comparison::Equal);
        return expression(node["subselect"], scope);
    }
    expression(node, scope);
}

void SqlResolution::comparison(const Node& node, const SqlScope& scope) {
    const Comparison comparison = comparison_of(node);
    const Node& left = node["lexpr"];
    const Node& right = node["rexpr"];
    compared_literals(node, scope);
    const bool left_holds = holds_column(left);
    const bool right_holds = holds_column(right);
    if (left_holds && right_holds) return both_sides(left, right, scope, comparison);
    // "x = ANY(column)" asks for no index: "column @> ARRAY[x]" would.
    const bool is_any_of = node["kind"].string() == "AEXPR_OP_ANY" || node["kind"].string() == "AEXPR_IN";
    side_of_comparison(left, scope, left_holds ? comparison : Comparison::None);
    side_of_comparison(right, scope, right_holds && !is_any_of ? comparison : Comparison::None);
}

// Columns of two items side by side join them, wherever that stands.
void SqlResolution::both_sides(const Node& left, const Node& right, const SqlScope& scope, Comparison comparison) {
    ColumnSight left_sight;
    ColumnSight right_sight;
    const SqlColumn* left_column = referenced_column(left, scope, left_sight);
    const SqlColumn* right_column = referenced_column(right, scope, right_sight);
    const bool joins = left_column != nullptr && right_column != nullptr && left_column->item != right_column->item;
    const PlaceGuard guard(place_);
    if (joins && place_.role != ColumnRole::Join) place_ = {ColumnRole::Join, Comparison::None, ++last_join_};
    place_.comparison = joins ? comparison : Comparison::None;
    expression(left, scope);
    expression(right, scope);
}

void SqlResolution::side_of_comparison(const Node& side, const SqlScope& scope, Comparison comparison) {
    const PlaceGuard guard(place_);
    const bool is_plain = side.is("ColumnRef");
    place_.comparison = comparison;
    if (comparison != Comparison::None && !is_plain) {
        // An index on a varchar serves what is compared as text.
        place_.comparison = is_cast_to_text(side) ? Comparison::None : Comparison::Expression;
    }
    expression(side, scope);
}

void SqlResolution::read_as(ColumnRole role, const Node& node, const SqlScope& scope) {
    const PlaceGuard guard(place_);
    place_ = {role, Comparison::None, 0};
    expression(node, scope);
}

// The place of a column that comes from `item`. Only of an item that is a relation itself is known what an index does for it.
ColumnPlace SqlResolution::place_of(std::uint32_t item) const {
    ColumnPlace place = place_;
    if (place.role != ColumnRole::Join) place.group = std::ranges::binary_search(relation_items_, item) ? item : 0;
    return place;
}

void SqlResolution::whole_row(const RangeItem& item, Span span, bool is_write) {
    if (item.relation == nullptr || span.empty()) return;
    resolved_.whole_rows.push_back({item.relation, span, is_write});
}

}  // namespace rowtype::binding
