#include "analysis/binding/row_attributes.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace rowtype::binding {

namespace {

bool is_keyword(std::string_view name) {
    constexpr auto kKeywords = std::to_array<std::string_view>(
        {"False",  "None",     "True", "and",    "as",      "assert", "async",  "await",  "break", "class",  "continue", "def",
         "del",    "elif",     "else", "except", "finally", "for",    "from",   "global", "if",    "import", "in",       "is",
         "lambda", "nonlocal", "not",  "or",     "pass",    "raise",  "return", "try",    "while", "with",   "yield"});
    return std::ranges::find(kKeywords, name) != kKeywords.end();
}

// What is no letter of a name becomes "_"; no field of a named tuple begins with that or a digit.
std::optional<std::string> attribute_name(const std::string& column) {
    std::string name = column;
    for (char& letter : name) {
        if (static_cast<unsigned char>(letter) >= 0x80U) return std::nullopt;
        const bool is_part = letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                             (letter >= '0' && letter <= '9');
        if (!is_part) letter = '_';
    }
    const bool is_prefixed = name.empty() || name.front() == '_' || (name.front() >= '0' && name.front() <= '9');
    return is_prefixed ? "f" + name : name;
}

}  // namespace

std::optional<std::vector<std::string>> attribute_names(const catalog::Relation& output) {
    std::vector<std::string> names;
    for (const catalog::Column& column : output.columns) {
        std::optional<std::string> name = attribute_name(column.name);
        if (!name || is_keyword(*name) || std::ranges::find(names, *name) != names.end()) return std::nullopt;
        names.push_back(*std::move(name));
    }
    return names;
}

}  // namespace rowtype::binding
