// Whether a text of SQL in Python is a whole statement, or may be a part of one that the program puts together.
#pragma once

#include "analysis/facts/facts.h"

namespace rowtype::binding {

// Of a call of psycopg's SQL("…"): whether it is the whole of an assignment or of an argument, as it is or with .format(…). What stands
// in a sum, a list or another call's arguments, and what is not seen at all (in a return statement), may be a part.
[[nodiscard]] bool stands_alone(const facts::SqlCall& call, const facts::StatementFacts& statement);

}  // namespace rowtype::binding
