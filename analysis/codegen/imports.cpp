#include "analysis/codegen/imports.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "analysis/codegen/layout.h"

namespace rowtype::codegen {

namespace {

std::string section(const std::vector<ImportedName>& imports, bool standard) {
    std::string plain;
    std::map<std::string, std::vector<std::string>> by_module;
    for (const ImportedName& import : imports) {
        if (is_standard_module(import.module) != standard) continue;
        if (import.name.empty()) {
            plain += "import " + import.module + "\n";
        } else {
            by_module[import.module].push_back(import.name);
        }
    }
    std::string text = plain;
    for (auto& [module, names] : by_module) {
        std::ranges::sort(names, comes_before_in_import);
        text += from_import(module, names);
    }
    return text;
}

// isort's order-by-type: 0 constant, 1 class, 2 the rest.
int name_group(const std::string& name) {
    const auto is_lower = [](char letter) { return letter >= 'a' && letter <= 'z'; };
    const auto is_upper = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
    if (name.size() > 1 && std::ranges::none_of(name, is_lower)) return 0;
    return !name.empty() && is_upper(name.front()) ? 1 : 2;
}

}  // namespace

std::string import_block(std::vector<ImportedName> imports) {
    std::ranges::sort(imports);
    const auto repeated = std::ranges::unique(imports);
    imports.erase(repeated.begin(), repeated.end());
    const std::string standard = section(imports, true);
    const std::string others = section(imports, false);
    return standard.empty() || others.empty() ? standard + others : standard + "\n" + others;
}

std::string from_import(const std::string& module, const std::vector<std::string>& names) {
    std::string line = "from " + module + " import ";
    for (std::size_t index = 0; index < names.size(); ++index) line += (index == 0 ? "" : ", ") + names[index];
    if (line.size() <= kLineLength) return line + "\n";
    std::string wrapped = "from " + module + " import (\n";
    for (const std::string& name : names) wrapped += "    " + name + ",\n";
    return wrapped + ")\n";
}

bool comes_before_in_import(const std::string& left, const std::string& right) {
    const int left_group = name_group(left);
    const int right_group = name_group(right);
    return left_group != right_group ? left_group < right_group : left < right;
}

bool is_standard_module(const std::string& module) {
    constexpr std::array<std::string_view, 7> kModules = {"dataclasses", "datetime", "decimal", "enum", "json", "typing", "uuid"};
    return std::ranges::find(kModules, std::string_view(module)) != kModules.end();
}

}  // namespace rowtype::codegen
