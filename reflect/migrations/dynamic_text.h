// The text that an expression of EXECUTE makes in PL/pgSQL, as far as its literals tell.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

struct DynamicText {
    std::string text;          // "%s" stands for what is not known
    bool is_complete = false;  // nothing is
};

// Of the expression in the tokens [begin, end) of a body: literals, ||, format(), concat(), quote_ident(), and variables that the
// body assigns once.
[[nodiscard]] DynamicText dynamic_text(const std::vector<sql::Token>& body, std::size_t begin, std::size_t end);

}  // namespace rowtype::migrations
