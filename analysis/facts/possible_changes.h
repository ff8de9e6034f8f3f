// What is done to a name that may hold one of several things: each of them may be what it is done to. Internal to analysis/facts.
#pragma once

#include <algorithm>
#include <vector>

#include "analysis/facts/facts.h"
#include "analysis/facts/row_facts.h"

namespace rowtype::facts {

// "row = rows[0]" in one branch, something else in the other, and then row["key"] = …: adds the same change of rows[0]. `rows` are those
// of the facts, or are to be; their accesses are in the order of the text afterwards.
void add_possible_changes(const StatementFacts& facts, RowFacts& rows);

// In the order of the text; of several at one place as they were found. They are large, and mostly in order.
inline void sort_accesses(std::vector<RowAccess>& accesses) {
    const auto place = [](const RowAccess& access) { return access.span.begin; };
    if (!std::ranges::is_sorted(accesses, {}, place)) std::ranges::stable_sort(accesses, {}, place);
}

}  // namespace rowtype::facts
