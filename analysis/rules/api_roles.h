// Who of an API's roles may do what, by the catalog: what missing-grant and no-policy share. Nothing here guesses: what could come from
// a role that another one is a member of counts as given.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_query.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::rules {

// The roles that a query may be made as: with a service key service_role, with another one anon and authenticated, else any of them.
[[nodiscard]] std::vector<std::string_view> api_roles(binding::ApiKey key);

// Whether the catalog knows privileges, and some of its relations are granted to one of those roles: then they are this database's.
[[nodiscard]] bool knows_api_roles(const catalog::Catalog& catalog);

// Whether one of `roles`, or a role that they could be members of, has it.
[[nodiscard]] bool may_have(const std::vector<catalog::Grant>& grants, catalog::Privilege privilege,
                            const std::vector<std::string_view>& roles);

// Whether a policy's role may be that of a query by anon or authenticated.
[[nodiscard]] bool may_concern_users(std::string_view policy_role);

// Whether it is a query of PostgREST's client on a relation that is known through and through.
[[nodiscard]] bool is_judged_by_access(const binding::BoundQuery& query, const catalog::Catalog& catalog);

}  // namespace rowtype::rules
