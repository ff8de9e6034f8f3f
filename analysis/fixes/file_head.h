// Where the first import of a file stands. Internal to analysis/fixes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rowtype::fixes {

struct HeadPlace {
    std::uint32_t offset = 0;             // the start of a line, or the end of the text
    bool wants_blank_line = false;        // before the import
    std::size_t missing_blank_lines = 0;  // behind it, as isort leaves them: two before a class or function
};
// Of a text without imports: behind its docstring and behind comments at the top that are about the file.
[[nodiscard]] HeadPlace head_place(std::string_view text);

}  // namespace rowtype::fixes
