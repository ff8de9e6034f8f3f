// A query about one of several tables: the branches before it, or a condition, decide which.
#pragma once

#include <string>
#include <vector>

#include "analysis/binding/bound_query.h"

namespace rowtype::binding {

// One query of those that were bound for each table that the same chain may be about, none empty. What is reported is wrong
// whichever table it is: a column stays missing only where no table has it and all tables are known. A table that does not exist is wrong
// by itself, unless it may never be there (`in_any_order`): then only where none exists.
[[nodiscard]] BoundQuery one_query_of(std::vector<BoundQuery> queries, bool may_be_other, bool in_any_order);

// The same for a query of a base class: `queries` are those of the classes whose names stand at the same places, each with its table's
// relation alone. Names no table itself.
[[nodiscard]] BoundQuery one_query_of_classes(std::vector<BoundQuery> queries, const std::vector<std::string>& classes);

// The queries of the turns of a loop over pairs of constants: each names columns of its own.
[[nodiscard]] BoundQuery one_query_of_turns(std::vector<BoundQuery> queries);

}  // namespace rowtype::binding
