// One table of another tool's TOML file, values as text.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace rowtype::workspace {

// The strings and booleans of the table that `path` leads to ("tool.alembic"); a list of strings stands one a line. Empty where the
// text is no TOML or has no such table.
[[nodiscard]] std::map<std::string, std::string> read_toml_strings(std::string_view text, std::string_view path);

}  // namespace rowtype::workspace
