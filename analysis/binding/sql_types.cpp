// Types of expressions, as far as they are simple: columns, casts, fields, constructors of arrays, calls that leave no choice.
#include <algorithm>
#include <array>

#include "analysis/binding/sql_resolution.h"

namespace rowtype::binding {

const SqlColumn* SqlResolution::referenced_column(const Node& expression, const SqlScope& scope, ColumnSight& sight) const {
    if (!expression.is("ColumnRef")) return nullptr;
    const std::vector<std::string_view> names = names_in(expression["fields"]);
    if (names.empty() || names.back().empty() || names.size() > 3) return nullptr;
    if (names.size() == 1) {
        sight = scope.find_column(names[0]);
        return sight.sight == Sight::Found ? sight.column : nullptr;
    }
    const ItemSight item = scope.find_item(names.size() == 3 ? names[0] : std::string_view(), names[names.size() - 2]);
    if (item.sight != Sight::Found || item.item->count_columns(names.back()) != 1) return nullptr;
    sight = {Sight::Found, item.item, item.item->find_column(names.back()), {}};
    return sight.column;
}

const catalog::Type* SqlResolution::type_of(const Node& expression, const SqlScope& scope) {
    if (expression.is("ColumnRef")) {
        ColumnSight sight;
        if (const SqlColumn* column = referenced_column(expression, scope, sight)) return column->type;
        const auto& parts = expression["fields"].items();
        if (parts.size() != 1 || sight.sight != Sight::Absent) return nullptr;
        // The row of a relation, or the value of a function.
        const ItemSight item = scope.find_item({}, parts[0]->sval());
        if (item.sight != Sight::Found) return nullptr;
        if (item.item->is_scalar && item.item->columns.size() == 1) return item.item->columns[0].type;
        if (item.item->relation == nullptr || item.item->is_renamed) return nullptr;
        return &types_.emplace_back(catalog::Type{item.item->relation->name, {}, 0});
    }
    if (expression.is("TypeCast")) return written_type(expression["typeName"]);
    if (expression.is("CollateClause")) return type_of(expression["arg"], scope);
    if (expression.is("A_ArrayExpr")) {
        const auto& elements = expression["elements"].items();
        if (elements.empty()) return nullptr;
        if (const catalog::Type* element = type_of(*elements[0], scope)) return array_of(*element);
        const bool is_plain = elements[0]->is("A_Const");
        return is_plain ? array_of(types_.emplace_back(catalog::Type{{"pg_catalog", "text"}, {}, 0})) : nullptr;
    }
    if (expression.is("A_Indirection")) {
        const catalog::Type* type = type_of(expression["arg"], scope);
        for (const Node* step : expression["indirection"].items()) {
            if (step->is("A_Indices") && !(*step)["is_slice"].boolean()) {
                type = element_of(type);
                if (type == nullptr) return nullptr;
                continue;
            }
            const std::optional<QueryOutput> row = type == nullptr || !step->is("String") ? std::nullopt : fields_of(*type);
            if (!row) return nullptr;
            const auto field = std::ranges::find(row->columns, step->sval(), &SqlColumn::name);
            type = field == row->columns.end() ? nullptr : field->type;
        }
        return type;
    }
    if (const catalog::Type* passed = passed_type(expression, scope)) return passed;
    if (expression.is("FuncCall")) {
        const std::vector<std::string_view> parts = names_in(expression["funcname"]);
        if (parts.empty() || parts.size() > 2) return nullptr;
        const auto functions = input_.catalog.find_functions(parts.size() == 2 ? parts[0] : "", parts.back());
        return functions.size() == 1 && functions[0]->result.is_known() ? &functions[0]->result : nullptr;
    }
    return nullptr;
}

// What is known of rows alone is known here: the types of other values follow from all overloads of a function or operator.
const catalog::Type* SqlResolution::passed_type(const Node& expression, const SqlScope& scope) {
    constexpr std::array<std::string_view, 6> kPassing = {"first_value", "last_value", "nth_value", "lag", "lead", "any_value"};
    const catalog::Type* type = nullptr;
    if (expression.is("CoalesceExpr")) {
        type = common_type(expression["args"].items(), scope);
    } else if (expression.is("CaseExpr")) {
        std::vector<const Node*> values;
        for (const Node* branch : expression["args"].items()) values.push_back(&(*branch)["result"]);
        if (expression["defresult"]) values.push_back(&expression["defresult"]);
        type = common_type(values, scope);
    } else if (expression.is("FuncCall")) {
        const std::vector<std::string_view> names = names_in(expression["funcname"]);
        const auto& arguments = expression["args"].items();
        const bool is_builtin = names.size() == 1 && input_.catalog.find_functions("", names[0]).empty();
        if (!is_builtin || arguments.empty()) return nullptr;
        const bool passes = std::ranges::find(kPassing, names[0]) != kPassing.end() || names[0].ends_with("_populate_record") ||
                            names[0].ends_with("_populate_recordset");
        if (passes || names[0] == "array_agg") type = type_of(*arguments[0], scope);
        if (names[0] == "unnest" && arguments.size() == 1) type = element_of(type_of(*arguments[0], scope));
        if (type != nullptr && names[0] == "array_agg") return type->is_array() || !fields_of(*type) ? nullptr : array_of(*type);
    }
    return type != nullptr && fields_of(*type) ? type : nullptr;
}

// That of values of which PostgreSQL wants one type: composite ones are not converted to each other.
const catalog::Type* SqlResolution::common_type(const std::vector<const Node*>& values, const SqlScope& scope) {
    const catalog::Type* common = nullptr;
    for (const Node* value : values) {
        if ((*value)["isnull"].boolean()) continue;
        const catalog::Type* type = type_of(*value, scope);
        if (type == nullptr || (common != nullptr && type->name != common->name)) return nullptr;
        common = type;
    }
    return common;
}

// Of an array of rows; null for any other.
const catalog::Type* SqlResolution::element_of(const catalog::Type* array) {
    if (array == nullptr || !array->is_array()) return nullptr;
    catalog::Type element = *array;
    element.array_dimensions = 0;
    return fields_of(element) ? &types_.emplace_back(std::move(element)) : nullptr;
}

std::optional<QueryOutput> SqlResolution::row_of(const Node& expression, const SqlScope& scope, std::string& of) {
    if (expression.is("ColumnRef")) {
        ColumnSight sight;
        if (const SqlColumn* column = referenced_column(expression, scope, sight); column != nullptr && column->row != nullptr) {
            of = column->name;
            return *column->row;
        }
        // "(item).column" is "item.column", and so is "(item.*).column".
        std::vector<std::string_view> names = names_in(expression["fields"]);
        const bool has_star = !names.empty() && expression["fields"].items().back()->is("A_Star");
        if (has_star) names.pop_back();
        const bool is_column = !has_star && sight.sight != Sight::Absent;
        const ItemSight item = names.size() == 1 && !is_column ? scope.find_item({}, names[0]) : ItemSight{};
        if (item.sight == Sight::Found && !item.item->is_scalar) {
            of = item.item->relation == nullptr ? std::string(names[0]) : item.item->relation->name.to_string();
            return QueryOutput{item.item->columns, item.item->open};
        }
    }
    if (const catalog::Type* type = type_of(expression, scope)) {
        of = type->to_string();
        if (std::optional<QueryOutput> fields = fields_of(*type)) return fields;
    }
    if (expression.is("FuncCall") && !expression["funcname"].items().empty()) {
        bool is_scalar = false;
        of = names_in(expression["funcname"]).back();
        QueryOutput output = function_columns(expression, Node::null(), {}, scope, is_scalar);
        if (!is_scalar && !output.columns.empty()) return output;
    }
    if (expression.is("RowExpr")) {
        QueryOutput output;
        for (const Node* value : expression["args"].items()) {
            output.columns.push_back(
                {.name = keep("f" + std::to_string(output.columns.size() + 1)), .type = type_of(*value, scope)});
        }
        of = "the row";
        return output;
    }
    return std::nullopt;
}

const catalog::Type* SqlResolution::array_of(const catalog::Type& element) {
    catalog::Type& type = types_.emplace_back(element);
    type.array_dimensions = 1;
    return &type;
}

const catalog::Type* SqlResolution::written_type(const Node& type_name) {
    const std::vector<std::string_view> names = names_in(type_name["names"]);
    if (names.empty() || names.size() > 2 || type_name["pct_type"].boolean() || has_hole(names.back())) return nullptr;
    catalog::Type type;
    type.array_dimensions = static_cast<std::uint8_t>(std::min<std::size_t>(type_name["arrayBounds"].items().size(), 255));
    if (names.size() == 2) {
        type.name = {std::string(names[0]), std::string(names[1])};
    } else if (const std::optional<std::string> builtin = catalog::builtin_type_name(names[0])) {
        type.name = {"pg_catalog", *builtin};
    } else {
        for (const std::string& schema : input_.catalog.search_path()) {
            const catalog::QualifiedName name{schema, std::string(names[0])};
            const bool is_there =
                input_.catalog.find_type(name) != nullptr || input_.catalog.find_relation(schema, names[0]).relation != nullptr;
            if (!is_there) continue;
            type.name = name;
            break;
        }
    }
    return type.is_known() ? &types_.emplace_back(std::move(type)) : nullptr;
}

std::optional<QueryOutput> SqlResolution::fields_of(const catalog::Type& type) const {
    const catalog::Type base = input_.catalog.base_type(type);
    if (base.is_array() || !base.is_known() || base.name.schema == "pg_catalog") return std::nullopt;
    if (const catalog::TypeDefinition* definition = input_.catalog.find_type(base.name)) {
        if (definition->kind != catalog::TypeKind::Composite) return std::nullopt;
        QueryOutput output;
        for (const catalog::Attribute& attribute : definition->attributes) {
            output.columns.push_back({.name = attribute.name, .type = attribute.type.is_known() ? &attribute.type : nullptr});
        }
        return output;
    }
    const catalog::Relation* relation = input_.catalog.find_relation(base.name.schema, base.name.name).relation;
    if (relation == nullptr) return std::nullopt;
    QueryOutput output{{}, !relation->columns_complete};
    for (const catalog::Column& column : relation->columns) {
        output.columns.push_back({column.name, relation, &column, column.type.is_known() ? &column.type : nullptr});
    }
    return output;
}

}  // namespace rowtype::binding
