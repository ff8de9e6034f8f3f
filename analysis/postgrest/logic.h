// The or= and and= parameters: conditions joined by and, or, not.
//
//   logic := field "." operator | [ "not." ] ( "and" | "or" ) "(" logic { "," logic } ")"
#pragma once

#include <string_view>
#include <vector>

#include "analysis/postgrest/operators.h"
#include "analysis/postgrest/syntax.h"

namespace rowtype::postgrest {

enum class LogicKind : std::uint8_t { Filter, And, Or };

struct LogicNode {
    LogicKind kind = LogicKind::Filter;
    Span span;
    Field column;                   // Filter: a column of the one relation; no path to an embedded one is possible here
    OperatorExpression expression;  // Filter
    bool negated = false;           // And, Or
    std::vector<LogicNode> items;   // And, Or

    friend bool operator==(const LogicNode&, const LogicNode&) = default;
};

// The filters argument of supabase-py's or_(), which puts "or=(" and ")" around it: a list joined by ",".
Parsed<std::vector<LogicNode>> parse_logic(std::string_view argument);

// The filters among the nodes and below them, in no particular order; they live as long as `nodes`.
[[nodiscard]] std::vector<const LogicNode*> filters_in(const std::vector<LogicNode>& nodes);

}  // namespace rowtype::postgrest
