// What the parts of a SQL text that are not constant may stand for, by where they stand (f"… {part} …").
#pragma once

#include <string>
#include <vector>

#include "reflect/sql/lexer.h"

namespace rowtype::binding {

struct SqlHole {
    Span span;
    // Behind a whole clause or table: a JOIN, a WHERE, an ORDER BY's direction, or nothing.
    bool is_clause = false;
    // It may bring relations into the sight of names that stand beside it: unqualified columns then prove nothing. What stands for a
    // value, a condition or a list of columns brings none: a query in it has a scope of its own.
    bool may_bring_relations = false;
};

// Of the holes among the tokens of a text.
[[nodiscard]] std::vector<SqlHole> find_holes(const std::vector<sql::Token>& tokens);

// Puts blanks in place of holes that stand for clauses, and makes place for lists ("IN {ids}", "VALUES {rows}"); false where no hole
// stands for a clause.
bool blank_clauses(const std::vector<SqlHole>& holes, std::string& text);

}  // namespace rowtype::binding
