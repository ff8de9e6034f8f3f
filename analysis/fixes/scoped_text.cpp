#include <algorithm>
#include <map>

#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/names.h"
#include "analysis/fixes/import_edits.h"

namespace rowtype::fixes {

namespace {

using codegen::ImportedName;

// Replaces whole names outside of strings and comments; keywords of calls ("alias=") stay.
std::string with_names_replaced(const std::string& text, const std::map<std::string, std::string>& spelling, std::size_t from) {
    std::string result = text.substr(0, from);
    std::size_t at = std::min(from, text.size());
    while (at < text.size()) {
        const std::size_t begin = at;
        if (text[at] == '#') {
            at = text.size();
        } else if (text[at] == '"' || text[at] == '\'') {
            const char quote = text[at++];
            while (at < text.size() && text[at] != quote) at += text[at] == '\\' ? 2 : 1;
            at = std::min(at + 1, text.size());
        } else if (facts::is_identifier_byte(text[at])) {
            while (at < text.size() && facts::is_identifier_byte(text[at])) ++at;
            const auto found = spelling.find(text.substr(begin, at - begin));
            const bool is_keyword = at < text.size() && text[at] == '=' && (at + 1 == text.size() || text[at + 1] != '=');
            if (found != spelling.end() && !is_keyword) {
                result += found->second;
                continue;
            }
        } else {
            ++at;
        }
        result += text.substr(begin, at - begin);
    }
    return result;
}

// Whether a name is bound by nothing but that very import, for type checkers alone.
bool is_only_for_type_checkers(const facts::ModuleBindings& bindings, std::string_view source, const ImportedName& wanted) {
    return !bindings.empty() && std::ranges::all_of(bindings, [&](const facts::ModuleBinding& binding) {
        return binding.import != nullptr && binding.import->level == 0 && binding.import->module == wanted.module &&
               binding.import->name == wanted.name && is_for_type_checkers(*binding.placed, source);
    });
}

}  // namespace

std::optional<ScopedText> scoped_text(const facts::FileFacts& file, std::string_view source, const std::string& code,
                                      const std::vector<ImportedName>& imports, std::size_t from) {
    const facts::ModuleNames names(file);
    ScopedText scoped;
    std::map<std::string, std::string> spelling;
    for (const ImportedName& import : imports) {
        const std::string& needed = import.name.empty() ? import.module : import.name;
        const std::string bound = bound_name(file, source, import);
        const std::string module = import.name.empty() ? std::string() : bound_name(file, source, {import.module, ""});
        if (!bound.empty() && names.only(bound) != nullptr) {
            if (bound != needed) spelling[needed] = bound;
        } else if (!module.empty() && names.only(module) != nullptr) {
            spelling[needed] = module + "." + needed;
        } else if (names.all(needed).empty() || is_only_for_type_checkers(names.all(needed), source, import)) {
            scoped.imports.push_back(import);
        } else {
            return std::nullopt;
        }
    }
    scoped.text = with_names_replaced(code, spelling, from);
    return scoped;
}

}  // namespace rowtype::fixes
