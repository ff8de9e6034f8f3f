#include "analysis/facts/reach.h"

#include <algorithm>

namespace rowtype::facts {

bool may_reach(const Scope& scope, std::uint32_t event, std::uint32_t use) {
    const bool excluded = std::ranges::any_of(scope.suites, [&](const Suite& suite) {
        return suite.is_alone && suite.block.contains(event) && suite.statement.contains(use) && !suite.block.contains(use);
    });
    const bool left = std::ranges::any_of(scope.exits, [&](const Exit& exit) {
        return exit.position > event && exit.block.contains(event) && !exit.block.contains(use) && exit.left.contains(use);
    });
    return !excluded && !left;
}

}  // namespace rowtype::facts
