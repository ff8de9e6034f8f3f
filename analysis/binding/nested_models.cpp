#include "analysis/binding/nested_models.h"

#include <algorithm>
#include <vector>

#include "analysis/binding/model_class.h"
#include "analysis/binding/model_fields.h"
#include "analysis/types/expression_parser.h"
#include "analysis/types/type_verdict.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

constexpr int kMaximumDepth = 8;

// Address in "list[Address] | None"; names of libraries are passed over.
void collect_classes(const Value& annotation, const types::ModuleScope& scope, int depth, std::vector<types::Definition>& found) {
    if (depth > kMaximumDepth) return;
    if (annotation.is(ValueKind::String)) {
        return collect_classes(types::parse_annotation_text(annotation.text), scope, depth + 1, found);
    }
    const std::string dotted = annotation.dotted();
    if (!dotted.empty()) {
        types::Definition definition = scope.resolve(dotted);
        if (definition.kind == types::Definition::Kind::Class) found.push_back(std::move(definition));
        return;
    }
    if (!annotation.is(ValueKind::Subscript) && !annotation.is(ValueKind::BitOr)) return;
    for (const Value& item : annotation.items) collect_classes(item, scope, depth + 1, found);
}

// The attributes as a relation's columns. That each may be NULL is left out: hardly a type is used so.
catalog::Relation relation_of(const catalog::TypeDefinition& composite) {
    catalog::Relation relation;
    relation.name = composite.name;
    for (const catalog::Attribute& attribute : composite.attributes) {
        catalog::Column column;
        column.name = attribute.name;
        column.type = attribute.type;
        column.nullability = catalog::Nullability::Unknown;
        relation.columns.push_back(std::move(column));
    }
    return relation;
}

std::optional<NestedMismatch> mismatch_of(const BoundModel& model, const catalog::Relation& relation, const Context& context) {
    const std::string type = relation.name.to_string();
    for (const BoundField& field : model.fields) {
        if (!field.is_column || !field.type_checkable) continue;
        if (field.column == nullptr) {
            if (!field.required) continue;
            return NestedMismatch{
                true, model.class_name + " needs \"" + field.column_name + "\", which the type " + type + " does not have"};
        }
        if (field.nested) return field.nested;
        const types::TypeVerdict judged =
            types::judge(field.annotation, {context.catalog, nullptr, *field.column, context.access, types::Direction::Read,
                                            model.strict, false, model.style == ModelStyle::LegacyPydantic});
        if (judged.verdict != types::Verdict::Wrong) continue;
        return NestedMismatch{true, model.class_name + "." + field.name + " is " +
                                        types::without_none(field.annotation).to_string() + ", but " + type + "." +
                                        field.column->name + " is " + field.column->type.to_string() +
                                        (judged.reason.empty() ? "" : ": " + judged.reason)};
    }
    if (!model.fields_complete || model.allows_extra) return std::nullopt;
    for (const catalog::Column& column : relation.columns) {
        const bool is_taken =
            std::ranges::any_of(model.fields, [&](const BoundField& field) { return field.column == &column; }) ||
            std::ranges::find(model.other_names, column.name) != model.other_names.end();
        if (is_taken) continue;
        return NestedMismatch{model.forbids_extra,
                              model.class_name + " has no field for \"" + column.name + "\" of the type " + type};
    }
    return std::nullopt;
}

}  // namespace

std::optional<NestedMismatch> nested_mismatch(const Value& annotation, const types::ModuleScope& scope,
                                              const catalog::Column& column, const Context& context) {
    if (context.access != AccessProfile::Json || !column.type.is_known()) return std::nullopt;
    const catalog::Type type = context.catalog.base_type(column.type);
    const catalog::TypeDefinition* composite = type.is_known() ? context.catalog.find_type(type.name) : nullptr;
    if (composite == nullptr || composite->kind != catalog::TypeKind::Composite || !composite->complete) return std::nullopt;
    std::vector<types::Definition> classes;
    collect_classes(annotation, scope, 0, classes);
    if (classes.size() != 1) return std::nullopt;
    const std::optional<ModelStyle> style = style_of(types::kind_of_class(classes.front()));
    if (style != ModelStyle::Pydantic && style != ModelStyle::LegacyPydantic) return std::nullopt;
    const Lineage lineage = lineage_of(classes.front());
    const catalog::Relation relation = relation_of(*composite);
    BoundModel model;
    model.class_name = classes.front().class_definition->name;
    model.style = *style;
    model.relation = &relation;
    bind_fields(lineage, context, false, model);
    return mismatch_of(model, relation, context);
}

}  // namespace rowtype::binding
