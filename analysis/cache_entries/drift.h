// What differs between shapes that somebody committed and those of the schema as it is now.
#pragma once

#include <string>
#include <vector>

#include "analysis/cache_entries/shapes.h"

namespace rowtype::cache_entries {

// One difference; `message` is a sentence without the table's name.
struct Drift {
    std::string table;
    std::string field;  // empty: the table itself, its key or an index
    std::string message;

    friend bool operator==(const Drift&, const Drift&) = default;
};

// By table (those of `committed` first), then in the order of its parts. What the schema's source could not tell is no difference.
[[nodiscard]] std::vector<Drift> compare_shapes(const std::vector<TableShape>& committed, const std::vector<TableShape>& current);

}  // namespace rowtype::cache_entries
