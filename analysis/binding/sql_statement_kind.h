// What a text of SQL is about, as far as checking it goes.
#pragma once

#include <cstdint>
#include <string_view>

#include "reflect/sql/syntax_tree.h"

namespace rowtype::binding {

enum class SqlBeginning : std::uint8_t {
    Other,    // no statement of PostgreSQL's begins so
    Command,  // EXPLAIN, COPY, CREATE, SET …: SQL if it parses; such words begin sentences, too
    Query,    // a query or data change: SELECT, INSERT, UPDATE, DELETE, WITH, MERGE, VALUES
};
// By the first word, after white space, comments and opening parentheses.
[[nodiscard]] SqlBeginning beginning_of(std::string_view text);

// Whether the text begins like a query or data change.
[[nodiscard]] inline bool reads_as_statement(std::string_view text) { return beginning_of(text) == SqlBeginning::Query; }

enum class StatementKind : std::uint8_t {
    Checked,     // reads or writes rows of relations, or holds a statement that does: EXPLAIN, PREPARE, DECLARE CURSOR, COPY
    Creation,    // makes something new, and leaves what is there as it is
    Definition,  // any other change of the schema: what stands beside it may be right only after it
    Command,     // no relation's rows: SET, BEGIN, CALL, FETCH, VACUUM …
};
[[nodiscard]] StatementKind kind_of(const sql::Node& statement);

}  // namespace rowtype::binding
