// What is done to a name that may hold one of several things: each of them may be what it is done to. Internal to analysis/facts.
#pragma once

#include "analysis/facts/facts.h"
#include "analysis/facts/row_facts.h"

namespace rowtype::facts {

// "row = rows[0]" in one branch, something else in the other, and then row["key"] = …: adds the same change of rows[0]. `rows` are those
// of the facts, or are to be; their accesses are in the order of the text afterwards.
void add_possible_changes(const StatementFacts& facts, RowFacts& rows);

}  // namespace rowtype::facts
