#include <algorithm>

#include "analysis/types/check_values.h"
#include "analysis/types/verdict_parts.h"

namespace rowtype::types {

namespace {

constexpr std::size_t kShownLabels = 4;

std::string quoted_list(const std::vector<std::string>& labels) {
    std::string text;
    for (std::size_t index = 0; index < labels.size(); ++index) {
        if (index == kShownLabels) return text + " and " + std::to_string(labels.size() - kShownLabels) + " more";
        if (index > 0) text += index + 1 == labels.size() ? " and " : ", ";
        text += "\"" + labels[index] + "\"";
    }
    return text;
}

std::vector<std::string> member_texts(const Annotation& annotation) {
    std::vector<std::string> texts;
    for (const LiteralValue& value : annotation.values) {
        if (value.kind != LiteralValue::Kind::None) texts.push_back(value.text);
    }
    return texts;
}

bool all_of_kind(const Annotation& annotation, LiteralValue::Kind kind) {
    return std::ranges::all_of(annotation.values, [&](const LiteralValue& value) {
        return value.kind == kind || value.kind == LiteralValue::Kind::None;
    });
}

std::vector<std::string> without(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    std::vector<std::string> rest;
    std::ranges::copy_if(left, std::back_inserter(rest),
                         [&](const std::string& text) { return std::ranges::find(right, text) == right.end(); });
    return rest;
}

std::string subject(const Annotation& annotation) {
    return annotation.is(AnnotationKind::Enum) ? annotation.name : annotation.to_string();
}

TypeVerdict compare_sets(const Annotation& annotation, const std::vector<std::string>& allowed, const ColumnSite& site) {
    const std::vector<std::string> members = member_texts(annotation);
    const std::vector<std::string> missing = without(allowed, members);
    const std::vector<std::string> surplus = without(members, allowed);
    const std::string name = subject(annotation);
    if (site.direction == Direction::Read && !missing.empty()) {
        return {Verdict::Wrong, name + " lacks " + quoted_list(missing) + ", and a row that holds it is refused",
                "\"" + missing.front() + "\"", ""};
    }
    if (surplus.empty()) return {Verdict::Exact, "", "", ""};
    if (site.direction == Direction::Write) {
        return {Verdict::Lossy, "the database refuses " + quoted_list(surplus), "", ""};
    }
    return {Verdict::Wide, name + " also has " + quoted_list(surplus) + ", which the column never holds", "", ""};
}

}  // namespace

TypeVerdict judge_labels(const Annotation& annotation, const std::vector<std::string>& labels, const ColumnSite& site) {
    if (labels.empty()) return {};
    if (annotation.integer_enum || (annotation.values_complete && !all_of_kind(annotation, LiteralValue::Kind::String))) {
        return {Verdict::Wrong, "labels are text, and " + subject(annotation) + " has other values", "\"" + labels.front() + "\"",
                ""};
    }
    if (!annotation.values_complete) return {};
    return compare_sets(annotation, labels, site);
}

TypeVerdict judge_listed_values(const Annotation& annotation, const Family& family, const ColumnSite& site) {
    if (family.shape == ValueShape::Boolean && annotation.is(AnnotationKind::Literal)) {
        if (!annotation.values_complete) return {};
        if (!all_of_kind(annotation, LiteralValue::Kind::Boolean)) {
            return {Verdict::Wrong, "values are true and false", "true", "bool"};
        }
        if (member_texts(annotation).size() >= 2 || site.direction == Direction::Write) return {Verdict::Exact, "", "", ""};
        return {Verdict::Lossy, "the column holds both truth values", "", "bool"};
    }
    const bool is_text = family.shape == ValueShape::Text;
    if (!is_text && family.shape != ValueShape::Number) return {};
    if (!annotation.values_complete) return {};
    const LiteralValue::Kind wanted = is_text ? LiteralValue::Kind::String : LiteralValue::Kind::Integer;
    if (!all_of_kind(annotation, wanted)) {
        return {Verdict::Wrong, std::string("values arrive as ") + (is_text ? "text" : "numbers"),
                std::string(family.json_sample), std::string(family.json_right)};
    }
    if (!site.compare_limits && site.direction == Direction::Read) return {};
    const CheckedValues checked = checked_values(site.catalog, site.relation, site.column);
    if (checked.values) return compare_sets(annotation, *checked.values, site);
    if (checked.incomplete || site.direction == Direction::Write) return {};
    return {Verdict::Lossy, "no CHECK limits the column to the values of " + subject(annotation), "", ""};
}

}  // namespace rowtype::types
