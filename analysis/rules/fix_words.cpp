#include "analysis/rules/fix_words.h"

#include <algorithm>
#include <array>

namespace rowtype::rules {

namespace {

constexpr std::array<std::string_view, 3> kUnsafe = {"negated-or", "type-mismatch", "unknown-cache-field"};
// Replace a name by the one that was meant (suggestion_safety.h).
constexpr std::array<std::string_view, 8> kByName = {"invalid-enum-value", "schema-not-exposed", "unknown-argument",
                                                     "unknown-column",     "unknown-function",   "unknown-relationship",
                                                     "unknown-table",      "unselected-column"};
constexpr std::array<std::string_view, 11> kSafe = {
    "ambiguous-relationship", "enum-by-name",   "invalid-filter",         "null-comparison",  "order-direction", "string-in-list",
    "text-search-type",       "unaliased-dump", "unserialisable-payload", "unselected-field", "unused-ignore"};

// Rules without a fix, and why: what would have to be written is not in the schema.
struct Unfixed {
    std::string_view rule;
    std::string_view words;
};
constexpr auto kUnfixed = std::to_array<Unfixed>({
    {"ambiguous-column", "none: each of the relations that have the column may be meant"},
    {"invalid-conflict-target", "none: another key is another statement, and a key that is to be is a migration's"},
    {"invalid-literal", "none: which value was meant only its author knows"},
    {"invalid-select", "none: the text does not parse, and what it was to ask for cannot be told from it"},
    {"invalid-sql", "none: the text does not parse, and what it was to ask for cannot be told from it"},
    {"missing-grant", "none: who may do what is decided in the database, by a migration"},
    {"missing-model", "none in the file: `rowtype generate` writes the model"},
    {"missing-required-column", "none: the value that is missing only its author knows"},
    {"no-policy", "none: who may do what is decided in the database, by a migration"},
    {"read-only-column", "none: whether the value or the column is wrong only its author knows"},
    {"unindexed-filter", "none: an index has a price, and belongs into a migration"},
});

}  // namespace

std::string_view fix_words(const Rule& rule) {
    if (rule.fix == nullptr) {
        const auto found = std::ranges::find(kUnfixed, rule.id, &Unfixed::rule);
        return found == kUnfixed.end() ? "" : found->words;
    }
    const auto holds = [&](const auto& list) { return std::ranges::find(list, rule.id) != list.end(); };
    if (holds(kUnsafe)) return "unsafe";
    if (holds(kByName)) return "safe where the name is plainly misspelt or a migration renames it, else unsafe";
    if (rule.id == "nullable-mismatch") return "safe where None becomes allowed, unsafe where it no longer is";
    if (rule.id == "constraint-mismatch") {
        return "safe, but unsafe where Python then refuses or sends other values; none where the database lacks what the class "
               "declares: which of them is right is a decision";
    }
    if (rule.id == "missing-field") {
        return "safe, but unsafe where values given by position move, or where a foreign key leads to a table that only other "
               "files "
               "declare";
    }
    if (rule.id == "stale-field") {
        return "safe where a mapped class's column is plainly misspelt or a migration renames it, else unsafe";
    }
    if (holds(kSafe)) return "safe";
    return "";
}

}  // namespace rowtype::rules
