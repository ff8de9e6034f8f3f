// How an expression that is there and could not be read stands in a catalog.
#pragma once

#include <string_view>

namespace rowtype::catalog {

// In a place where no text at all would mean that there is no expression: the predicate of an index or exclusion constraint.
// Elsewhere (checks, policies, elements of an index) an empty text is an unread one.
constexpr std::string_view kUnreadExpression = "…";

[[nodiscard]] constexpr bool is_unread(std::string_view expression) {
    return expression.empty() || expression == kUnreadExpression;
}

}  // namespace rowtype::catalog
