// Line breaks as ruff format and black make them. Internal to analysis/codegen.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::codegen {

inline constexpr std::size_t kLineLength = 88;

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

}  // namespace rowtype::codegen
