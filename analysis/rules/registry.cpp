#include <algorithm>

#include "analysis/rules/rules.h"

namespace rowtype::rules {

const std::vector<const Rule*>& all_rules() {
    static const std::vector<const Rule*> rules = {
        &kInvalidSelect, &kInvalidSql,   &kMissingField,  &kMissingModel, &kNullableMismatch,
        &kStaleField,    &kTypeMismatch, &kUnknownColumn, &kUnknownTable, &kUnusedIgnore,
    };
    return rules;
}

const Rule* find_rule(std::string_view id) {
    const auto found = std::ranges::find(all_rules(), id, &Rule::id);
    return found == all_rules().end() ? nullptr : *found;
}

Finding* FindingSink::report(const Rule& rule, Severity severity, Span span, std::string message) {
    const auto configured = settings_.rule_levels.find(std::string(rule.id));
    if (configured != settings_.rule_levels.end()) severity = configured->second;
    if (severity == Severity::Off) return nullptr;
    Finding finding;
    finding.rule = rule.id;
    finding.severity = severity;
    finding.status = rule.status;
    finding.span = span;
    finding.message = std::move(message);
    findings_.push_back(std::move(finding));
    return &findings_.back();
}

}  // namespace rowtype::rules
