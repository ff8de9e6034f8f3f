// What a query puts out, and under which names.
#include <algorithm>
#include <array>
#include <utility>

#include "analysis/binding/sql_resolution.h"

namespace rowtype::binding {

QueryOutput SqlResolution::target_list(const Node& list, const SqlScope& scope) {
    QueryOutput output;
    // "VALUES %s" is read as "SELECT $1": the driver writes rows there, of any width.
    output.open = list.items().size() == 1 && (*list.items().front())["val"].is("ParamRef");
    for (const Node* target : list.items()) {
        const Node& value = (*target)["val"];
        const auto& parts = value["fields"].items();
        if (value.is("ColumnRef") && !parts.empty() && parts.back()->is("A_Star")) {
            expand_star(value, scope, output);
            output.open = output.open || has_hole((*target)["name"].string());  // "u.* {more}"
            continue;
        }
        const auto& steps = value["indirection"].items();
        if (value.is("A_Indirection") && !steps.empty() && steps.back()->is("A_Star")) {
            // (value).*
            std::string of;
            const std::optional<QueryOutput> row = steps.size() == 1 ? row_of(value["arg"], scope, of) : std::nullopt;
            if (row) output.columns.insert(output.columns.end(), row->columns.begin(), row->columns.end());
            output.open = output.open || !row || row->open;
            continue;
        }
        SqlColumn column{output_name(*target)};
        output.open = output.open || column.name.empty() || has_hole(column.name);
        if (value.is("ColumnRef")) {
            ColumnSight sight;
            if (const SqlColumn* passed = referenced_column(value, scope, sight)) {
                column = *passed;
                column.name = output_name(*target);
            }
        }
        if (column.type == nullptr) column.type = type_of(value, scope);
        const bool may_be_record = column.type == nullptr || column.type->is_builtin("record");
        if (may_be_record && column.row == nullptr) {
            std::string of;
            if (std::optional<QueryOutput> row = row_of(value, scope, of)) column.row = &rows_.emplace_back(std::move(*row));
        }
        output.columns.push_back(column);
    }
    return output;
}

void SqlResolution::expand_star(const Node& reference, const SqlScope& scope, QueryOutput& output) {
    const auto& parts = reference["fields"].items();
    if (parts.size() > 1) {
        const std::string_view schema = parts.size() > 2 ? parts[parts.size() - 3]->sval() : std::string_view();
        const ItemSight item = scope.find_item(schema, parts[parts.size() - 2]->sval());
        if (item.sight != Sight::Found) {
            output.open = true;
            return;
        }
        output.open = output.open || item.item->open;
        output.columns.insert(output.columns.end(), item.item->columns.begin(), item.item->columns.end());
        return;
    }
    output.open = output.open || scope.items.empty() || input_.is_partial;
    for (const RangeItem& item : scope.items) {
        if (!item.columns_visible) continue;
        output.open = output.open || item.open;
        output.columns.insert(output.columns.end(), item.columns.begin(), item.columns.end());
    }
}

namespace {

using sql::Node;

// A name and how sure it is: 0 none, 1 weak (a type's), 2 strong.
using Named = std::pair<std::string_view, int>;

Named name_of(const Node& value);

Named name_of_indirection(const Node& value) {
    std::string_view last;
    for (const Node* step : value["indirection"].items()) {
        if (step->is("String")) last = step->sval();
    }
    return last.empty() ? name_of(value["arg"]) : Named{last, 2};
}

Named name_of_sub_query(const Node& link) {
    const std::string_view kind = link["subLinkType"].string();
    if (kind == "EXISTS_SUBLINK") return {"exists", 2};
    if (kind == "ARRAY_SUBLINK") return {"array", 2};
    if (kind != "EXPR_SUBLINK") return {};
    const Node* query = &link["subselect"];
    while ((*query)["larg"]) query = &(*query)["larg"];
    if (!(*query)["valuesLists"].items().empty()) return {"column1", 2};
    const auto& targets = (*query)["targetList"].items();
    return targets.empty() ? Named{"", 2} : Named{output_name(*targets.front()), 2};
}

Named name_of_value_function(std::string_view operation) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kNames = {{
        {"SVFOP_CURRENT_DATE", "current_date"},
        {"SVFOP_CURRENT_TIME", "current_time"},
        {"SVFOP_CURRENT_TIME_N", "current_time"},
        {"SVFOP_CURRENT_TIMESTAMP", "current_timestamp"},
        {"SVFOP_CURRENT_TIMESTAMP_N", "current_timestamp"},
        {"SVFOP_LOCALTIME", "localtime"},
        {"SVFOP_LOCALTIME_N", "localtime"},
        {"SVFOP_LOCALTIMESTAMP", "localtimestamp"},
        {"SVFOP_LOCALTIMESTAMP_N", "localtimestamp"},
        {"SVFOP_CURRENT_ROLE", "current_role"},
        {"SVFOP_CURRENT_USER", "current_user"},
        {"SVFOP_USER", "user"},
        {"SVFOP_SESSION_USER", "session_user"},
        {"SVFOP_CURRENT_CATALOG", "current_catalog"},
        {"SVFOP_CURRENT_SCHEMA", "current_schema"},
    }};
    const auto found = std::ranges::find(kNames, operation, &std::pair<std::string_view, std::string_view>::first);
    return found == kNames.end() ? Named{"", 2} : Named{found->second, 2};
}

Named name_of(const Node& value) {
    const std::string_view tag = value.tag();
    if (tag == "ColumnRef") {
        const auto& parts = value["fields"].items();
        return parts.empty() || !parts.back()->is("String") ? Named{} : Named{parts.back()->sval(), 2};
    }
    if (tag == "A_Indirection") return name_of_indirection(value);
    if (tag == "FuncCall" && !value["funcname"].items().empty()) return {value["funcname"].items().back()->sval(), 2};
    if (tag == "A_Expr") return value["kind"].string() == "AEXPR_NULLIF" ? Named{"nullif", 2} : Named{};
    if (tag == "TypeCast") {
        const Named inner = name_of(value["arg"]);
        const auto& names = value["typeName"]["names"].items();
        return inner.second > 1 || names.empty() ? inner : Named{names.back()->sval(), 1};
    }
    if (tag == "CollateClause") return name_of(value["arg"]);
    if (tag == "CaseExpr") {
        const Named otherwise = name_of(value["defresult"]);
        return otherwise.second > 1 ? otherwise : Named{"case", 1};
    }
    if (tag == "SubLink") return name_of_sub_query(value);
    if (tag == "SQLValueFunction") return name_of_value_function(value["op"].string());
    if (tag == "A_ArrayExpr") return {"array", 2};
    if (tag == "RowExpr") return {"row", 2};
    if (tag == "CoalesceExpr") return {"coalesce", 2};
    if (tag == "GroupingFunc") return {"grouping", 2};
    if (tag == "MergeSupportFunc") return {"merge_action", 2};
    if (tag == "MinMaxExpr") return {value["op"].string() == "IS_LEAST" ? "least" : "greatest", 2};
    // XML and JSON constructors have names of their own, some of them of newer releases only.
    if (tag.starts_with("Xml") || tag.starts_with("Json")) return {"", 2};
    return {};
}

}  // namespace

std::string_view output_name(const sql::Node& target) {
    if (!target["name"].string().empty()) return target["name"].string();
    const Named named = name_of(target["val"]);
    return named.second == 0 ? "?column?" : named.first;
}

}  // namespace rowtype::binding
