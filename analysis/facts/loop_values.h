// What a loop's or a comprehension's variable stands for, where it goes over constants: for name in ("users", "orders"). Internal to
// analysis/facts.
#pragma once

#include <cstdint>
#include <optional>

#include "analysis/facts/constants.h"

namespace rowtype::facts {

// `at.value` is the use of a name, `scope` its scope or one around it. Nothing where that scope binds the name by anything else than loops
// that are known, or the use is in none of them. Known are the loops of functions that execute a builder query (row_facts.h).
[[nodiscard]] std::optional<PossibleConstants> loop_values(const Constant& at, std::uint32_t scope, ImportedModules* modules);

}  // namespace rowtype::facts
