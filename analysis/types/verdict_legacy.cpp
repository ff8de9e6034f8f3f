// Where pydantic 1 does other things than pydantic 2 with the same value, as tests/analysis/types/annotation_oracle.py shows.
#include <algorithm>
#include <array>
#include <span>

#include "analysis/types/verdict_parts.h"

namespace rowtype::types {

namespace {

using Kind = AnnotationKind;

// pydantic 1 makes text of numbers and truth values.
bool holds_text(const Annotation& annotation) {
    switch (annotation.type) {
        case PythonType::Str:
        case PythonType::SecretStr:
        case PythonType::Bytes:
            if (annotation.is(Kind::Scalar)) return true;
            break;
        default: break;
    }
    return std::ranges::any_of(annotation.items, holds_text);
}

// It takes the first arm that a value can be made fit to, where pydantic 2 takes the nearest.
bool chooses(const Annotation& annotation) {
    const auto arms = std::ranges::count_if(annotation.items, [](const Annotation& arm) { return !arm.is(Kind::None); });
    if (annotation.is(Kind::Union) && arms > 1) return true;
    return std::ranges::any_of(annotation.items, chooses);
}

bool is_one_of(const catalog::Type& type, std::span<const std::string_view> names) {
    return std::ranges::any_of(names, [&](std::string_view name) { return type.is_builtin(name); });
}

}  // namespace

TypeVerdict in_legacy(const Annotation& annotation, const ColumnSite& site, TypeVerdict verdict) {
    constexpr std::array<std::string_view, 8> kNumbers = {"int2", "int4", "int8", "float4", "float8", "numeric", "bool", "oid"};
    constexpr std::array<std::string_view, 2> kTimestamps = {"timestamp", "timestamptz"};
    const catalog::Type type = site.catalog.base_type(site.column.type);
    const bool fails = verdict.verdict == Verdict::Wrong || verdict.verdict == Verdict::Lossy;
    if (chooses(annotation)) return {};
    if (!fails || site.direction == Direction::Write) return verdict;
    if (is_one_of(type, kNumbers) && holds_text(annotation)) return {};
    if (annotation.is_scalar(PythonType::Time) && type.is_builtin("timetz")) return {};
    const bool is_lossy_int = annotation.is_scalar(PythonType::Int) && verdict.verdict == Verdict::Lossy;
    if (is_lossy_int && verdict.example.find('.') != std::string::npos) verdict.reason = "int cuts off fractions";
    if (annotation.is_scalar(PythonType::Date) && is_one_of(type, kTimestamps) && site.profile == AccessProfile::Driver) {
        return {Verdict::Lossy, "date cuts off the time of day", "", verdict.right};
    }
    if (annotation.is_scalar(PythonType::Datetime) && type.is_builtin("date")) {
        return {Verdict::Wrong, "pydantic 1 refuses a date for a datetime", verdict.example, verdict.right};
    }
    return verdict;
}

}  // namespace rowtype::types
