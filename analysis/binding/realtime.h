// Changes of tables that a client of Supabase's realtime asks for: channel.on_postgres_changes("INSERT", table="users", filter="id=eq.1").
//
// Source of fact: supabase-py, src/realtime (_async/channel.py): the schema is "public" unless another is given, "*" stands for all
// tables; a filter is "column=operator.value", several joined by commas on newer servers.
#pragma once

#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/folded_text.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

// One query for each table that the chain's calls name. Nothing where it has no such call.
[[nodiscard]] std::vector<BoundQuery> realtime_queries(const facts::Chain& chain, const Context& context,
                                                       const ValueResolver& resolve);

}  // namespace rowtype::binding
