// What stands around a name that may hold rows, on the path of nodes from a statement down to it. Internal to analysis/facts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/facts/source.h"
#include "analysis/syntax/flat_tree.h"

namespace rowtype::facts {

// Whether the name at the end of the path is a parameter of a lambda around it. What parameters are by default, is not the lambda's.
[[nodiscard]] bool is_of_lambda(const std::vector<syntax::FlatNode>& path, const Source& source);

// Where a row, or a list of them, comes to be held by something that it is not followed to: what is done to it there is done to the row.
// Of the expression at `path[at]`, which is a row or rows: "by_id[key] = row", "groups[key].append(row)", "[row for row in rows]" and the
// like where a name gets it, "for row, other in zip(rows, others)". The absolute offset from which on that may be; nothing where it is
// held by names that binding follows (analysis/binding/row_values.h), or by none.
[[nodiscard]] std::optional<std::uint32_t> kept_from(const std::vector<syntax::FlatNode>& path, std::size_t at,
                                                     const Source& source);

}  // namespace rowtype::facts
