#include "analysis/binding/model_fields.h"

#include <algorithm>
#include <optional>

#include "analysis/binding/model_field_options.h"
#include "analysis/binding/nested_models.h"
#include "analysis/types/build_annotation.h"
#include "analysis/types/constraints.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

// Binds the fields of one class of the lineage after the other.
class FieldBinder {
public:
    FieldBinder(const Lineage& lineage, const Context& context, bool writes, BoundModel& model)
        : lineage_(lineage), context_(context), writes_(writes), model_(model) {}

    void bind() {
        for (const types::Definition& link : lineage_.classes) {
            const bool own = &link == &lineage_.classes.back();
            const ClassScope scope(*link.module, *link.statement, link.class_definition->body_scope);
            for (const facts::Field& field : link.class_definition->fields) bind_field(field, link, scope, own);
            for (const std::string& method : link.class_definition->methods) hide(method);
        }
    }

private:
    void hide(const std::string& name) {
        std::erase_if(model_.fields, [&](const BoundField& field) { return field.name == name; });
        model_.other_names.push_back(name);
    }

    void bind_field(const facts::Field& field, const types::Definition& link, const ClassScope& scope, bool own) {
        // Private, but for a key of a dictionary.
        if (field.name == "model_config" || (field.name.starts_with("_") && model_.style != ModelStyle::TypedDict)) return;
        const bool has_call = field.default_value && field.default_value->is(ValueKind::Call);
        const std::string maker = has_call ? external_name(*field.default_value, scope) : std::string();
        const bool is_attribute = model_.style == ModelStyle::Attrs && maker.starts_with("attr");  // name = attr.ib()
        if (!is_attribute && is_no_field(field, scope)) return;
        if (maker == "pydantic.PrivateAttr" || maker == "sqlmodel.Relationship") return;
        BoundField bound;
        bound.name = field.name;
        FieldOptions options;
        if (field.annotation) {
            bound.annotation = types::build_annotation(*field.annotation, scope);
            read_annotated(*field.annotation, scope, options);
        }
        if (is_pydantic_field(maker)) types::apply_constraint_arguments(*field.default_value, bound.annotation);
        if (has_call) read_field_options(*field.default_value, maker, scope, options);
        else if (field.default_value && !is_ellipsis(*field.default_value)) options.has_default = true;
        if (model_.style == ModelStyle::LegacyPydantic && defaults_to_none(field)) accept_none(bound.annotation);
        place(field, link, own, bound);
        bound.required = !options.has_default && needs_value(field, link, scope, bound.annotation);
        bound.is_column = !options.excluded;
        bound.type_checkable = is_type_checkable(field.name, bound.annotation) && !options.is_part && !options.is_converted;
        find_column(options, bound);
        if (bound.column != nullptr && field.annotation && !writes_) {
            bound.nested = nested_mismatch(*field.annotation, scope, *bound.column, context_);
        }
        put(std::move(bound));
    }

    // Class variables, constants, and what a dataclass's constructor takes and does not keep.
    bool is_no_field(const facts::Field& field, const ClassScope& scope) {
        if (!field.annotation && is_field(field.name)) return true;  // a new default for an inherited field
        const bool is_kept = field.annotation && !types::is_class_variable(*field.annotation, scope) &&
                             wrapper_of(*field.annotation, scope) != "dataclasses.InitVar";
        if (!is_kept) hide(field.name);
        return !is_kept;
    }

    [[nodiscard]] static std::string wrapper_of(const Value& annotation, const ClassScope& scope) {
        const bool has_items = annotation.is(ValueKind::Subscript) && !annotation.items.empty();
        return has_items ? external_name(annotation.items.front(), scope) : std::string();
    }

    // "nick: str = None" is Optional[str] to pydantic 1.
    [[nodiscard]] static bool defaults_to_none(const facts::Field& field) {
        if (!field.default_value) return false;
        const Value& value = *field.default_value;
        if (!value.is(ValueKind::Call)) return value.is(ValueKind::None);
        const Value* stated = value.argument("default", 0);
        return stated != nullptr && stated->is(ValueKind::None);
    }

    static void accept_none(types::Annotation& annotation) {
        if (annotation.accepts_none()) return;
        types::Annotation whole = types::of_kind(types::AnnotationKind::Union);
        whole.items.push_back(std::move(annotation));
        whole.items.push_back(types::of_kind(types::AnnotationKind::None));
        annotation = std::move(whole);
    }

    // Whether a field without a default has to be given.
    [[nodiscard]] bool needs_value(const facts::Field& field, const types::Definition& link, const ClassScope& scope,
                                   const types::Annotation& annotation) const {
        if (lineage_.has_own_constructor && !model_.is_pydantic()) return false;
        if (model_.style == ModelStyle::LegacyPydantic) {
            return field.default_value.has_value() || !annotation.accepts_none();  // pydantic 1: Optional[...] defaults to None
        }
        if (model_.style != ModelStyle::TypedDict) return true;
        const std::string wrapper = field.annotation ? wrapper_of(*field.annotation, scope) : std::string();
        if (wrapper == "typing.Required" || wrapper == "typing.NotRequired") return wrapper == "typing.Required";
        return std::ranges::none_of(link.class_definition->keywords, [](const facts::Argument& keyword) {
            return keyword.keyword == "total" && keyword.value.is(ValueKind::Boolean) && keyword.value.text == "False";
        });
    }

    [[nodiscard]] bool is_field(const std::string& name) const {
        return std::ranges::any_of(model_.fields, [&](const BoundField& field) { return field.name == name; });
    }

    // Field(…) among the metadata of Annotated[T, Field(alias="x")].
    void read_annotated(const Value& annotation, const types::ModuleScope& scope, FieldOptions& options) const {
        if (!annotation.is(ValueKind::Subscript) || annotation.items.size() < 3) return;
        if (external_name(annotation.items.front(), scope) != "typing.Annotated") return;
        for (const Value& item : annotation.items) {
            const std::string maker = item.is(ValueKind::Call) ? external_name(item, scope) : std::string();
            if (is_pydantic_field(maker)) read_field_options(item, maker, scope, options);
        }
    }

    void place(const facts::Field& field, const types::Definition& link, bool own, BoundField& bound) const {
        if (own) {
            bound.name_span = field.name_span;
            bound.annotation_span = field.annotation ? field.annotation->span : Span{};
            bound.span = field.span;
            return;
        }
        bound.inherited = true;
        bound.inherited_from = link.class_definition->name;
        bound.name_span = model_.name_span;
        bound.annotation_span = {};
        bound.span = model_.name_span;
    }

    [[nodiscard]] bool is_type_checkable(const std::string& name, const types::Annotation& annotation) const {
        const std::set<std::string>& seen = lineage_.before_validated;
        if (lineage_.has_own_constructor && !model_.is_pydantic()) return false;
        return !annotation.has_before_validator && !seen.contains(name) && !seen.contains("*");
    }

    // In the order that pydantic reads: validation alias, alias, generated alias, name; writing, the serialised name first.
    [[nodiscard]] std::vector<std::string> possible_names(const FieldOptions& options, const std::string& name) const {
        std::vector<std::string> names;
        if (writes_ && !options.serialization_alias.empty()) names.push_back(options.serialization_alias);
        for (const std::string& alias : options.validation_aliases) names.push_back(alias);
        if (!options.alias.empty()) names.push_back(options.alias);
        if (!options.serialization_alias.empty()) names.push_back(options.serialization_alias);
        if (names.empty()) names.push_back(generated_alias(lineage_.configuration.alias_generator, name));
        names.push_back(name);
        return names;
    }

    void find_column(const FieldOptions& options, BoundField& bound) {
        const std::vector<std::string> names = possible_names(options, bound.name);
        bound.column_name = names.front();
        if (model_.relation == nullptr) return;
        for (const std::string& name : names) {
            bound.column = model_.relation->find_column(name);
            if (bound.column == nullptr) continue;
            bound.column_name = name;
            return;
        }
        const ModelConfiguration& configuration = lineage_.configuration;
        const bool name_unknown =
            options.alias_unknown || configuration.is_unknown || configuration.alias_generator == AliasGenerator::Unknown;
        if (name_unknown) {  // it may stand for any of the columns that look missing
            bound.is_column = false;
            model_.fields_complete = false;
        }
        bound.is_embed = looks_embedded(bound);
    }

    // Without a column of that name: another model, or something that may be one; rows of a related table.
    [[nodiscard]] bool looks_embedded(const BoundField& bound) const {
        if (types::contained_model(bound.annotation) != nullptr || holds_unknown(bound.annotation)) return true;
        const types::Annotation annotation = types::without_none(bound.annotation);
        const bool holds_rows = annotation.is(types::AnnotationKind::List) || annotation.is(types::AnnotationKind::Dictionary);
        return holds_rows && (!context_.catalog.relations_named(bound.name).empty() ||
                              !context_.catalog.relations_named(bound.column_name).empty());
    }

    [[nodiscard]] static bool holds_unknown(const types::Annotation& annotation) {
        if (annotation.is(types::AnnotationKind::Unknown)) return true;
        return std::ranges::any_of(annotation.items, [](const types::Annotation& item) { return holds_unknown(item); });
    }

    void put(BoundField bound) {
        std::erase(model_.other_names, bound.name);
        const auto known = std::ranges::find(model_.fields, bound.name, &BoundField::name);
        if (known == model_.fields.end()) model_.fields.push_back(std::move(bound));
        else *known = std::move(bound);
    }

    const Lineage& lineage_;
    const Context& context_;
    bool writes_;
    BoundModel& model_;
};

}  // namespace

std::optional<ModelStyle> style_of(types::ClassKind kind) {
    using types::ClassKind;
    switch (kind) {
        case ClassKind::Pydantic: return ModelStyle::Pydantic;
        case ClassKind::LegacyPydantic: return ModelStyle::LegacyPydantic;
        case ClassKind::Dataclass: return ModelStyle::Dataclass;
        case ClassKind::TypedDict: return ModelStyle::TypedDict;
        case ClassKind::NamedTuple: return ModelStyle::NamedTuple;
        case ClassKind::Struct: return ModelStyle::Struct;
        case ClassKind::Attrs: return ModelStyle::Attrs;
        default: return std::nullopt;
    }
}

void bind_fields(const Lineage& lineage, const Context& context, bool writes, BoundModel& model) {
    model.fields_complete = lineage.complete;
    const ModelConfiguration& configuration = lineage.configuration;
    if (configuration.is_unknown || configuration.alias_generator == AliasGenerator::Unknown) model.fields_complete = false;
    model.allows_extra = configuration.extra == "allow";
    model.forbids_extra = configuration.extra == "forbid";
    model.strict = configuration.strict;
    FieldBinder(lineage, context, writes, model).bind();
}

}  // namespace rowtype::binding
