#include "analysis/types/write_limits.h"

#include <algorithm>
#include <optional>

#include "analysis/types/check_values.h"

namespace rowtype::types {

namespace {

std::string number_text(double number) {
    std::string text = std::to_string(number);
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text;
}

void compare_lengths(const Constraints& stated, const catalog::Type& type, std::vector<std::string>& loose) {
    const bool has_length = (type.is_builtin("varchar") || type.is_builtin("bpchar")) && !type.modifiers.empty();
    if (!has_length || !stated.max_length || *stated.max_length <= type.modifiers.front()) return;
    loose.push_back("max_length=" + std::to_string(*stated.max_length) + " takes more than the column's " +
                    std::to_string(type.modifiers.front()) + " characters");
}

// Digits behind the point are rounded; those before it are refused.
void compare_digits(const Constraints& stated, const catalog::Type& type, std::vector<std::string>& loose) {
    if (!type.is_builtin("numeric") || type.modifiers.empty() || !stated.max_digits) return;
    const std::int64_t scale = type.modifiers.size() > 1 ? type.modifiers[1] : 0;
    // numeric(3,5) holds 0.00999: how many of the digits behind the point are zero no limit of pydantic's can say.
    const std::int64_t whole = std::max<std::int64_t>(0, type.modifiers.front() - scale);
    const std::int64_t taken = *stated.max_digits - stated.decimal_places.value_or(0);
    if (taken <= whole) return;
    loose.push_back("max_digits=" + std::to_string(*stated.max_digits) + " takes " + std::to_string(taken) +
                    " digits before the point, and the column has room for " + std::to_string(whole));
}

struct Bound {
    std::string text;  // "ge=0"
    double value = 0;
    bool excluded = false;
};

// The tighter of "ge" and "gt", or of "le" and "lt": values have to keep to both.
std::optional<Bound> bound_of(const std::optional<double>& included, const std::optional<double>& excluded, bool lower) {
    const bool is_excluded = excluded && (!included || (lower ? *excluded >= *included : *excluded <= *included));
    if (is_excluded) return Bound{(lower ? "gt=" : "lt=") + number_text(*excluded), *excluded, true};
    if (included) return Bound{(lower ? "ge=" : "le=") + number_text(*included), *included, false};
    return std::nullopt;
}

void compare_bound(const std::optional<Bound>& stated, const std::optional<double>& limit, bool limit_excluded, bool lower,
                   bool is_whole, std::vector<std::string>& loose) {
    if (!stated || !limit || may_be_neighbours(stated->value, *limit)) return;
    // Whole numbers: "gt=0" and ">= 1" say the same.
    const double step = is_whole ? 1 : 0;
    const double first = stated->value + (stated->excluded ? (lower ? step : -step) : 0);
    const double allowed = *limit + (limit_excluded ? (lower ? step : -step) : 0);
    bool is_loose = lower ? first < allowed : first > allowed;
    if (!is_whole && first == allowed) is_loose = limit_excluded && !stated->excluded;
    if (!is_loose) return;
    const std::string_view sign = lower ? (limit_excluded ? "> " : ">= ") : (limit_excluded ? "< " : "<= ");
    loose.push_back(stated->text + " takes values that the column's CHECK (" + std::string(sign) + number_text(*limit) +
                    ") refuses");
}

}  // namespace

std::vector<std::string> loose_limits(const Annotation& annotation, const catalog::Column& column,
                                      const catalog::Relation* relation, const catalog::Catalog& catalog) {
    std::vector<std::string> loose;
    const Annotation value = without_none(annotation);
    if (!value.is(AnnotationKind::Scalar) || value.has_before_validator || !column.type.is_known()) return loose;
    const catalog::Type type = catalog.base_type(column.type);
    if (!type.is_known() || type.is_array()) return loose;
    const Constraints& stated = value.constraints;
    if (value.type == PythonType::Str) compare_lengths(stated, type, loose);
    if (value.type == PythonType::Decimal) compare_digits(stated, type, loose);
    const bool is_number = value.type == PythonType::Int || value.type == PythonType::Decimal || value.type == PythonType::Float;
    if (!is_number || !stated.has_bounds()) return loose;
    const CheckedValues checked = checked_values(catalog, relation, column);
    const bool is_whole = value.type == PythonType::Int;
    compare_bound(bound_of(stated.ge, stated.gt, true), checked.minimum, checked.minimum_excluded, true, is_whole, loose);
    compare_bound(bound_of(stated.le, stated.lt, false), checked.maximum, checked.maximum_excluded, false, is_whole, loose);
    return loose;
}

}  // namespace rowtype::types
