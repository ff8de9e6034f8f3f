#include "analysis/codegen/layout.h"

#include "analysis/codegen/literals.h"

namespace rowtype::codegen {

namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text;
}

enum class Fit { Yes, No, Unknown };

Fit fit_of(std::string_view line) {
    const DisplayWidth width = display_width(line);
    if (width.most <= kLineLength) return Fit::Yes;
    return width.least > kLineLength ? Fit::No : Fit::Unknown;
}

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
    const Fit whole = fit_of(line);
    if (whole == Fit::Yes) return line + "\n";
    const std::string opening = start + statement.head + " = " + statement.callee + "(";
    const std::string inner = start + "    ";
    const std::string all = inner + joined(statement.arguments);
    const bool can_wrap = !statement.callee.empty() && !statement.arguments.empty() && fit_of(opening) == Fit::Yes;
    if (!can_wrap || whole == Fit::Unknown || fit_of(all) == Fit::Unknown) return line + "  # fmt: skip\n";
    std::string text = opening + "\n";
    if (fit_of(all) == Fit::Yes) {
        text += all + "\n";
    } else {
        const bool alone = statement.arguments.size() == 1;
        for (const std::string& argument : statement.arguments) text += inner + argument + (alone ? "\n" : ",\n");
    }
    return text + start + ")\n";
}

}  // namespace rowtype::codegen
