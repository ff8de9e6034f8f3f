// Privileges, policies and triggers in words.
#pragma once

#include <string>
#include <vector>

#include "reflect/catalog/types.h"

namespace rowtype::features {

[[nodiscard]] std::vector<std::string> privilege_names(catalog::PrivilegeSet privileges);
// "select"; "all commands".
[[nodiscard]] std::string command_name(catalog::PolicyCommand command);
// "anon: select, insert"; "anon: update (name)" where only a column is meant.
[[nodiscard]] std::string grant_text(const catalog::Grant& grant);
// "own rows: select for authenticated using (…)".
[[nodiscard]] std::string policy_text(const catalog::Policy& policy);
// "insert", "update of (price)"; those that it fires for.
[[nodiscard]] std::vector<std::string> event_names(const catalog::Trigger& trigger);
[[nodiscard]] std::string timing_name(catalog::TriggerTiming timing);  // "before"
[[nodiscard]] std::string state_name(catalog::TriggerState state);     // "enabled"
// "stamp: before insert or update for each row, app.stamp()".
[[nodiscard]] std::string trigger_text(const catalog::Trigger& trigger);

}  // namespace rowtype::features
