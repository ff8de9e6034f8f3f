#pragma once

#include <cstdint>

#include "analysis/facts/facts.h"
#include "analysis/facts/source.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::facts {

// Of an expression statement of a function: "yield cur" and "yield self.conn" go into its row facts. Internal to the extraction.
void read_yielded_value(const syntax::Node& statement, const Source& source, std::uint32_t scope, StatementFacts& facts);

}  // namespace rowtype::facts
