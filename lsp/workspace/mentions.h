// Where a module is named outside of import statements, and in files whose imports are not rewritten. Internal to lsp/workspace.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::workspace {

struct Mention {
    std::uint32_t offset = 0;
    std::string text;  // "app.models.User"
};

// The string literals of a Python text that begin with a dotted module name of `modules`, as those of mock.patch and import_module do.
[[nodiscard]] std::vector<Mention> mentions_in_strings(std::string_view text, const std::vector<std::string>& modules);

// Whether a notebook or a stub imports one of them, or the end of its path: "from app.models import", "import models".
[[nodiscard]] bool seems_to_import(std::string_view text, const std::vector<std::string>& modules);

// The notebooks and stubs (absolute, sorted) below a folder; what walks leave out is left out.
[[nodiscard]] std::vector<std::string> notebooks_and_stubs(const std::string& folder);

}  // namespace rowtype::workspace
