#include "analysis/codegen/relation_checks.h"

#include <algorithm>
#include <string_view>

#include "analysis/codegen/constraints.h"
#include "analysis/codegen/patterns.h"
#include "reflect/sql/check_form.h"

namespace rowtype::codegen {

namespace {

using sql::CheckCondition;
using sql::CheckOperator;
using sql::Constant;

// Whether limits can say the condition, which is then added to them.
bool add_condition(const CheckCondition& condition, const catalog::Column& column, ColumnLimits& limits);
// The same of a check by regular expression.
bool add_pattern(std::string_view expression, const catalog::Relation& relation, RelationChecks& checks);

}  // namespace

RelationChecks checks_of(const catalog::Relation& relation) {
    RelationChecks checks;
    for (const catalog::Check& check : relation.checks) {
        const auto conditions = check.validated && check.enforced ? sql::parse_check(check.expression) : std::nullopt;
        bool is_said = conditions && !conditions->empty();
        if (!is_said) {
            is_said = check.validated && check.enforced && add_pattern(check.expression, relation, checks);
        } else {
            for (const CheckCondition& condition : *conditions) {
                const catalog::Column* column = relation.find_column(condition.column);
                const bool added = column != nullptr && add_condition(condition, *column, checks.columns[condition.column]);
                is_said = is_said && added;
            }
        }
        if (!is_said) checks.others.push_back(&check);
    }
    return checks;
}

namespace {

// As Python writes numbers, so "007", "1e5" and ".5" are left out.
bool is_python_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const auto is_digits = [](std::string_view part) {
        return !part.empty() && part.size() <= 30 && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (!is_digits(whole) || (whole.size() > 1 && whole.front() == '0')) return false;
    return point == std::string_view::npos || is_digits(text.substr(point + 1));
}

bool is_number_type(const catalog::Type& type) {
    return type.is_builtin("int2") || type.is_builtin("int4") || type.is_builtin("int8") || type.is_builtin("numeric") ||
           type.is_builtin("float4") || type.is_builtin("float8");
}

// char(n) pads its values: 'a' is stored as 'a  '.
bool is_text_type(const catalog::Type& type) { return type.is_builtin("text") || type.is_builtin("varchar"); }

bool add_length(const CheckCondition& condition, Bounds& bounds) {
    const std::string& value = condition.constants.front().value;
    const bool whole = !value.empty() && value.size() < 9 && value.find_first_not_of("0123456789") == std::string::npos;
    if (!whole) return false;
    const int number = std::stoi(value);
    Bounds added;
    switch (condition.operation) {
        case CheckOperator::GreaterOrEqual: added.min_length = value; break;
        case CheckOperator::Greater: added.min_length = std::to_string(number + 1); break;
        case CheckOperator::LessOrEqual: added.max_length = value; break;
        case CheckOperator::Less: added.max_length = std::to_string(std::max(number - 1, 0)); break;
        case CheckOperator::Equal: added.min_length = added.max_length = value; break;
        default: return false;
    }
    narrow(bounds, added);
    return true;
}

bool add_comparison(const CheckCondition& condition, Bounds& bounds) {
    const Constant& constant = condition.constants.front();
    if (constant.kind == Constant::Kind::Boolean || !is_python_number(constant.value)) return false;
    Bounds added;
    switch (condition.operation) {
        case CheckOperator::GreaterOrEqual: added.ge = constant.value; break;
        case CheckOperator::Greater: added.gt = constant.value; break;
        case CheckOperator::LessOrEqual: added.le = constant.value; break;
        case CheckOperator::Less: added.lt = constant.value; break;
        default: return false;
    }
    narrow(bounds, added);
    return true;
}

bool add_values(const CheckCondition& condition, ColumnLimits& limits) {
    std::vector<std::string> values;
    for (const Constant& constant : condition.constants) {
        if (constant.kind != Constant::Kind::Text) return false;
        if (std::ranges::find(values, constant.value) == values.end()) values.push_back(constant.value);
    }
    if (limits.values) {
        std::erase_if(values,
                      [&](const std::string& value) { return std::ranges::find(*limits.values, value) == limits.values->end(); });
    }
    if (values.empty()) return false;
    limits.values = std::move(values);
    return true;
}

bool add_pattern(std::string_view expression, const catalog::Relation& relation, RelationChecks& checks) {
    const std::optional<PatternCheck> found = pattern_check(expression);
    const catalog::Column* column = found ? relation.find_column(found->column) : nullptr;
    if (column == nullptr || column->type.is_array() || !is_text_type(column->type)) return false;
    Bounds& bounds = checks.columns[column->name].bounds;
    if (bounds.pattern) return *bounds.pattern == found->pattern;
    bounds.pattern = found->pattern;
    return true;
}

bool add_condition(const CheckCondition& condition, const catalog::Column& column, ColumnLimits& limits) {
    if (condition.operation == CheckOperator::NotNull) return column.nullability == catalog::Nullability::NotNull;
    if (column.type.is_array() || condition.constants.empty()) return false;
    if (condition.of_length) return is_text_type(column.type) && add_length(condition, limits.bounds);
    const bool lists = condition.operation == CheckOperator::OneOf || condition.operation == CheckOperator::Equal;
    if (lists) return is_text_type(column.type) && add_values(condition, limits);
    return is_number_type(column.type) && add_comparison(condition, limits.bounds);
}

}  // namespace

}  // namespace rowtype::codegen
