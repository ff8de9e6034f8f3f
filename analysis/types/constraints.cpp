#include "analysis/types/constraints.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "analysis/types/known_names.h"

namespace rowtype::types {

namespace {

using facts::Value;
using facts::ValueKind;

std::optional<double> parse_number(std::string_view text);
std::optional<std::int64_t> whole_number(const Value* value);
void apply_annotated_type(std::string_view name, const Value& call, Annotation& annotation);
bool is_harmless(std::string_view canonical);

}  // namespace

void apply_constraint_arguments(const Value& call, Annotation& annotation) {
    Constraints& constraints = annotation.constraints;
    const auto take_whole = [&](std::string_view keyword, std::optional<std::int64_t>& target) {
        if (const auto number = whole_number(call.keyword(keyword))) target = number;
    };
    const auto take_bound = [&](std::string_view keyword, std::optional<double>& target) {
        const Value* value = call.keyword(keyword);
        if (value == nullptr) return;
        if (const auto number = number_of(*value)) target = number;
    };
    take_whole("max_length", constraints.max_length);
    take_whole("min_length", constraints.min_length);
    take_whole("max_digits", constraints.max_digits);
    take_whole("decimal_places", constraints.decimal_places);
    take_bound("ge", constraints.ge);
    take_bound("gt", constraints.gt);
    take_bound("le", constraints.le);
    take_bound("lt", constraints.lt);
    const auto says_true = [&](std::string_view keyword) {
        const Value* value = call.keyword(keyword);
        return value != nullptr && value->is(ValueKind::Boolean) && value->text == "True";
    };
    constraints.strict = constraints.strict || says_true("strict");
    const Value* strict = call.keyword("strict");
    constraints.lenient = constraints.lenient || (strict != nullptr && strict->is(ValueKind::Boolean) && strict->text == "False");
    constraints.allows_infinity = constraints.allows_infinity || says_true("allow_inf_nan");
    for (const std::string_view keyword : {"pattern", "regex", "multiple_of"}) {
        const Value* value = call.keyword(keyword);
        if (value != nullptr && !value->is(ValueKind::None)) constraints.has_pattern = true;
    }
}

void apply_metadata(const Value& item, const ModuleScope& module, Annotation& annotation) {
    if (item.is(ValueKind::String) || item.is(ValueKind::Integer) || item.is(ValueKind::None)) return;
    const bool is_call = item.is(ValueKind::Call) && !item.items.empty();
    const std::string dotted = is_call ? item.items.front().dotted() : item.dotted();
    const Definition found = dotted.empty() ? Definition{} : module.resolve(dotted);
    if (found.kind != Definition::Kind::External) {
        annotation.has_before_validator = true;
        return;
    }
    const std::string name = canonical_name(found.name);
    if (is_call && (name == "pydantic.Field" || name == "pydantic.StringConstraints")) {
        apply_constraint_arguments(item, annotation);
    } else if (name == "pydantic.Strict") {
        annotation.constraints.strict = true;
    } else if (is_call && name.starts_with("annotated_types.")) {
        apply_annotated_type(name, item, annotation);
    } else if (!is_harmless(name)) {
        annotation.has_before_validator = true;
    }
}

std::optional<double> number_of(const Value& value) {
    if (value.is(ValueKind::Integer) || value.is(ValueKind::Float)) return parse_number(value.text);
    if (!value.is(ValueKind::Call) || value.items.empty()) return std::nullopt;
    const std::string callee = value.items.front().dotted();
    if (callee != "Decimal" && callee != "decimal.Decimal") return std::nullopt;
    const Value* argument = value.positional(0);
    if (argument == nullptr || argument->is(ValueKind::Call)) return std::nullopt;
    return argument->is(ValueKind::String) ? parse_number(argument->text) : number_of(*argument);
}

namespace {

std::optional<double> parse_number(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c != '_'; });
    double number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

std::optional<std::int64_t> whole_number(const Value* value) {
    if (value == nullptr || !value->is(ValueKind::Integer)) return std::nullopt;
    std::int64_t number = 0;
    const std::string& text = value->text;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// Gt(0), Ge(0), Lt, Le, MaxLen(3), MinLen, Len(1, 3), Interval(ge=0, le=9), MultipleOf.
void apply_annotated_type(std::string_view name, const Value& call, Annotation& annotation) {
    name.remove_prefix(std::string_view("annotated_types.").size());
    Constraints& constraints = annotation.constraints;
    const Value* first = call.positional(0);
    const auto bound = [&](std::optional<double>& target) {
        if (first == nullptr) return;
        if (const auto number = number_of(*first)) target = number;
    };
    if (name == "Gt") bound(constraints.gt);
    if (name == "Ge") bound(constraints.ge);
    if (name == "Lt") bound(constraints.lt);
    if (name == "Le") bound(constraints.le);
    if (name == "MaxLen") constraints.max_length = whole_number(first);
    if (name == "MinLen") constraints.min_length = whole_number(first);
    if (name == "MultipleOf" || name == "Predicate") constraints.has_pattern = true;
    if (name == "Len") {
        constraints.min_length = whole_number(first);
        constraints.max_length = whole_number(call.positional(1));
    }
    apply_constraint_arguments(call, annotation);
}

// Metadata that leaves the values that are accepted as they are.
bool is_harmless(std::string_view canonical) {
    constexpr std::array<std::string_view, 13> kHarmless = {"pydantic.AfterValidator",
                                                            "pydantic.PlainSerializer",
                                                            "pydantic.WrapSerializer",
                                                            "pydantic.SerializeAsAny",
                                                            "pydantic.WithJsonSchema",
                                                            "pydantic.Field",
                                                            "pydantic.Discriminator",
                                                            "pydantic.Tag",
                                                            "pydantic.FailFast",
                                                            "pydantic.Examples",
                                                            "typing.Doc",
                                                            "typing.doc",
                                                            "annotated_doc.Doc"};
    return std::ranges::find(kHarmless, canonical) != kHarmless.end() || canonical.starts_with("fastapi.");
}

}  // namespace

}  // namespace rowtype::types
