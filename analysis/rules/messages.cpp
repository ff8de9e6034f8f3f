#include "analysis/rules/messages.h"

#include <algorithm>

#include "analysis/rules/suggestion_safety.h"

namespace rowtype::rules {

bool is_plain_identifier(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && is_letter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_digit(c); });
}

std::string quoted(std::string_view name) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "\"";
    for (const char letter : name) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            text += '\\';
            text += letter;
        } else if (byte < 0x20 || byte == 0x7F) {
            text += "\\x";
            text += kDigits[byte >> 4U];
            text += kDigits[byte & 0xFU];
        } else {
            text += letter;
        }
    }
    return text + "\"";
}

std::string_view kind_word(const catalog::Relation& relation) {
    switch (relation.kind) {
        case catalog::RelationKind::Table:
        case catalog::RelationKind::PartitionedTable: return "table";
        case catalog::RelationKind::View: return "view";
        case catalog::RelationKind::MaterializedView: return "materialized view";
        case catalog::RelationKind::ForeignTable: return "foreign table";
    }
    return "table";
}

std::string join_words(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t index = 0; index < words.size(); ++index) {
        if (index > 0) text += index + 1 == words.size() ? " and " : ", ";
        text += words[index];
    }
    return text;
}

Severity row_key_severity(const binding::RowKeyReference& key, const Rule& rule) {
    if (key.has_default) return Severity::Info;
    return key.is_get ? Severity::Warning : rule.default_severity;
}

std::vector<std::string> quoted_words(const std::vector<std::string>& words) {
    constexpr std::size_t kMaximumShown = 8;
    std::vector<std::string> all;
    for (const std::string& word : words) {
        if (all.size() == kMaximumShown && words.size() > kMaximumShown + 1) {
            all.push_back(std::to_string(words.size() - kMaximumShown) + " more");
            break;
        }
        all.push_back(quoted(word));
    }
    return all;
}

void explain_removal(const catalog::RemovedName* removed, Finding& finding) {
    if (removed == nullptr || removed->file.empty()) return;
    const std::string what = removed->renamed_to.empty() ? "dropped" : "renamed to " + quoted(removed->renamed_to);
    finding.message += "; " + what + (removed->is_pending ? " by pending migration " : " by ") +
                       removed->file.substr(removed->file.rfind('/') + 1);
    if (!removed->is_pending) finding.message += ":" + std::to_string(removed->line);
    finding.related.push_back({removed->renamed_to.empty() ? "dropped here" : "renamed here", removed->file, {}, removed->line});
    if (!removed->renamed_to.empty()) finding.suggestion = removed->renamed_to;
}

// A finding in a constant's text that stands elsewhere is placed at the name that brought it: what the program calls it is not to be
// replaced. The name of a keyword argument or of a field is the very name that is meant.
bool is_reference(const syntax::Node& root, Span place) {
    if (root.is_null()) return false;
    syntax::Cursor cursor(root);
    syntax::Field field = syntax::Field::None;
    while (cursor.to_first_child_after(place.begin)) field = cursor.field();
    return cursor.node().kind() == syntax::NodeKind::Identifier && field != syntax::Field::Name && field != syntax::Field::Left;
}

void replace_by_suggestion(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    if (finding.suggestion.empty() || !is_plain_identifier(finding.suggestion)) return;
    const std::string_view written = slice(context.text, finding.span);
    if (!is_plain_identifier(written) || is_reference(context.root, finding.span)) return;
    fixes.push_back({"Replace by " + quoted(finding.suggestion),
                     suggestion_safety(written, finding),
                     fixes.empty(),
                     {{finding.span, finding.suggestion}},
                     false});
}

}  // namespace rowtype::rules
