// Types of expressions, as far as they are simple: columns, casts, fields, constructors of arrays, calls that leave no choice.
#include <algorithm>

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
            const std::optional<QueryOutput> row = type == nullptr || !step->is("String") ? std::nullopt : fields_of(*type);
            if (!row) return nullptr;
            const auto field = std::ranges::find(row->columns, step->sval(), &SqlColumn::name);
            type = field == row->columns.end() ? nullptr : field->type;
        }
        return type;
    }
    if (expression.is("FuncCall")) {
        const std::vector<std::string_view> parts = names_in(expression["funcname"]);
        if (parts.empty() || parts.size() > 2) return nullptr;
        const auto functions = input_.catalog.find_functions(parts.size() == 2 ? parts[0] : "", parts.back());
        return functions.size() == 1 && functions[0]->result.is_known() ? &functions[0]->result : nullptr;
    }
    return nullptr;
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
