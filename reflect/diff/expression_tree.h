// The one form that both spellings of an expression are brought into. Internal to expression.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::diff {

struct Expression {
    enum class Kind : std::uint8_t {
        Other,
        Constant,
        // A constant that PostgreSQL prints as its type does (an interval, a time, a document): "1 hour" becomes "01:00:00".
        Reprinted,
    };

    Kind kind = Kind::Other;
    std::string text;  // of a constant its value; else operator, function, column, or the name of a node
    std::vector<Expression> parts;

    friend bool operator==(const Expression&, const Expression&) = default;
};

// None where it does not parse.
[[nodiscard]] std::optional<Expression> read_expression(std::string_view text);
[[nodiscard]] std::optional<Expression> read_query(std::string_view text);

}  // namespace rowtype::diff
