// Whose function a call that may carry SQL is: "text", "SQL" and "DDL" are words of other libraries, too.
#pragma once

#include "analysis/binding/context.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

// Whether a call of text(…), SQL(…), DDL(…) or literal_column(…) is known to be of a library that has nothing to do with databases, or
// of the project's own making. False where nobody knows.
[[nodiscard]] bool is_of_another_library(const facts::SqlCall& call, const Context& context);

// aiosql.from_str("…"), which takes the text of a file of queries. Other libraries and projects have functions of that name.
[[nodiscard]] bool takes_sql_file_text(const facts::SqlCall& call, const Context& context);

}  // namespace rowtype::binding
