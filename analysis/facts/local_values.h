// What a name stands for in one function's or class's scope.
#pragma once

#include <string_view>
#include <vector>

#include "analysis/facts/constants.h"

namespace rowtype::facts {

struct LocalName {
    bool is_bound = false;        // whether the scope binds the name at all
    PossibleConstants constants;  // next places to look at; none where it cannot be told
    const Import* import = nullptr;
    const Class* class_definition = nullptr;
};
// `at.value` is the use; `scope` is its scope or one around it.
[[nodiscard]] LocalName local_name(const Constant& at, std::uint32_t scope, std::string_view name);

// The import that binds the name in a scope around a use, short of the module; null where none does. Names of a class's body are not seen
// in its methods.
[[nodiscard]] const Import* local_import(std::string_view name, std::uint32_t scope, const StatementFacts& statement);

// The assignment that a use at `position` sees for certain: the last one before it in the text, if its suite is around the
// use and no loop carries a later one back. Null where there is none.
[[nodiscard]] const Assignment* seen_assignment(const std::vector<const Assignment*>& assignments, const Scope& scope,
                                                std::uint32_t position);
// Those that a use at `position` may see, in the order of the text: none before the last one that it sees whatever the branches, none
// behind it that no loop carries back.
[[nodiscard]] std::vector<const Assignment*> reaching_assignments(const std::vector<const Assignment*>& assignments,
                                                                  const Scope& scope, std::uint32_t position);

}  // namespace rowtype::facts
