// Access control lists as PostgreSQL prints them (manual, "Privileges"): {anon=r/postgres,"\"odd role\"=arwdDxt/postgres"}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/access.h"

namespace rowtype::postgres {

// The grants in the text of an aclitem[]; several of one role, by different grantors, become one. Left out are `owner`'s own, grant
// options, and letters of privileges that the catalog has no word for. A text that is no such list gives none. `column` is put into
// each grant.
[[nodiscard]] std::vector<catalog::Grant> read_grants(std::string_view acl, std::string_view owner, std::string_view column = {});

}  // namespace rowtype::postgres
