// The shape of PL/pgSQL's blocks and conditions, told from their tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

struct BlockEnd {
    // What its EXCEPTION catches, which undoes all that the block did. Conditions that say that an object is there already, or
    // is not there, make of the block what IF [NOT] EXISTS makes of a statement.
    enum class Handles : std::uint8_t { Nothing, Existence, Anything };
    Handles handles = Handles::Nothing;
    bool raises = false;  // an exception, always
};

// Of the block whose first statement is at `begin`.
[[nodiscard]] BlockEnd look_ahead(const std::vector<sql::Token>& body, std::size_t begin);

// true, false, 1 = 2 …; nullopt for any other condition.
[[nodiscard]] std::optional<bool> constant_condition(const std::vector<sql::Token>& body, std::size_t begin, std::size_t end);

}  // namespace rowtype::migrations
