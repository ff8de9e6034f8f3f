// Line breaks as ruff format and black make them. Internal to analysis/codegen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/codegen/wrapped_import.h"

namespace rowtype::codegen {

// A statement that may end in a call: "name: str | None = Field(" + arguments + ")". Without `callee` it is `head` alone.
struct Statement {
    std::string head;    // "name: str | None", "model_config"
    std::string callee;  // "Field"; empty: no call
    std::vector<std::string> arguments;
    std::string value;  // where there is no call: "None", or empty
};

// On one line, without line end.
[[nodiscard]] std::string one_line(const Statement& statement);
// In lines of at most 88 columns where that can be done, each with `indent` and "\n". What formatters would break elsewhere
// is left on one line and marked "# fmt: skip".
[[nodiscard]] std::string laid_out(const Statement& statement, std::string_view indent);
// The same behind `text`, as that of each of the following.
void lay_out(std::string& text, const Statement& statement, std::string_view indent);
// "name" and `rest` on a line behind `text`; false, and no line, where that is longer than 88 columns or nobody can tell.
[[nodiscard]] bool lay_out_line(std::string& text, std::string_view name, std::string_view rest, std::string_view indent);

// A value of nested calls and collections: "sa.Column(" items ")", "[" items "]"; without items `open` is all of it. In the place of
// placeholder() stands the name that lay_out() is given, so that one expression serves fields that are alike but for their names.
struct Expression {
    enum class Kind : std::uint8_t { Atom, Call, Collection, Placeholder };
    Kind kind = Kind::Atom;
    std::string open;  // "sa.text(", "comment=sa.text(", "["; of an atom its text
    std::vector<Expression> items;
    std::string_view close;  // "", ")", "]", "}"

    static Expression atom(std::string text) { return {Kind::Atom, std::move(text), {}, {}}; }
    static Expression placeholder() { return {Kind::Placeholder, {}, {}, {}}; }
    // `callee`: with the keyword that it stands behind, "server_default=sa.text".
    static Expression call(std::string callee, std::vector<Expression> arguments = {}) {
        return {Kind::Call, std::move(callee) + "(", std::move(arguments), ")"};
    }
    static Expression list(std::vector<Expression> items) { return {Kind::Collection, "[", std::move(items), "]"}; }
    static Expression tuple(std::vector<Expression> items) { return {Kind::Collection, "(", std::move(items), ")"}; }
};

// On one line.
[[nodiscard]] std::string one_line(const Expression& expression);
// "head = expression", or "head" alone for an empty atom, in lines as formatters leave them; as laid_out() of a Statement.
[[nodiscard]] std::string laid_out(std::string_view head, const Expression& expression, std::string_view indent);
void lay_out(std::string& text, std::string_view head, const Expression& expression, std::string_view indent,
             std::string_view name = {});
// An expression that is a statement, such as "name: NotRequired[int]".
[[nodiscard]] std::string laid_out(const Expression& expression, std::string_view indent);
void lay_out(std::string& text, const Expression& expression, std::string_view indent);

}  // namespace rowtype::codegen
