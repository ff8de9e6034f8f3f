// The order= parameter.
//
//   order := term { "," term }
//   term  := ( field | relation "(" field ")" ) [ ".asc" | ".desc" ] [ ".nullsfirst" | ".nullslast" ]
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/postgrest/syntax.h"

namespace rowtype::postgrest {

struct OrderTerm {
    Span span;
    std::optional<Name> relation;  // order by a column of an embedded to-one relation: author(name)
    Field column;
    std::optional<bool> descending;
    std::optional<bool> nulls_first;

    friend bool operator==(const OrderTerm&, const OrderTerm&) = default;
};

// The parameter as PostgREST reads it.
Parsed<std::vector<OrderTerm>> parse_order(std::string_view text);

// The column argument of supabase-py's order(), to which it appends ".asc" or ".desc": the last term may have no direction
// of its own. Several terms joined by "," are legal.
Parsed<std::vector<OrderTerm>> parse_order_column(std::string_view argument);

// The length of a " desc" or " asc" that ends the column argument, as SQL would have it: PostgREST reads it as a part of the name.
// 0 where there is none.
[[nodiscard]] std::size_t direction_word_length(std::string_view argument);

}  // namespace rowtype::postgrest
