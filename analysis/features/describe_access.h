// Privileges and policies in words.
#pragma once

#include <string>
#include <vector>

#include "reflect/catalog/access.h"

namespace rowtype::features {

[[nodiscard]] std::vector<std::string> privilege_names(catalog::PrivilegeSet privileges);
// "select"; "all commands".
[[nodiscard]] std::string command_name(catalog::PolicyCommand command);
// "anon: select, insert"; "anon: update (name)" where only a column is meant.
[[nodiscard]] std::string grant_text(const catalog::Grant& grant);
// "own rows: select for authenticated using (…)".
[[nodiscard]] std::string policy_text(const catalog::Policy& policy);

}  // namespace rowtype::features
