#include "lsp/workspace/toml_strings.h"

// Its parser asserts what it then reports as an error: "[[[" in somebody's file would end a debug build.
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

#include "lsp/workspace/toml_text.h"

namespace rowtype::workspace {

std::map<std::string, std::string> read_toml_strings(std::string_view text, std::string_view path) {
    std::map<std::string, std::string> values;
    if (is_nested_too_deeply(text)) return values;
    toml::table document;
    try {
        document = toml::parse(text);
    } catch (const toml::parse_error&) {
        return values;  // whoever reads the file for its own sake says what is wrong with it
    }
    const toml::table* table = document.at_path(path).as_table();
    if (table == nullptr) return values;
    for (const auto& [key, value] : *table) {
        const std::string name(key.str());
        if (const auto one = value.value<std::string>(); one && value.is_string()) values[name] = *one;
        if (value.is_boolean()) values[name] = value.value_or(false) ? "true" : "false";
        if (!value.is_array()) continue;
        std::string& list = values[name];
        for (const toml::node& item : *value.as_array()) {
            if (item.is_string()) list += (list.empty() ? "" : "\n") + item.value_or(std::string());
        }
    }
    return values;
}

}  // namespace rowtype::workspace
