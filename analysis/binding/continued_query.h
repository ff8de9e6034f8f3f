// Queries that a script makes in several statements: "query = client.table('users').select('id')", "if wanted: query = query.eq('id', 1)",
// "query.execute()".
#pragma once

#include <cstddef>
#include <optional>

#include "analysis/facts/facts.h"
#include "analysis/facts/row_index.h"
#include "analysis/facts/script_names.h"

namespace rowtype::binding {

struct ContinuedQuery {
    const facts::Value* head = nullptr;  // the one value that all paths go on from: what it selects, is what the rows have
    bool is_single = false;              // one row is asked for at the execution
};

// `executed` is a call of execute() in the flow that `index` is of, by its module's own code; `shared` are names of which nobody knows what
// they hold. `steps` grows by the places that were looked at. Nothing where anything between head and execution may change what the
// rows look like, or there are several heads.
[[nodiscard]] std::optional<ContinuedQuery> continued_query(const facts::Value& executed, const facts::StatementFacts& flow,
                                                            const facts::RowIndex& index, const facts::SortedNames& shared,
                                                            std::size_t& steps);

}  // namespace rowtype::binding
