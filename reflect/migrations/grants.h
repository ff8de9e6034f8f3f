// Roles in GRANT, REVOKE, policies and OWNER TO.
#pragma once

#include <optional>
#include <string>

#include "reflect/migrations/access_state.h"
#include "reflect/migrations/nodes.h"

namespace rowtype::migrations {

// The role that a RoleSpec node names: catalog::kPublicRole for PUBLIC, the empty name for whoever runs the migrations
// (CURRENT_USER, and on Supabase "postgres"). Nothing where the node is none.
[[nodiscard]] std::optional<std::string> role_of(const AccessState& access, const Node& role_spec);

}  // namespace rowtype::migrations
