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
    // "SET {…}": one assignment or more.
    bool is_assignment = false;
    // It may bring relations into the sight of names that stand beside it: unqualified columns then prove nothing. What stands for a
    // value, a condition or a list of columns brings none: a query in it has a scope of its own.
    bool may_bring_relations = false;
};

// Of the holes among the tokens of a text.
[[nodiscard]] std::vector<SqlHole> find_holes(const std::vector<sql::Token>& tokens);

// "${count}": the number of a placeholder is a value itself.
void free_placeholder_numbers(std::string& text);

// "IN {ids}", "VALUES {rows}": makes each a place where one value may stand, "SET {changes}" one assignment. Every byte keeps its place.
void make_room_for_lists(const std::vector<SqlHole>& holes, std::string& text);

// Puts blanks in place of holes that stand for clauses; false where there are none.
bool blank_clauses(const std::vector<SqlHole>& holes, std::string& text);

}  // namespace rowtype::binding
