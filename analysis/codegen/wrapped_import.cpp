#include "analysis/codegen/wrapped_import.h"

namespace rowtype::codegen {

std::string from_import(const std::string& module, const std::vector<std::string>& names, const ImportForm& form) {
    const std::string head = "from " + module + " import ";
    std::string line = head;
    for (std::size_t index = 0; index < names.size(); ++index) line += (index == 0 ? "" : ", ") + names[index];
    return form.keeps_lines || line.size() > form.line_limit ? head + in_brackets(names, form.line_end) : line;
}

std::string in_brackets(const std::vector<std::string>& names, std::string_view line_end) {
    std::string text = "(";
    text += line_end;
    for (const std::string& name : names) text.append("    ").append(name).append(",").append(line_end);
    return text + ")";
}

}  // namespace rowtype::codegen
