#include "analysis/fixes/regenerate_field.h"

#include <algorithm>
#include <array>

#include "analysis/fixes/class_form.h"
#include "analysis/fixes/field_edits.h"
#include "analysis/fixes/import_edits.h"

namespace rowtype::fixes {

namespace {

using binding::ModelRole;
using facts::Value;
using facts::ValueKind;

bool must_accept_none(const binding::BoundModel& model, const binding::BoundField& field);
FieldChange retype(const binding::BoundModel& model, const binding::BoundField& field, const facts::Field& written, bool optional,
                   std::string_view text, const binding::Context& context);
bool has_fitting_default(const facts::Field& written);
bool has_plain_annotation(const facts::Field& written, std::string_view annotation);

}  // namespace

FieldChange change_of(const binding::BoundModel& model, const binding::BoundField& field, const facts::Field& written,
                      std::string_view text, const binding::Context& context) {
    FieldChange change;
    if (field.inherited || field.column == nullptr || !field.is_column || !field.type_checkable) return change;
    const bool optional = must_accept_none(model, field);
    if (has_wrong_type(model, field, context)) return retype(model, field, written, optional, text, context);
    if (!optional) return change;
    OptionalEdits made = make_optional_edits(text, field, model.is_pydantic(), context);
    change.edits = std::move(made.edits);
    change.imports = std::move(made.imports);
    if (change.edits.empty()) change.kept = "its annotation is not simple enough to add None to";
    return change;
}

namespace {

// As the rule nullable-mismatch sees it: rows hold NULL, models for writing may refuse it.
bool must_accept_none(const binding::BoundModel& model, const binding::BoundField& field) {
    const bool reads = model.role == ModelRole::Row || model.role == ModelRole::Projection;
    const bool nullable =
        field.column->nullability == catalog::Nullability::Nullable && field.column->generated == catalog::Generated::None;
    return reads && nullable && !field.annotation.accepts_none();
}

FieldChange retype(const binding::BoundModel& model, const binding::BoundField& field, const facts::Field& written, bool optional,
                   std::string_view text, const binding::Context& context) {
    FieldChange change;
    if (!has_plain_annotation(written, slice(text, field.annotation_span))) {
        change.kept = "its annotation says more than a type";
        return change;
    }
    if (!has_fitting_default(written)) {
        change.kept = "its default or its constraints are of the other type";
        return change;
    }
    const GenerateSettings& settings = context.settings.generate;
    codegen::PythonType type = codegen::field_type(field.column->type, field_site(model, text, context));
    if (!type.unknown_type.empty()) {
        change.kept = "the type " + type.unknown_type + " is not known";
        return change;
    }
    const bool accepts_none = optional || (field.annotation.accepts_none() && !field.annotation.is(types::AnnotationKind::Any));
    if (accepts_none) type = codegen::with_none(std::move(type), settings);
    std::optional<ScopedText> scoped = scoped_text(context.file_facts, text, type.text, type.imports);
    if (!scoped) {
        change.kept = "a name that " + type.text + " needs means something else in this file";
        return change;
    }
    const bool bare = field.annotation_span.end == field.span.end;
    if (optional && field.required && bare && model.is_pydantic()) scoped->text += " = None";
    if (auto edit = replace_annotation_edit(field, scoped->text)) change.edits.push_back(std::move(*edit));
    change.imports = std::move(scoped->imports);
    return change;
}

// Whether what stands behind "=" fits any type: nothing, None, or Field(…) without constraints.
bool has_fitting_default(const facts::Field& written) {
    if (!written.default_value) return true;
    const Value& value = *written.default_value;
    const auto says_nothing = [](const Value& candidate) {
        return candidate.is(ValueKind::None) || (candidate.is(ValueKind::Unknown) && candidate.text == "...");
    };
    if (says_nothing(value)) return true;
    if (!value.is(ValueKind::Call) || value.items.empty()) return false;
    std::string callee = value.items.front().dotted();
    callee.erase(0, callee.rfind('.') + 1);
    constexpr std::array<std::string_view, 4> kMakers = {"Field", "field", "ib", "attrib"};
    if (std::ranges::find(kMakers, std::string_view(callee)) == kMakers.end()) return false;
    constexpr std::array<std::string_view, 16> kOfAnyType = {"alias",
                                                             "validation_alias",
                                                             "serialization_alias",
                                                             "title",
                                                             "description",
                                                             "exclude",
                                                             "deprecated",
                                                             "repr",
                                                             "frozen",
                                                             "metadata",
                                                             "compare",
                                                             "hash",
                                                             "init",
                                                             "kw_only",
                                                             "name",
                                                             "eq"};
    return std::ranges::all_of(value.arguments, [&](const facts::Argument& argument) {
        if (argument.keyword.empty() || argument.keyword == "default") return says_nothing(argument.value);
        return std::ranges::find(kOfAnyType, std::string_view(argument.keyword)) != kOfAnyType.end();
    });
}

// A type that can be replaced as a whole: no metadata, no ClassVar or the like, no comment inside.
bool has_plain_annotation(const facts::Field& written, std::string_view annotation) {
    if (!written.annotation || annotation.find('#') != std::string_view::npos) return false;
    constexpr std::array<std::string_view, 7> kWrappers = {"Annotated", "ClassVar", "Final",   "InitVar",
                                                           "Mapped",    "Required", "ReadOnly"};
    return std::ranges::none_of(kWrappers,
                                [&](std::string_view wrapper) { return annotation.find(wrapper) != std::string_view::npos; });
}

}  // namespace

}  // namespace rowtype::fixes
