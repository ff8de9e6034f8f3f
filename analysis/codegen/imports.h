// The import block of a generated module. Internal to analysis/codegen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/codegen/annotations.h"

namespace rowtype::codegen {

// Sorted and wrapped as ruff's isort rules leave them: the standard library, others, those of the package (".users"), a blank line
// between. Ends with a newline unless empty; no duplicate.
[[nodiscard]] std::string import_block(std::vector<ImportedName> imports);

// "from pydantic import A, B", wrapped when longer than a line; ends with a newline. `names` are sorted already.
[[nodiscard]] std::string from_import(const std::string& module, const std::vector<std::string>& names);

// The names that generated code reads: no attributes, no keywords of calls, no names of fields, nothing in texts and comments.
[[nodiscard]] std::vector<std::string_view> names_in(std::string_view code);
// Whether `name` stands in `code` as a whole name, wherever.
[[nodiscard]] bool has_name(std::string_view code, std::string_view name);

}  // namespace rowtype::codegen
