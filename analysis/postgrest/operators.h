// The part of a filter behind the column: "eq.5", "not.in.(1,2)", "fts(english).word".
//
// To add an operator: an enumerator here, a row in kOperators (operators.cpp), a case in tests/analysis/postgrest/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/postgrest/syntax.h"

namespace rowtype::postgrest {

class Scanner;

enum class FilterOperator : std::uint8_t {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Like,
    CaseInsensitiveLike,
    Match,
    CaseInsensitiveMatch,
    In,
    Is,
    IsDistinct,
    Contains,
    ContainedBy,
    Overlaps,
    StrictlyLeft,
    StrictlyRight,
    NotExtendsRight,
    NotExtendsLeft,
    Adjacent,
    FullText,
    FullTextPlain,
    FullTextPhrase,
    FullTextWebsearch,
};

// As it is written in a query: "eq".
[[nodiscard]] std::string_view to_string(FilterOperator filter_operator);
[[nodiscard]] std::optional<FilterOperator> find_operator(std::string_view name);

enum class Quantifier : std::uint8_t { None, Any, All };

// One value of a list, or a single value.
struct OperatorValue {
    std::string text;  // of a quoted one, where quotes are read: without quotes and backslashes
    Span span;
    bool quoted = false;

    friend bool operator==(const OperatorValue&, const OperatorValue&) = default;
};

struct OperatorExpression {
    bool negated = false;
    FilterOperator filter_operator = FilterOperator::Equal;
    Span operator_span;  // the name, without "not." and "(any)"
    Quantifier quantifier = Quantifier::None;
    std::optional<Name> configuration;  // of full text search: fts(english)
    // In: the elements of the list. Otherwise one value; of Is the keyword in lower case. parse_operator() leaves it empty.
    std::vector<OperatorValue> values;

    friend bool operator==(const OperatorExpression&, const OperatorExpression&) = default;
};

// A whole filter value as it is sent: "not.eq.5".
Parsed<OperatorExpression> parse_operator_expression(std::string_view text);

// The operator argument of supabase-py's filter(column, operator, criteria), which sends "operator.criteria": "eq",
// "not.in", "like(any)".
Parsed<OperatorExpression> parse_operator(std::string_view argument);

// Internal to this folder. `in_logic`: inside or=(…), where a value ends at "," or ")" and may be quoted.
bool read_operator_expression(Scanner& scanner, OperatorExpression& expression, bool in_logic);

}  // namespace rowtype::postgrest
