// The tables that the body of a function names.
#pragma once

#include <string_view>
#include <vector>

#include "reflect/migrations/nodes.h"

namespace rowtype::migrations {

// Of SQL or PL/pgSQL, by its words alone: what stands behind INSERT INTO, DELETE FROM, UPDATE … SET, FROM and JOIN, names of WITH and of
// tables that it creates left out. What a body makes into SQL when it runs is not seen.
[[nodiscard]] std::vector<WrittenName> tables_used_in(std::string_view body);

}  // namespace rowtype::migrations
