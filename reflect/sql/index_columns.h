// What an index's text names: `slug DESC NULLS LAST`, `"Y" text_pattern_ops, lower(email)`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::sql {

struct IndexColumns {
    std::vector<std::string> names;  // as the catalog has them: folded, without quotes
    bool has_expressions = false;    // besides
};

// Of what stands in the parentheses of CREATE INDEX. Nothing where it does not parse: *not understood*, so nothing may be concluded.
[[nodiscard]] std::optional<IndexColumns> parse_index_columns(std::string_view elements);

}  // namespace rowtype::sql
