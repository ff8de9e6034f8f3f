// Expressions: references to columns, fields of composite values, calls of functions (src/backend/parser/parse_expr.c,
// transformColumnRef; parse_func.c).
#include <algorithm>
#include <array>

#include "analysis/binding/embeds.h"
#include "analysis/binding/extension_functions.h"
#include "analysis/binding/sql_resolution.h"
#include "reflect/base/similar_names.h"

namespace rowtype::binding {

void SqlResolution::expression(const Node& node, const SqlScope& scope) {
    if (!node) return;
    if (node.is("ColumnRef")) return column_reference(node, scope);
    if (node.is("SelectStmt")) return (void)select(node, &scope);
    if (node.is("TypeName") || node.is("String") || node.is("A_Const")) return;
    if (node.is("A_Indirection")) fields(node, scope);
    if (node.is("FuncCall")) function_call(node, scope, false);
    if (node.is("A_Expr")) compared_literals(node, scope);
    if (node.is("CaseExpr")) chosen_literals(node, scope);
    if (node.is("TypeCast")) cast_literals(node);
    expressions(node, scope);
}

void SqlResolution::expressions(const Node& list, const SqlScope& scope) {
    for (const Node* child : list.items()) expression(*child, scope);
}

void SqlResolution::column_reference(const Node& node, const SqlScope& scope) {
    const std::vector<Span> spans = name_spans(node.location());
    std::vector<std::string_view> names;
    bool has_star = false;
    for (const Node* field : node["fields"].items()) {
        if (has_hole(field->sval())) return;
        if (field->is("A_Star")) has_star = true;
        else names.push_back(field->sval());
    }
    if (names.empty() && has_star) {
        const Span star = span_at(node.location());
        for (const RangeItem& item : scope.items) whole_row(item, star, false);
    }
    if (names.empty() || spans.size() < names.size() || names.size() > 4) return;
    if (!has_star) {
        if (names.size() == 1) return unqualified_column(names[0], spans[0], scope);
        return qualified_column(names, spans, scope);
    }
    const std::string_view schema = names.size() > 1 ? names[names.size() - 2] : std::string_view();
    const ItemSight item = scope.find_item(schema, names.back());
    if (item.sight == Sight::Absent) unknown_item(schema, names.back(), spans[names.size() - 1], scope);
    if (item.sight == Sight::Found) whole_row(*item.item, spans[names.size() - 1], false);
}

void SqlResolution::unqualified_column(std::string_view name, Span span, const SqlScope& scope) {
    const ColumnSight sight = scope.find_column(name);
    switch (sight.sight) {
        case Sight::Found:
            if (!input_.is_partial) found(sight.column, name, span);
            return;
        case Sight::Ambiguous: return ambiguous_column(name, span, sight, scope);
        case Sight::Open: return;
        case Sight::Absent: break;
    }
    // A whole row?
    const ItemSight row = scope.find_item({}, name);
    if (row.sight == Sight::Absent && !input_.is_partial) absent_column(name, span, scope);
    if (row.sight == Sight::Found) whole_row(*row.item, span, false);
    if (row.sight == Sight::Ambiguous) refuse(RefusedName::Reason::AmbiguousItem, name, span, {std::string(name)});
}

// schema.table.column, table.column; table.function is PostgreSQL's other spelling of function(table).
void SqlResolution::qualified_column(const std::vector<std::string_view>& names, const std::vector<Span>& spans,
                                     const SqlScope& scope) {
    const std::size_t last = names.size() - 1;
    const std::string_view schema = last > 1 ? names[last - 2] : std::string_view();
    const ItemSight item = scope.find_item(schema, names[last - 1]);
    switch (item.sight) {
        case Sight::Open: return;
        case Sight::Absent: return unknown_item(schema, names[last - 1], spans[last - 1], scope);
        case Sight::Ambiguous: {
            const std::string_view name = names[last - 1];
            return refuse(RefusedName::Reason::AmbiguousItem, name, spans[last - 1], {std::string(name)});
        }
        case Sight::Found: break;
    }
    column_of(*item.item, names[last], spans[last], true);
}

// What stands before the dot is nothing in sight.
void SqlResolution::unknown_item(std::string_view schema, std::string_view name, Span span, const SqlScope& scope) {
    // Since PostgreSQL 18 RETURNING has both.
    if (schema.empty() && (name == "old" || name == "new")) return;
    if (!schema.empty() && catalog::is_system_schema(schema)) return;
    std::vector<std::string> candidates;
    std::vector<std::string> renamed;
    for (const SqlScope* level = &scope; level != nullptr; level = level->outer) {
        for (const RangeItem& item : level->items) {
            if (!item.name_visible || item.name.empty() || !level->sees(item)) continue;
            candidates.emplace_back(item.name);
            if (item.is_aliased && item.relation != nullptr && item.relation->name.name == name) renamed.emplace_back(item.name);
        }
    }
    refuse(RefusedName::Reason::NoItem, name, span, renamed, renamed.size() == 1 ? renamed : candidates);
}

// `may_be_function`: the column is read, and may be a function of the row.
void SqlResolution::column_of(const RangeItem& item, std::string_view name, Span span, bool is_read) {
    if (has_hole(name)) return;
    const std::size_t count = item.count_columns(name);
    if (count == 1) return found(item.find_column(name), name, span);
    if (count > 1) {
        if (!item.open) refuse(RefusedName::Reason::AmbiguousColumn, name, span, {std::string(item.name)});
        return;
    }
    // Neither USING nor an INSERT takes a system column.
    if (item.may_have(name) || (is_read && (item.has_system_column(name) || may_be_function(name)))) return;
    if (item.is_scalar && catalog::builtin_type_name(name)) return;  // n.text: a cast
    if (item.relation != nullptr && !item.is_renamed) {
        ColumnReference column{.name = std::string(name), .span = span, .relation = item.relation, .use = ColumnUse::Sql};
        column.is_gone = item.open;  // else it would have been let be
        column.may_be_computed = is_read && input_.catalog.may_hide_functions(item.relation->name.schema);
        resolved_.columns.push_back(std::move(column));
        return;
    }
    std::vector<std::string> candidates;
    for (const SqlColumn& column : item.columns) candidates.emplace_back(column.name);
    refuse(RefusedName::Reason::NoColumn, name, span, {std::string(item.name)}, std::move(candidates));
}

void SqlResolution::found(const SqlColumn* column, std::string_view name, Span span) {
    if (column == nullptr || column->column == nullptr || column->column->name != name) return;
    const ColumnPlace place = place_of(column->item);
    resolved_.columns.push_back({.name = std::string(name),
                                 .span = span,
                                 .relation = column->relation,
                                 .use = ColumnUse::Sql,
                                 .found = true,
                                 .place = place});
}

// Nothing in sight has the column.
void SqlResolution::absent_column(std::string_view name, Span span, const SqlScope& scope) {
    std::vector<const catalog::Relation*> relations;
    std::vector<std::string> places;
    std::vector<std::string> candidates;
    bool only_relations = true;
    for (const SqlScope* level = &scope; level != nullptr; level = level->outer) {
        for (const RangeItem& item : level->items) {
            if (!level->sees(item) || (item.name.empty() && item.relation == nullptr)) continue;
            const bool is_plain = item.relation != nullptr && !item.is_renamed;
            only_relations = only_relations && is_plain;
            std::string place = is_plain ? item.relation->name.to_string() : std::string(item.name);
            if (std::ranges::find(places, place) == places.end()) {
                places.push_back(std::move(place));
                if (is_plain) relations.push_back(item.relation);
            }
            for (const SqlColumn& column : item.columns) candidates.emplace_back(column.name);
        }
    }
    if (relations.empty() || !only_relations) {
        return refuse(RefusedName::Reason::NoColumn, name, span, std::move(places), std::move(candidates));
    }
    const auto is_near = [&](const catalog::Relation* relation) {
        return nearest_name(name, relation->column_names()).has_value();
    };
    const auto near = std::ranges::find_if(relations, is_near);
    const catalog::Relation* nearest = near == relations.end() ? relations.front() : *near;
    ColumnReference column{.name = std::string(name), .span = span, .relation = nearest, .use = ColumnUse::Sql};
    column.is_gone = !nearest->columns_complete;
    std::ranges::copy_if(relations, std::back_inserter(column.also_searched),
                         [&](const auto* other) { return other != nearest; });
    resolved_.columns.push_back(std::move(column));
}

void SqlResolution::ambiguous_column(std::string_view name, Span span, const ColumnSight& sight, const SqlScope& scope) {
    std::vector<std::string> places;
    const auto add = [&](std::string_view place) {
        if (!place.empty() && std::ranges::find(places, place) == places.end()) places.emplace_back(place);
    };
    for (const RangeItem* item : sight.candidates) {
        add(item->name);
        if (!item->name.empty()) continue;
        // A join has no name: its sides have.
        for (const SqlColumn& column : item->columns) {
            if (column.name != name) continue;
            for (const SqlScope* level = &scope; level != nullptr; level = level->outer) {
                for (const RangeItem& side : level->items) {
                    if (side.number == column.item) add(side.name);
                }
            }
        }
    }
    refuse(RefusedName::Reason::AmbiguousColumn, name, span, std::move(places));
}

// (value).field: the tree has no places for the fields, which follow the value in the text.
void SqlResolution::fields(const Node& indirection, const SqlScope& scope) {
    const Node& value = indirection["arg"];
    std::string of;
    std::optional<QueryOutput> row = row_of(value, scope, of);
    const catalog::Type* type = row ? nullptr : type_of(value, scope);
    std::size_t index = token_after(value);
    const auto& tokens = input_.tokens;
    for (const Node* step : indirection["indirection"].items()) {
        if (step->is("A_Indices") && !row) {
            type = (*step)["is_slice"].boolean() ? nullptr : element_of(type);
            if (type == nullptr) return;
            row = fields_of(*type);
            of = type->to_string();
            continue;
        }
        if (!step->is("String") || !row || row->open || has_hole(step->sval())) return;
        const auto is_step = [&](std::size_t place) {
            return tokens[place].value == "." && tokens[place + 1].value == step->sval();
        };
        while (index + 1 < tokens.size() && !is_step(index)) ++index;
        if (index + 1 >= tokens.size()) return;
        const auto found_field = std::ranges::find(row->columns, step->sval(), &SqlColumn::name);
        if (found_field == row->columns.end()) {
            if (may_be_function(step->sval()) || is_system_column(step->sval())) return;
            std::vector<std::string> candidates;
            for (const SqlColumn& column : row->columns) candidates.emplace_back(column.name);
            return refuse(RefusedName::Reason::NoColumn, step->sval(), tokens[index + 1].span, {of}, std::move(candidates));
        }
        found(&*found_field, step->sval(), tokens[index + 1].span);
        type = found_field->type;
        if (type != nullptr) of = type->to_string();
        if (found_field->row != nullptr) {
            row = QueryOutput(*found_field->row);
        } else {
            row = type == nullptr ? std::nullopt : fields_of(*type);
        }
        index += 2;
    }
}

// A function of a schema that certainly has none of the name. A catalog does not tell of aggregates.
void SqlResolution::function_call(const Node& node, const SqlScope& scope, bool in_from) {
    if (in_from) expressions(node, scope);
    const std::vector<std::string_view> parts = names_in(node["funcname"]);
    const bool is_aggregate = node["agg_star"].boolean() || node["agg_distinct"].boolean() ||
                              node["agg_within_group"].boolean() || node["agg_filter"] || node["agg_order"] || node["over"];
    if (parts.size() != 2 || is_aggregate || (aggregates_allowed_ && !in_from)) return;
    if (has_hole(parts[0]) || has_hole(parts[1]) || catalog::is_system_schema(parts[0])) return;
    const catalog::Catalog& catalog = input_.catalog;
    if (!catalog.has_schema(parts[0]) || catalog.is_incomplete(parts[0]) || catalog.is_outline(parts[0])) return;
    if (!catalog.find_functions(parts[0], parts[1]).empty() || catalog.may_have_function(parts[0], parts[1])) return;
    if (is_function_of_extension(parts[1])) return;
    const catalog::QualifiedName as_type{std::string(parts[0]), std::string(parts[1])};
    const bool is_cast = catalog.find_type(as_type) != nullptr || catalog.find_relation(parts[0], parts[1]).relation != nullptr;
    if (is_cast || input_.created.names.contains(as_type.name)) return;
    const std::vector<Span> spans = name_spans(node.location());
    if (spans.size() < 2) return;
    std::vector<std::string> candidates;
    for (const catalog::Function& function : catalog.functions()) {
        if (function.name.schema == parts[0]) candidates.push_back(function.name.name);
    }
    refuse(RefusedName::Reason::NoFunction, parts[1], spans[1], {std::string(parts[0])}, std::move(candidates));
}

bool SqlResolution::may_be_function(std::string_view name) const {
    constexpr std::array<std::string_view, 20> kOfAnything = {"concat",
                                                              "json_build_array",
                                                              "json_build_object",
                                                              "jsonb_build_array",
                                                              "jsonb_build_object",
                                                              "num_nulls",
                                                              "num_nonnulls",
                                                              "pg_column_size",
                                                              "quote_literal",
                                                              "quote_nullable",
                                                              "record_out",
                                                              "record_send",
                                                              "hash_record",
                                                              "first_value",
                                                              "last_value",
                                                              "lag",
                                                              "lead",
                                                              "any_value",
                                                              "any_out",
                                                              "pg_column_compression"};
    // An aggregate, and here none may stand.
    const bool is_refused = name == "count" && !aggregates_allowed_ && input_.catalog.find_functions("", name).empty();
    if (is_refused) return false;
    return is_builtin_row_function(name) || std::ranges::find(kOfAnything, name) != kOfAnything.end() ||
           !input_.catalog.find_functions("", name).empty();
}

}  // namespace rowtype::binding
