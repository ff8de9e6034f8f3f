#include "analysis/rules/fix_words.h"

#include <algorithm>
#include <array>

namespace rowtype::rules {

namespace {

constexpr std::array<std::string_view, 4> kUnsafe = {"negated-or", "stale-field", "type-mismatch", "unknown-cache-field"};
// Replace a name by the one that was meant (suggestion_safety.h).
constexpr std::array<std::string_view, 8> kByName = {"invalid-enum-value", "schema-not-exposed", "unknown-argument",
                                                     "unknown-column",     "unknown-function",   "unknown-relationship",
                                                     "unknown-table",      "unselected-column"};
constexpr std::array<std::string_view, 11> kSafe = {
    "ambiguous-relationship", "invalid-filter", "missing-field",          "null-comparison",  "order-direction", "string-in-list",
    "text-search-type",       "unaliased-dump", "unserialisable-payload", "unselected-field", "unused-ignore"};

}  // namespace

std::string_view fix_words(const Rule& rule) {
    if (rule.fix == nullptr) return "none";
    const auto holds = [&](const auto& list) { return std::ranges::find(list, rule.id) != list.end(); };
    if (holds(kUnsafe)) return "unsafe";
    if (holds(kByName)) return "safe where the name is plainly misspelt or a migration renames it, else unsafe";
    if (rule.id == "nullable-mismatch") return "safe where None becomes allowed, unsafe where it no longer is";
    if (rule.id == "constraint-mismatch") return "safe, but unsafe where the limit also refuses values in Python";
    if (holds(kSafe)) return "safe";
    return "";
}

}  // namespace rowtype::rules
