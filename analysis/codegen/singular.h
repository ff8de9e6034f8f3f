// English plurals to singulars, for class names. Internal to analysis/codegen.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace rowtype::codegen {

// The last word of "user_addresses" in the singular: "user_address". Words that are no plural by a rule that is safe, and those
// in `exclude` (lower case), stay: "news", "status", "address", "data".
[[nodiscard]] std::string singular(std::string_view name, const std::set<std::string>& exclude);

}  // namespace rowtype::codegen
