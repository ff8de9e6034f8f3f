// What a loop's or a comprehension's variable stands for, where it goes over constants: for name in ("users", "orders").
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/facts/constants.h"

namespace rowtype::facts {

// `at.value` is the use of a name, `scope` its scope or one around it. Nothing where that scope binds the name by anything else than loops
// that are known, or the use is in none of them. Known are the loops of functions that execute a builder query (row_facts.h).
[[nodiscard]] std::optional<PossibleConstants> loop_values(const Constant& at, std::uint32_t scope, ImportedModules* modules);

// What the targets of the loop around the use of one of them are in each of its turns: "for table, column in PAIRS".
struct LoopTurns {
    Span loop;
    std::vector<std::vector<Constant>> turns;  // of each the parts, by the place of their target

    // The part that the name stands for, where it is a target of the same loop; null else.
    [[nodiscard]] const Constant* part(std::size_t turn, const StatementFacts& statement, const Value& name) const;
};
// Nothing where a turn may be left out, or one of the parts is not known.
[[nodiscard]] std::optional<LoopTurns> loop_turns(const Constant& at, ImportedModules* modules);

}  // namespace rowtype::facts
