#include "analysis/codegen/import_edits.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "analysis/codegen/imports.h"

namespace rowtype::codegen {

namespace {

using facts::Import;
using facts::PlacedStatement;
using findings::TextEdit;

bool is_module_level(const Import& import) { return import.scope == 0; }

// A top-level statement that is an import and nothing else, such as no "if TYPE_CHECKING:" around it.
bool is_plain_import(const PlacedStatement& statement, std::string_view text);
std::string_view statement_text(const PlacedStatement& statement, std::string_view text);
// The edit that adds names to "from module import …", if the file has such a statement.
std::optional<TextEdit> extend_existing(const facts::FileFacts& file, std::string_view text, const std::string& module,
                                        const std::vector<std::string>& names);
std::uint32_t place_of_new_lines(const facts::FileFacts& file, std::string_view text, bool& after_import);
std::string line_end(std::string_view text);

}  // namespace

std::vector<TextEdit> import_edits(const facts::FileFacts& file, std::string_view text,
                                   const std::vector<ImportedName>& imports) {
    std::map<std::string, std::vector<std::string>> wanted;  // "" among the names: the module itself
    for (const ImportedName& import : imports) {
        std::vector<std::string>& names = wanted[import.module];
        const bool known = std::ranges::find(names, import.name) != names.end();
        if (!known && bound_name(file, import).empty()) names.push_back(import.name);
    }
    std::vector<TextEdit> edits;
    std::string lines;
    const std::string end = line_end(text);
    for (auto& [module, names] : wanted) {
        if (std::erase(names, "") != 0) lines += "import " + module + end;
        if (names.empty()) continue;
        std::ranges::sort(names, comes_before_in_import);
        if (auto edit = extend_existing(file, text, module, names)) {
            edits.push_back(std::move(*edit));
            continue;
        }
        lines += "from " + module + " import ";
        for (std::size_t index = 0; index < names.size(); ++index) lines += (index == 0 ? "" : ", ") + names[index];
        lines += end;
    }
    if (!lines.empty()) {
        bool after_import = false;
        const std::uint32_t place = place_of_new_lines(file, text, after_import);
        const bool on_new_line =
            place == 0 || text[place - 1] == '\n' || text[place - 1] == '\r' || text.substr(0, place).ends_with("\xEF\xBB\xBF");
        if (!on_new_line) lines.insert(0, end);
        if (!after_import && place < text.size()) lines += end;
        edits.push_back({{place, place}, std::move(lines)});
    }
    std::ranges::sort(edits, {}, &TextEdit::span);
    return edits;
}

std::string bound_name(const facts::FileFacts& file, const ImportedName& wanted) {
    for (const PlacedStatement& statement : file.statements) {
        for (const Import& import : statement.facts->imports) {
            if (!is_module_level(import) || import.level != 0 || import.module != wanted.module) continue;
            // "import a.b" binds "a", through which a.b is reached.
            const bool same_name = import.name == wanted.name;
            const bool reaches =
                !wanted.name.empty() || import.bound == import.module || import.module.find('.') == std::string::npos;
            if (same_name && reaches) return import.bound;
        }
    }
    return "";
}

namespace {

std::string_view statement_text(const PlacedStatement& statement, std::string_view text) {
    return slice(text, {statement.offset, statement.offset + statement.facts->length});
}

bool is_plain_import(const PlacedStatement& statement, std::string_view text) {
    const std::string_view source = statement_text(statement, text);
    return !statement.facts->has_error && !statement.facts->imports.empty() &&
           (source.starts_with("from") || source.starts_with("import"));
}

std::uint32_t line_begin(std::string_view text, std::uint32_t offset) {
    while (offset > 0 && text[offset - 1] != '\n' && text[offset - 1] != '\r') --offset;
    return offset;
}

// Where the line of `offset` ends, its line end included.
std::uint32_t next_line(std::string_view text, std::uint32_t offset) {
    const std::size_t stop = std::min(text.find_first_of("\r\n", offset), text.size());
    if (stop == text.size()) return static_cast<std::uint32_t>(stop);
    const bool two = text[stop] == '\r' && stop + 1 < text.size() && text[stop + 1] == '\n';
    return static_cast<std::uint32_t>(stop + (two ? 2 : 1));
}

std::string line_end(std::string_view text) {
    const std::size_t stop = text.find_first_of("\r\n");
    if (stop == std::string_view::npos || text[stop] == '\n') return "\n";
    return stop + 1 < text.size() && text[stop + 1] == '\n' ? "\r\n" : "\r";
}

// What stands between two names of the list that begins before `import`: ", " or ",\n    ".
std::string separator_before(std::string_view text, const PlacedStatement& statement, const Import& import) {
    const std::uint32_t begin = statement.offset + import.span.begin;
    const std::uint32_t line = line_begin(text, begin);
    const std::string_view before = text.substr(line, begin - line);
    const bool starts_line = before.find_first_not_of(" \t") == std::string_view::npos;
    if (!starts_line || line <= statement.offset) return ", ";
    return "," + line_end(text) + std::string(before);
}

std::optional<TextEdit> extend_existing(const facts::FileFacts& file, std::string_view text, const std::string& module,
                                        const std::vector<std::string>& names) {
    for (const PlacedStatement& statement : file.statements) {
        if (!statement.facts->classes.empty()) break;  // what is imported below a class comes too late for it
        if (!is_plain_import(statement, text)) continue;
        const Import* last = nullptr;
        bool fits = true;
        for (const Import& import : statement.facts->imports) {
            fits = fits && is_module_level(import) && import.level == 0 && import.module == module && !import.name.empty() &&
                   import.name != "*";
            last = &import;
        }
        if (!fits || last == nullptr) continue;
        const std::string separator = separator_before(text, statement, *last);
        TextEdit edit;
        const std::uint32_t place = statement.offset + last->span.end;
        edit.span = {place, place};
        for (const std::string& name : names) edit.text += separator + name;
        return edit;
    }
    return std::nullopt;
}

// After the last import at the head of the file, else after the docstring, comments at the top and "from __future__".
std::uint32_t place_of_new_lines(const facts::FileFacts& file, std::string_view text, bool& after_import) {
    std::uint32_t place = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    for (const PlacedStatement& statement : file.statements) {
        if (!statement.facts->classes.empty()) break;
        if (!is_plain_import(statement, text)) continue;
        const std::uint32_t end = statement.offset + statement.facts->length;
        if (end == 0) continue;
        place = next_line(text, end - 1);
        after_import = true;
    }
    if (after_import) return place;
    // Comment lines (a coding line, a licence), blank lines, then a docstring.
    for (;;) {
        const std::uint32_t next = next_line(text, place);
        const std::string_view line = text.substr(place, next - place);
        const std::size_t first = line.find_first_not_of(" \t");
        const bool is_blank = first == std::string_view::npos || line[first] == '\r' || line[first] == '\n';
        if (next == place) return place;
        if (line[0] == '#' && line.find("rowtype:") == std::string_view::npos) {
            place = next;
            continue;
        }
        if (!is_blank) break;
        const std::uint32_t peek = next;
        if (peek >= text.size() ||
            (text[peek] != '#' && text[peek] != '"' && text[peek] != '\'' && text[peek] != '\r' && text[peek] != '\n'))
            break;
        place = next;
    }
    for (const std::string_view quotes : {std::string_view("\"\"\""), std::string_view("'''")}) {
        if (!text.substr(place).starts_with(quotes)) continue;
        const std::size_t close = text.find(quotes, place + 3);
        if (close != std::string_view::npos) return next_line(text, static_cast<std::uint32_t>(close) + 3);
    }
    return place;
}

}  // namespace

}  // namespace rowtype::codegen
