// Tables and columns in half-typed SQL text, told from its tokens alone. Internal to analysis/features.
#pragma once

#include <cstddef>
#include <optional>

#include "analysis/features/completion_items.h"
#include "analysis/features/half_typed.h"

namespace rowtype::features {

// Tables after FROM, JOIN, INTO, UPDATE; columns after "alias."; columns without alias where the statement reads one table
// alone. Gives the bytes of the name before the cursor; none where nothing can be said for certain.
[[nodiscard]] std::optional<std::size_t> complete_sql(const StringPlace& place, const binding::Context& context, ItemList& items);

}  // namespace rowtype::features
