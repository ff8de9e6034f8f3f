// The one order in which findings are shown, so that editor and command line never disagree.
#pragma once

#include <tuple>

#include "analysis/findings/finding.h"

namespace rowtype::engine {

// By place, then rule, then message.
[[nodiscard]] inline bool comes_before(const findings::Finding& left, const findings::Finding& right) {
    return std::tie(left.span, left.rule, left.message) < std::tie(right.span, right.rule, right.message);
}

}  // namespace rowtype::engine
