// Calls of a Redis client whose key is one of those that [[tool.rowtype.redis]] gives a table.
#pragma once

#include <vector>

#include "analysis/binding/bound_cache_entry.h"
#include "analysis/binding/context.h"
#include "analysis/binding/mute.h"

namespace rowtype::binding {

struct CacheBinding {
    std::vector<BoundCacheEntry> entries;
    MuteCounts muted{};
};

// The methods of hashes are a Redis client's alone, so that only an object of a class of the project's own with such a method is left out;
// of set() and the like the client has to be known: by what makes it, an annotation, or the imports of its file.
[[nodiscard]] CacheBinding bind_cache_entries(const StatementView& statement, const Context& context);

}  // namespace rowtype::binding
