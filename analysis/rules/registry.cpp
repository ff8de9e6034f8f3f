#include <algorithm>

#include "analysis/rules/rules.h"

namespace rowtype::rules {

const std::vector<const Rule*>& all_rules() {
    static const std::vector<const Rule*> rules = {
        // One a line, so that branches that add rules merge.
        // clang-format off
        &kAmbiguousColumn,
        &kAmbiguousRelationship,
        &kConstraintMismatch,
        &kEnumByName,
        &kInvalidCacheValue,
        &kInvalidConflictTarget,
        &kInvalidEnumValue,
        &kInvalidFilter,
        &kInvalidLiteral,
        &kInvalidSelect,
        &kInvalidSql,
        &kMissingField,
        &kMissingGrant,
        &kMissingModel,
        &kMissingRequiredColumn,
        &kNegatedOr,
        &kNoPolicy,
        &kNullComparison,
        &kNullableMismatch,
        &kOrderDirection,
        &kReadOnlyColumn,
        &kSchemaNotExposed,
        &kStaleField,
        &kStringInList,
        &kTextSearchType,
        &kTypeMismatch,
        &kUnaliasedDump,
        &kUnindexedFilter,
        &kUnknownArgument,
        &kUnknownCacheField,
        &kUnknownColumn,
        &kUnknownFunction,
        &kUnknownRelationship,
        &kUnknownTable,
        &kUnselectedColumn,
        &kUnselectedField,
        &kUnserialisablePayload,
        &kUnusedIgnore,
        // clang-format on
    };
    return rules;
}

const Rule* find_rule(std::string_view id) {
    const auto found = std::ranges::find(all_rules(), id, &Rule::id);
    return found == all_rules().end() ? nullptr : *found;
}

std::optional<Severity> configured_level(std::string_view rule, const Settings& settings, const FileIdentity* file) {
    const std::string id(rule);
    if (file != nullptr) {
        if (const auto own = file->rule_levels.find(id); own != file->rule_levels.end()) return own->second;
    }
    const auto configured = settings.rule_levels.find(id);
    return configured == settings.rule_levels.end() ? std::nullopt : std::optional(configured->second);
}

Finding* FindingSink::report(const Rule& rule, Severity severity, Span span, std::string message) {
    if (const auto configured = configured_level(rule.id, settings_, file_)) severity = *configured;
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
