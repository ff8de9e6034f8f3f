#include "analysis/codegen/layout.h"

#include "analysis/codegen/literals.h"

namespace rowtype::codegen {

namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text;
}

bool fits(std::string_view line) { return display_width(line) <= kLineLength; }

}  // namespace

std::string one_line(const Statement& statement) {
    if (!statement.callee.empty()) {
        return statement.head + " = " + statement.callee + "(" + joined(statement.arguments) + ")";
    }
    return statement.value.empty() ? statement.head : statement.head + " = " + statement.value;
}

std::string laid_out(const Statement& statement, std::string_view indent) {
    const std::string start(indent);
    const std::string line = start + one_line(statement);
    if (fits(line)) return line + "\n";
    const std::string opening = start + statement.head + " = " + statement.callee + "(";
    if (statement.callee.empty() || statement.arguments.empty() || !fits(opening)) return line + "  # fmt: skip\n";
    const std::string inner = start + "    ";
    const std::string all = inner + joined(statement.arguments);
    std::string text = opening + "\n";
    if (fits(all)) {
        text += all + "\n";
    } else {
        const bool alone = statement.arguments.size() == 1;
        for (const std::string& argument : statement.arguments) text += inner + argument + (alone ? "\n" : ",\n");
    }
    return text + start + ")\n";
}

}  // namespace rowtype::codegen
