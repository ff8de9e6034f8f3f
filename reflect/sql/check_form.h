// What a CHECK says, where it is simple enough to hold against a literal or an annotation: a conjunction of comparisons of one
// column, or of its length, with constants.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::sql {

// A literal: its value without quotes. Casts around it are dropped; they say what the column's type says.
struct Constant {
    enum class Kind : std::uint8_t { Number, Text, Boolean };

    Kind kind = Kind::Text;
    std::string value;  // "-1.50", "it's", "true"

    friend bool operator==(const Constant&, const Constant&) = default;
};

enum class CheckOperator : std::uint8_t { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, OneOf, NotNull };

struct CheckCondition {
    std::string column;  // "value" in a domain's check, where it stands for VALUE
    CheckOperator operation = CheckOperator::Equal;
    std::vector<Constant> constants;  // one; of OneOf any number; of NotNull none
    bool of_length = false;           // the number of characters is compared, not the value

    friend bool operator==(const CheckCondition&, const CheckCondition&) = default;
};

// The conditions that must hold together, of an expression as DDL or pg_get_expr() write it: `price > 0`, `x BETWEEN 1 AND 9`,
// `((status)::text = ANY ((ARRAY['a'::character varying])::text[]))`, `char_length(code) = 3 AND code IS NOT NULL`. Nothing
// where any part of it is something else: *not understood*, so nothing may be concluded. As in SQL a comparison with NULL does not
// fail a check.
[[nodiscard]] std::optional<std::vector<CheckCondition>> parse_check(std::string_view expression);

}  // namespace rowtype::sql
