// Calls of a chain that cannot work, or do something else than they say: found call by call, without the catalog.
#pragma once

#include <vector>

#include "analysis/binding/bound_call.h"
#include "analysis/binding/context.h"
#include "analysis/binding/embeds.h"
#include "analysis/binding/folded_text.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

// Reads the calls of `chain` from `first` up to `end`. `root` holds the embeds of the chain's selects where `selects_known`: then a filter
// on something that they do not embed is a problem as well.
void read_calls(const facts::Chain& chain, std::size_t first, std::size_t end, const StatementView& statement,
                const Context& context, const ValueResolver& resolve, const EmbedNode& root, bool selects_known,
                std::vector<CallProblem>& problems);

}  // namespace rowtype::binding
