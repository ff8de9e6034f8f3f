// Whose function a call that may carry SQL is: "text", "SQL" and "DDL" are words of other libraries, too. `file`: the module that the
// call stands in.
#pragma once

#include <cstdint>
#include <string>

#include "analysis/binding/context.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/sql_placeholders.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

// Whether a call of text(…), SQL(…), DDL(…) or literal_column(…) is known to be of a library that has nothing to do with databases, or
// of the project's own making. False where nobody knows.
[[nodiscard]] bool is_of_another_library(const facts::SqlCall& call, const ModelModule& file);

// Whether a value that is executed is a statement that a mapper's calls build (`select(User).where(…)`), and no text: what it names is told
// where it is built.
[[nodiscard]] bool is_mapper_statement(const facts::Value& sql, std::uint32_t scope, const StatementView& statement,
                                       const ModelModule& file);

// The carrier of SQL that a bare name stands for where an import gives it another one ("from sqlalchemy import text as sql_text"): its
// name in its library. Empty where it is none. `scope`: where the name is used.
[[nodiscard]] std::string renamed_carrier(const facts::Value& callee, std::uint32_t scope, const StatementView& statement,
                                          const ModelModule& file);

// aiosql.from_str("…"), which takes the text of a file of queries. Other libraries and projects have functions of that name.
[[nodiscard]] bool takes_sql_file_text(const facts::SqlCall& call, const ModelModule& file);

}  // namespace rowtype::binding
