// Constants beside columns in the calls of a builder chain: what filters compare with, and what rows are filled with.
//
// Source of fact: PostgREST sends a filter's value as a quoted literal of no type, which PostgreSQL reads by the type of the column,
// and takes rows apart by json_to_recordset, which gives the text of each scalar to the input function of the column's type.
#pragma once

#include <cstddef>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/binding/embeds.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/refused_literal.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

// Those of the calls from `first` on, which stand in `statement`, that PostgreSQL refuses whatever the data is (22P02, 22003, 22007). `root`: the relation and
// embeds that the columns are of.
[[nodiscard]] std::vector<RefusedLiteral> refused_literals(const facts::Chain& chain, std::size_t first,
                                                           const facts::StatementFacts& statement, const ValueResolver& resolve,
                                                           const Context& context, const EmbedNode& root);

}  // namespace rowtype::binding
