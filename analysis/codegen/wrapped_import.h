// "from a import b, c" as formatters and sorters of imports write it. For all who write or change code.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::codegen {

inline constexpr std::size_t kLineLength = 88;  // ruff's and black's

struct ImportForm {
    std::size_t line_limit = kLineLength;  // bytes, without the line end
    std::string_view line_end = "\n";
    bool keeps_lines = false;  // a name a line, however short they are: a comma behind the last asks formatters for that
};

// Without a line end behind it; `module` as code spells it.
[[nodiscard]] std::string from_import(const std::string& module, const std::vector<std::string>& names, const ImportForm& form);
// "(", each name on a line of its own, ")".
[[nodiscard]] std::string in_brackets(const std::vector<std::string>& names, std::string_view line_end);

}  // namespace rowtype::codegen
