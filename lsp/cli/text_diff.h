// A unified diff of two texts, for people.
#pragma once

#include <string>
#include <string_view>

#include "lsp/cli/terminal_text.h"

namespace rowtype::cli {

// Empty when the texts are equal. Names stand in the "---" and "+++" lines; three lines of context.
[[nodiscard]] std::string unified_diff(std::string_view before, std::string_view after, std::string_view before_name,
                                       std::string_view after_name);

// The diff's lines in colours; printable, since what follows the marks are lines of somebody's file.
[[nodiscard]] std::string colored_diff(const std::string& diff, const Style& style);

}  // namespace rowtype::cli
