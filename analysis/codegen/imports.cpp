#include "analysis/codegen/imports.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "analysis/codegen/import_order.h"
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
        std::ranges::sort(names, [](const std::string& left, const std::string& right) {
            return comes_before(left, right, NameOrder::ByType);
        });
        text += from_import(module, names);
    }
    return text;
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

}  // namespace rowtype::codegen
