// Wording that several rules share, so that the same fact is always said in the same words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/rules/rule.h"
#include "reflect/catalog/pending.h"

namespace rowtype::rules {

// "name" in double quotes, control characters and quotes escaped: names come from databases and are hostile.
[[nodiscard]] std::string quoted(std::string_view name);
// Letters, digits and "_", no digit first: a name that needs no quotes anywhere.
[[nodiscard]] bool is_plain_identifier(std::string_view name);
// "table", "view", "materialized view", "foreign table".
[[nodiscard]] std::string_view kind_word(const catalog::Relation& relation);
// "a", "a and b", "a, b and c".
[[nodiscard]] std::string join_words(const std::vector<std::string>& words);

// Each of them quoted, in their order; of many the first, and how many more there are.
[[nodiscard]] std::vector<std::string> quoted_words(const std::vector<std::string>& words);

// Of a key that rows do not have. row["name"] raises KeyError (the rule's own severity); row.get("name") is always None (a warning);
// row.get("name", x) is always x, for which the code is prepared (info).
[[nodiscard]] Severity row_key_severity(const binding::RowKeyReference& key, const Rule& rule);

// Says that a migration drops or renames what the finding misses, where it stands, and suggests the new name. Does
// nothing where `removed` is null, or does not tell which file did.
void explain_removal(const catalog::RemovedName* removed, Finding& finding);

// Whether a Python name that stands for something is at `place`, and not the very text, keyword or field name that a finding is about: to
// replace it would rename a variable of the program.
[[nodiscard]] bool is_reference(const syntax::Node& root, Span place);
// The fix "Replace by …" of a finding with a suggestion, as safe as suggestion_safety() says: edits only where the bytes under the
// finding's span are the very name (no escape, no folding, no constant's name in between) and the suggestion needs no quoting there.
void replace_by_suggestion(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);

}  // namespace rowtype::rules
