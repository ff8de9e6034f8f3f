#include "analysis/types/annotation.h"

#include <algorithm>

namespace rowtype::types {

namespace {

std::string join(const std::vector<Annotation>& items, std::string_view separator);
std::string with_items(std::string text, const Annotation& annotation);
std::string literal_text(const Annotation& annotation);

}  // namespace

bool Annotation::accepts_none() const {
    switch (kind) {
        case AnnotationKind::Unknown:
        case AnnotationKind::Any:
        case AnnotationKind::None: return true;
        case AnnotationKind::Scalar: return type == PythonType::JsonValue || type == PythonType::Other;
        case AnnotationKind::Union: return std::ranges::any_of(items, [](const Annotation& arm) { return arm.accepts_none(); });
        case AnnotationKind::Literal:
            return std::ranges::any_of(values, [](const LiteralValue& value) { return value.kind == LiteralValue::Kind::None; });
        default: return has_before_validator;
    }
}

std::string Annotation::to_string() const {
    switch (kind) {
        case AnnotationKind::Unknown: return name.empty() ? "an annotation that is not known" : name;
        case AnnotationKind::Any: return "Any";
        case AnnotationKind::None: return "None";
        case AnnotationKind::Scalar:
        case AnnotationKind::Enum:
        case AnnotationKind::Model: return name;
        case AnnotationKind::Union: return join(items, " | ");
        case AnnotationKind::List: return with_items("list", *this);
        case AnnotationKind::Set: return with_items("set", *this);
        case AnnotationKind::Tuple: return with_items("tuple", *this);
        case AnnotationKind::Dictionary: return with_items("dict", *this);
        case AnnotationKind::Json: return with_items("Json", *this);
        case AnnotationKind::Literal: return literal_text(*this);
    }
    return {};
}

Annotation scalar(PythonType type, std::string name) {
    Annotation annotation;
    annotation.kind = AnnotationKind::Scalar;
    annotation.type = type;
    annotation.name = std::move(name);
    return annotation;
}

Annotation of_kind(AnnotationKind kind) {
    Annotation annotation;
    annotation.kind = kind;
    return annotation;
}

Annotation without_none(const Annotation& annotation) {
    if (!annotation.is(AnnotationKind::Union)) return annotation;
    Annotation rest = annotation;
    std::erase_if(rest.items, [](const Annotation& arm) { return arm.is(AnnotationKind::None); });
    if (rest.items.empty()) return of_kind(AnnotationKind::None);
    if (rest.items.size() > 1) return rest;
    Annotation only = rest.items.front();
    only.has_before_validator = only.has_before_validator || annotation.has_before_validator;
    const Constraints& outer = annotation.constraints;
    Constraints& inner = only.constraints;
    if (!inner.max_length) inner.max_length = outer.max_length;
    if (!inner.max_digits) inner.max_digits = outer.max_digits;
    if (!inner.decimal_places) inner.decimal_places = outer.decimal_places;
    if (!inner.ge) inner.ge = outer.ge;
    if (!inner.gt) inner.gt = outer.gt;
    if (!inner.le) inner.le = outer.le;
    if (!inner.lt) inner.lt = outer.lt;
    inner.strict = inner.strict || outer.strict;
    inner.lenient = inner.lenient || outer.lenient;
    inner.has_pattern = inner.has_pattern || outer.has_pattern;
    return only;
}

const Annotation* contained_model(const Annotation& annotation) {
    switch (annotation.kind) {
        case AnnotationKind::Model: return &annotation;
        case AnnotationKind::Union:
        case AnnotationKind::List:
        case AnnotationKind::Set:
        case AnnotationKind::Tuple:
        case AnnotationKind::Dictionary:
            for (const Annotation& item : annotation.items) {
                if (const Annotation* model = contained_model(item)) return model;
            }
            return nullptr;
        default: return nullptr;
    }
}

namespace {

std::string join(const std::vector<Annotation>& items, std::string_view separator) {
    std::string text;
    for (const Annotation& item : items) {
        if (!text.empty()) text += separator;
        text += item.to_string();
    }
    return text;
}

std::string with_items(std::string text, const Annotation& annotation) {
    if (annotation.items.empty()) return text;
    text += "[" + join(annotation.items, ", ");
    return text + (annotation.variadic ? ", ...]" : "]");
}

std::string literal_text(const Annotation& annotation) {
    constexpr std::size_t kShown = 4;
    std::string text = "Literal[";
    for (std::size_t index = 0; index < annotation.values.size(); ++index) {
        if (index > 0) text += ", ";
        if (index == kShown) return text + "...]";
        const LiteralValue& value = annotation.values[index];
        text += value.kind == LiteralValue::Kind::String ? "\"" + value.text + "\"" : value.text;
    }
    return text + "]";
}

}  // namespace

}  // namespace rowtype::types
