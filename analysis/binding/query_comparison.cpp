#include "analysis/binding/query_comparison.h"

#include "analysis/binding/call_arguments.h"

namespace rowtype::binding {

using facts::Value;
using facts::ValueKind;
using postgrest::ParameterRole;

Comparison comparison_of(postgrest::FilterOperator filter_operator) {
    using postgrest::FilterOperator;
    switch (filter_operator) {
        case FilterOperator::Equal:
        case FilterOperator::In: return Comparison::Equal;
        case FilterOperator::Greater:
        case FilterOperator::GreaterOrEqual:
        case FilterOperator::Less:
        case FilterOperator::LessOrEqual: return Comparison::Range;
        case FilterOperator::CaseInsensitiveLike:
        case FilterOperator::Match:
        case FilterOperator::CaseInsensitiveMatch: return Comparison::Pattern;
        case FilterOperator::Contains:
        case FilterOperator::ContainedBy:
        case FilterOperator::Overlaps: return Comparison::Contains;
        default: return Comparison::None;
    }
}

Comparison of_field(const postgrest::Field& field, Comparison comparison) {
    return field.json_path.empty() || comparison == Comparison::None ? comparison : Comparison::Expression;
}

Comparison comparison_of(const facts::ChainCall& call, const facts::Chain& chain, const ValueResolver& resolve) {
    const auto index = static_cast<std::size_t>(&call - chain.calls.data());
    if (index > 0 && index < chain.calls.size() && chain.calls[index - 1].method == "not_") return Comparison::None;
    const postgrest::BuilderMethod* method = postgrest::find_method(call.method);
    if (method == nullptr || method->quantifier != postgrest::Quantifier::None) return Comparison::None;
    const Value* value = argument_in(call, *method, ParameterRole::Value);
    const std::optional<FoldedText> text = value == nullptr ? std::nullopt : fold_text(*value, resolve);
    if (method->filter_operator == postgrest::FilterOperator::Is) {
        const bool is_null = value != nullptr && (value->is(ValueKind::None) || (text && text->text() == "null"));
        return is_null ? Comparison::Equal : Comparison::None;
    }
    if (method->filter_operator == postgrest::FilterOperator::Like) {
        if (!text || text->text().empty() || text->text().starts_with(kHoleMarker)) return Comparison::None;
        return std::string_view("%_*").find(text->text().front()) == std::string_view::npos ? Comparison::Prefix
                                                                                            : Comparison::Pattern;
    }
    if (method->filter_operator) return comparison_of(*method->filter_operator);
    const Value* written = argument_in(call, *method, ParameterRole::Operator);
    const std::optional<FoldedText> name = written == nullptr ? std::nullopt : fold_text(*written, resolve);
    const auto found = name && !name->has_holes() ? postgrest::find_operator(name->text()) : std::nullopt;
    return found ? comparison_of(*found) : Comparison::None;
}

}  // namespace rowtype::binding
