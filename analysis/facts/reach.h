// Whether what one place of a function does is seen at another.
#pragma once

#include <cstdint>

#include "analysis/facts/facts.h"

namespace rowtype::facts {

// Whether a use behind `event` in the text may see it: false where they stand in branches of which only one runs, or where the suite
// of the event ends in a return or the like, which leaves what the use is part of. Both are places of code of `scope`.
[[nodiscard]] bool may_reach(const Scope& scope, std::uint32_t event, std::uint32_t use);

}  // namespace rowtype::facts
