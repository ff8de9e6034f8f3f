#include "analysis/codegen/imports.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "analysis/codegen/import_order.h"
#include "analysis/codegen/wrapped_import.h"
#include "analysis/facts/identifier_bytes.h"

namespace rowtype::codegen {

namespace {

enum class Origin { Standard, Other, Package };

Origin origin_of(const std::string& module) {
    if (module.starts_with('.')) return Origin::Package;
    return is_standard_module(module) ? Origin::Standard : Origin::Other;
}

std::string section(const std::vector<ImportedName>& imports, Origin origin) {
    std::string plain;
    std::map<std::string, std::vector<std::string>> by_module;
    for (const ImportedName& import : imports) {
        if (origin_of(import.module) != origin) continue;
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

std::vector<ImportedName> ImportSet::list() const {
    std::vector<ImportedName> names(names_.begin(), names_.end());
    std::ranges::sort(names);
    return names;
}

std::string import_block(const ImportSet& imports) {
    const std::vector<ImportedName> names = imports.list();
    std::string block;
    for (const Origin origin : {Origin::Standard, Origin::Other, Origin::Package}) {
        const std::string part = section(names, origin);
        block += (block.empty() || part.empty() ? "" : "\n") + part;
    }
    return block;
}

namespace {

// Behind the text that begins at `at`; texts of three quotes end with three.
std::size_t behind_text(std::string_view code, std::size_t at) {
    const std::string_view quotes = code.substr(at, 3);
    if (quotes == "\"\"\"" || quotes == "'''") {
        for (at += 3; at < code.size() && code.substr(at, 3) != quotes; ++at) at += code[at] == '\\' ? 1 : 0;
        return std::min(at + 3, code.size());
    }
    const char quote = code[at++];
    while (at < code.size() && code[at] != quote) at += code[at] == '\\' ? 2 : 1;
    return std::min(at + 1, code.size());
}

// Whether the name [begin, end) is what a line gives a value or an annotation to, or a keyword of a call.
bool is_target(std::string_view code, std::size_t begin, std::size_t end) {
    const std::string_view rest = code.substr(end);
    if (rest.starts_with('=') && !rest.starts_with("==")) return true;
    std::size_t start = begin;
    while (start > 0 && code[start - 1] == ' ') --start;
    const bool is_first = start == 0 || code[start - 1] == '\n';
    return is_first && (rest.starts_with(": ") || rest.starts_with(" = "));
}

}  // namespace

std::vector<std::string_view> names_in(std::string_view code) {
    std::vector<std::string_view> names;
    std::size_t at = 0;
    while (at < code.size()) {
        const std::size_t begin = at;
        if (code[at] == '#') {
            at = std::min(code.find('\n', at), code.size());
        } else if (code[at] == '"' || code[at] == '\'') {
            at = behind_text(code, at);
        } else if (facts::is_identifier_byte(code[at])) {
            while (at < code.size() && facts::is_identifier_byte(code[at])) ++at;
            const bool is_attribute = begin > 0 && code[begin - 1] == '.';
            if (!is_attribute && !is_target(code, begin, at)) names.push_back(code.substr(begin, at - begin));
        } else {
            ++at;
        }
    }
    return names;
}

bool has_name(std::string_view code, std::string_view name) {
    for (std::size_t at = code.find(name); at != std::string_view::npos; at = code.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at == 0 || !facts::is_identifier_byte(code[at - 1])) &&
            (end == code.size() || !facts::is_identifier_byte(code[end])))
            return true;
    }
    return false;
}

std::string from_import(const std::string& module, const std::vector<std::string>& names) {
    return from_import(module, names, {}) + "\n";
}

}  // namespace rowtype::codegen
