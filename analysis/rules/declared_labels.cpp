#include "analysis/rules/declared_labels.h"

#include <algorithm>

namespace rowtype::rules {

namespace {

bool holds(const std::vector<std::string>& texts, const std::string& text) {
    return std::ranges::find(texts, text) != texts.end();
}

}  // namespace

std::optional<LabelComparison> compare_labels(const binding::DeclaredColumn& declared, const catalog::Catalog& catalog) {
    if (declared.column == nullptr || !declared.enumeration) return std::nullopt;
    const catalog::Type actual = catalog.base_type(declared.column->type);
    const catalog::TypeDefinition* type = actual.is_known() ? catalog.find_type(actual.name) : nullptr;
    if (type == nullptr || type->kind != catalog::TypeKind::Enum || !type->complete) return std::nullopt;
    const binding::DeclaredEnum& members = *declared.enumeration;
    LabelComparison result;
    result.type_name = type->name.to_string();
    for (std::size_t index = 0; index < members.labels.size(); ++index) {
        if (holds(type->labels, members.labels[index])) continue;
        result.not_in_database.push_back(members.labels[index]);
        if (result.stored_as.empty() && index < members.values.size()) result.stored_as = members.values[index];
    }
    for (const std::string& label : type->labels) {
        if (!holds(members.labels, label)) result.not_in_model.push_back(label);
    }
    result.by_name = !result.not_in_database.empty() && members.values.size() == members.labels.size() &&
                     std::ranges::all_of(members.values, [&](const std::string& value) { return holds(type->labels, value); });
    return result;
}

}  // namespace rowtype::rules
