// The classes of the whole workspace that have a certain class among their bases, under whatever name.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/binding/model_modules.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

enum class SubclassesOfTests : std::uint8_t { Counted, LeftOut };

// Nothing where not all are known: one stands in a function, or has a base of that name which leads nowhere that can be told; or where
// files were not read yet. What it depends on is noted, classes that come later included. Refers to `modules`.
[[nodiscard]] std::optional<std::vector<types::Definition>> direct_subclasses(const types::Definition& base,
                                                                              SubclassesOfTests tests, const Context& context,
                                                                              ModelModules& modules);

}  // namespace rowtype::binding
