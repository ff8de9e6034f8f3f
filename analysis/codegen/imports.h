// The import block of a generated module. Internal to analysis/codegen.
#pragma once

#include <string>
#include <vector>

#include "analysis/codegen/annotations.h"

namespace rowtype::codegen {

// Sorted and wrapped as ruff's isort rules leave them: the standard library, a blank line, the others. Ends with a newline
// unless empty; no duplicate.
[[nodiscard]] std::string import_block(std::vector<ImportedName> imports);

// "from pydantic import A, B", wrapped when longer than a line; ends with a newline. `names` are sorted already.
[[nodiscard]] std::string from_import(const std::string& module, const std::vector<std::string>& names);

}  // namespace rowtype::codegen
