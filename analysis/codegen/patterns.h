// CHECKs by regular expression. Internal to analysis/codegen.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rowtype::codegen {

struct PatternCheck {
    std::string column;   // "value" in a domain's check
    std::string pattern;  // to be found somewhere in the text
};

// Of `code ~ '^[A-Z]{3}$'`, with the parentheses and casts to text that PostgreSQL prints. Only of patterns that mean the same to
// PostgreSQL and to the expressions of pydantic 2: of plain ASCII, classes, groups, alternatives and bounds, with ^ and $ at the ends.
[[nodiscard]] std::optional<PatternCheck> pattern_check(std::string_view expression);

// An argument "pattern=…" for pydantic 1, which asks Python's re.match(): empty where that cannot say it.
[[nodiscard]] std::string pattern_for_match(std::string argument);

}  // namespace rowtype::codegen
