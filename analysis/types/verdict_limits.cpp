#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/types/check_values.h"
#include "analysis/types/verdict_parts.h"

namespace rowtype::types {

namespace {

// Text constraints mean something for the types whose length is known; elsewhere what they refuse cannot be told.
TypeVerdict judge_length(const Annotation& annotation, const catalog::Type& base, TypeVerdict verdict) {
    const std::optional<std::int64_t>& stated = annotation.constraints.max_length;
    const bool has_length = (base.is_builtin("varchar") || base.is_builtin("bpchar")) && !base.modifiers.empty();
    if (!has_length) return stated ? TypeVerdict{} : verdict;
    const std::int64_t length = base.modifiers.front();
    const std::string right = "max_length=" + std::to_string(length);
    if (stated == length || !annotation.is_scalar(PythonType::Str)) return verdict;
    if (!stated || *stated > length) {
        if (base.is_builtin("bpchar")) return verdict;  // padded: every value has that very length
        return {Verdict::Wide, "the column ends at " + std::to_string(length) + " characters", "", right};
    }
    return {Verdict::Lossy, "max_length=" + std::to_string(*stated) + " is less than the column's " + std::to_string(length), "",
            right};
}

TypeVerdict judge_precision(const Annotation& annotation, const catalog::Type& base, TypeVerdict verdict) {
    const Constraints& constraints = annotation.constraints;
    if (!constraints.max_digits && !constraints.decimal_places) return verdict;
    if (!base.is_builtin("numeric") || base.modifiers.empty()) return {};
    const std::int64_t precision = base.modifiers[0];
    const std::int64_t scale = base.modifiers.size() > 1 ? base.modifiers[1] : 0;
    // pydantic counts the digits before the point against max_digits - decimal_places.
    const std::int64_t whole_digits = constraints.max_digits.value_or(precision) - constraints.decimal_places.value_or(0);
    const bool too_few_digits = constraints.max_digits && *constraints.max_digits < precision;
    const bool too_few_places = constraints.decimal_places && *constraints.decimal_places < scale;
    const bool too_few_whole = constraints.max_digits && constraints.decimal_places && whole_digits < precision - scale;
    if (!too_few_digits && !too_few_places && !too_few_whole) return verdict;
    // numeric(3,5) holds 0.00999, numeric(3,-2) holds 99900: digits as pydantic counts them.
    const std::int64_t digits = std::max(precision, scale) + std::max<std::int64_t>(0, -scale);
    const std::int64_t places = std::max<std::int64_t>(0, scale);
    return {Verdict::Lossy, "the annotation takes fewer digits than the column", "",
            "max_digits=" + std::to_string(digits) + ", decimal_places=" + std::to_string(places)};
}

std::string number_text(double number) {
    std::string text = std::to_string(number);
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text;
}

// Whether the CHECKs promise that no value is below (`lower`) or above the annotation's bound.
bool is_promised(const CheckedValues& checked, double bound, bool excluded, bool lower) {
    const std::optional<double>& limit = lower ? checked.minimum : checked.maximum;
    const bool limit_excluded = lower ? checked.minimum_excluded : checked.maximum_excluded;
    if (!limit) return false;
    if (*limit == bound) return !excluded || limit_excluded;
    if (lower ? *limit > bound : *limit < bound) return true;
    // Whole numbers: "> 0" and "ge=1" say the same.
    return limit_excluded && !excluded && *limit == (lower ? bound - 1 : bound + 1);
}

// Whole numbers end where their type does.
void narrow_to_type(CheckedValues& checked, const catalog::Type& base) {
    struct Ends {
        std::string_view type;
        double least;
        double most;
        bool most_excluded;
    };
    // No double is 2^63 - 1.
    constexpr std::array<Ends, 3> kEnds = {
        {{"int2", -0x1p15, 0x1p15 - 1, false}, {"int4", -0x1p31, 0x1p31 - 1, false}, {"int8", -0x1p63, 0x1p63, true}}};
    for (const Ends& ends : kEnds) {
        if (!base.is_builtin(ends.type)) continue;
        if (!checked.minimum || *checked.minimum < ends.least) {
            checked.minimum = ends.least;
            checked.minimum_excluded = false;
        }
        if (!checked.maximum || *checked.maximum > ends.most || (ends.most_excluded && *checked.maximum == ends.most)) {
            checked.maximum = ends.most;
            checked.maximum_excluded = ends.most_excluded;
        }
    }
}

TypeVerdict judge_bounds(const Annotation& annotation, const catalog::Type& base, ValueShape shape, const ColumnSite& site,
                         TypeVerdict verdict) {
    const Constraints& constraints = annotation.constraints;
    if (!constraints.has_bounds()) return verdict;
    if (shape != ValueShape::Number) return {};
    if (site.column.identity != catalog::Identity::None) return verdict;  // counts up from one
    const bool from_sequence = site.column.default_expression && site.column.default_expression->starts_with("nextval(");
    if (from_sequence) return verdict;
    CheckedValues checked = checked_values(site.catalog, site.relation, site.column);
    if (checked.incomplete || checked.values) return verdict;
    narrow_to_type(checked, base);
    struct Stated {
        std::string_view name;
        const std::optional<double>& bound;
        bool excluded;
        bool lower;
    };
    bool is_certain = true;
    for (const Stated& stated : {Stated{"ge", constraints.ge, false, true}, Stated{"gt", constraints.gt, true, true},
                                 Stated{"le", constraints.le, false, false}, Stated{"lt", constraints.lt, true, false}}) {
        if (!stated.bound || is_promised(checked, *stated.bound, stated.excluded, stated.lower)) continue;
        const std::optional<double>& limit = stated.lower ? checked.minimum : checked.maximum;
        if (limit && may_be_neighbours(*limit, *stated.bound)) {
            is_certain = false;
            continue;
        }
        const std::string said = std::string(stated.name) + "=" + number_text(*stated.bound);
        return {Verdict::Lossy, said + " refuses values that the column may hold, and no CHECK excludes them", "", ""};
    }
    return is_certain ? verdict : TypeVerdict{};
}

}  // namespace

TypeVerdict judge_limits(const Annotation& annotation, const catalog::Type& base, const Family& family, const ColumnSite& site,
                         TypeVerdict verdict) {
    const bool applies = site.compare_limits && site.direction == Direction::Read;
    if (!applies || (verdict.verdict != Verdict::Exact && verdict.verdict != Verdict::Wide)) return verdict;
    if (annotation.constraints.has_pattern || annotation.constraints.min_length) return {};  // what it refuses cannot be told
    for (const auto judge : {judge_length, judge_precision}) {
        TypeVerdict judged = judge(annotation, base, verdict);
        if (judged.verdict == Verdict::Lossy || judged.verdict == Verdict::NotCheckable) return judged;
        verdict = std::move(judged);
    }
    return judge_bounds(annotation, base, family.shape, site, std::move(verdict));
}

}  // namespace rowtype::types
