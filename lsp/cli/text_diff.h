// A unified diff of two texts, for people.
#pragma once

#include <string>
#include <string_view>

namespace rowtype::cli {

// Empty when the texts are equal. Names stand in the "---" and "+++" lines; three lines of context.
[[nodiscard]] std::string unified_diff(std::string_view before, std::string_view after, std::string_view before_name,
                                       std::string_view after_name);

}  // namespace rowtype::cli
