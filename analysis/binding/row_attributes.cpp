#include "analysis/binding/row_attributes.h"

#include <algorithm>
#include <utility>

#include "analysis/facts/python_keywords.h"

namespace rowtype::binding {

namespace {

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
        if (!name || facts::is_python_keyword(*name) || std::ranges::find(names, *name) != names.end()) return std::nullopt;
        names.push_back(*std::move(name));
    }
    return names;
}

}  // namespace rowtype::binding
