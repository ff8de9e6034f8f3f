#include "analysis/binding/model_fields.h"

#include <algorithm>
#include <optional>

#include "analysis/types/build_annotation.h"
#include "analysis/types/constraints.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

// What Field(…) says besides constraints.
struct FieldOptions {
    std::vector<std::string> validation_aliases;
    std::string alias;
    std::string serialization_alias;
    bool has_default = false;
    bool excluded = false;
    bool alias_unknown = false;  // an alias that is not a literal
};

// Facts keep "..." as Unknown with that text.
bool is_ellipsis(const Value& value) { return value.is(ValueKind::Unknown) && value.text == "..."; }

void read_alias(const Value& value, const types::ModuleScope& module, FieldOptions& options) {
    if (value.is(ValueKind::None)) return;
    if (value.is(ValueKind::String)) {
        options.validation_aliases.push_back(value.text);
        return;
    }
    const std::string name = value.is(ValueKind::Call) ? external_name(value, module) : std::string();
    if (name == "pydantic.AliasChoices") {
        for (const facts::Argument& choice : value.arguments) read_alias(choice.value, module, options);
    } else if (const Value* first = name == "pydantic.AliasPath" ? value.positional(0) : nullptr;
               first != nullptr && first->is(ValueKind::String)) {
        options.validation_aliases.push_back(first->text);
    } else {
        options.alias_unknown = true;
    }
}

void read_field_call(const Value& call, const types::ModuleScope& module, FieldOptions& options) {
    const auto take_text = [&](std::string_view keyword, std::string& target) {
        const Value* value = call.keyword(keyword);
        if (value == nullptr || value->is(ValueKind::None)) return;
        if (value->is(ValueKind::String)) target = value->text;
        else options.alias_unknown = true;
    };
    take_text("alias", options.alias);
    take_text("serialization_alias", options.serialization_alias);
    if (const Value* value = call.keyword("validation_alias")) read_alias(*value, module, options);
    const Value* first = call.positional(0);
    const Value* stated = call.keyword("default");
    const bool by_place = first != nullptr && !is_ellipsis(*first);
    const bool by_name = stated != nullptr && !is_ellipsis(*stated);
    options.has_default = options.has_default || by_place || by_name || call.keyword("default_factory") != nullptr;
    const Value* excluded = call.keyword("exclude");
    options.excluded = options.excluded || (excluded != nullptr && excluded->is(ValueKind::Boolean) && excluded->text == "True");
}

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
        if (field.name == "model_config" || field.name.starts_with("_")) return;
        if (!field.annotation || types::is_class_variable(*field.annotation, scope)) {
            if (!field.annotation && is_field(field.name)) return;  // a new default for an inherited field
            hide(field.name);
            return;
        }
        const bool has_call = field.default_value && field.default_value->is(ValueKind::Call);
        const std::string maker = has_call ? external_name(*field.default_value, scope) : std::string();
        if (maker == "pydantic.PrivateAttr") return;
        BoundField bound;
        bound.name = field.name;
        bound.annotation = types::build_annotation(*field.annotation, scope);
        FieldOptions options;
        read_annotated(*field.annotation, scope, options);
        if (maker == "pydantic.Field") {
            types::apply_constraint_arguments(*field.default_value, bound.annotation);
            read_field_call(*field.default_value, scope, options);
        } else if (field.default_value && !is_ellipsis(*field.default_value)) {
            options.has_default = true;
        }
        place(field, link, own, bound);
        bound.required = !options.has_default;
        bound.is_column = !options.excluded;
        bound.type_checkable = is_type_checkable(field.name, bound.annotation);
        find_column(options, bound);
        put(std::move(bound));
    }

    [[nodiscard]] bool is_field(const std::string& name) const {
        return std::ranges::any_of(model_.fields, [&](const BoundField& field) { return field.name == name; });
    }

    // Field(…) among the metadata of Annotated[T, Field(alias="x")].
    void read_annotated(const Value& annotation, const types::ModuleScope& scope, FieldOptions& options) const {
        if (!annotation.is(ValueKind::Subscript) || annotation.items.size() < 3) return;
        if (external_name(annotation.items.front(), scope) != "typing.Annotated") return;
        for (const Value& item : annotation.items) {
            if (item.is(ValueKind::Call) && external_name(item, scope) == "pydantic.Field") read_field_call(item, scope, options);
        }
    }

    void place(const facts::Field& field, const types::Definition& link, bool own, BoundField& bound) const {
        if (own) {
            bound.name_span = field.name_span;
            bound.annotation_span = field.annotation->span;
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
