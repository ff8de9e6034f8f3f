// Tables and functions that a program makes itself, wherever its SQL stands. Internal to analysis/facts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/marks.h"

namespace rowtype::facts {

// What metadata.create_all() makes: every table that a mapped class of the project declares and the database lacks.
constexpr std::string_view kMappedTables = "create_all()";

// Before the name of a table that is made for a session: such a name stands among the others a second time, with this before it.
constexpr std::string_view kTemporary = "temporary ";

// "users.nick" of every ALTER TABLE users ADD COLUMN nick, in lower case; and the names after CREATE [TEMP …]
// TABLE|VIEW|FUNCTION|PROCEDURE|AGGREGATE and SELECT … INTO TEMP, those that .to_sql("name", …), .has_table("name") and
// table_exists("name") are given or that are looked for among .get_table_names() or the rows of pg_tables, and kMappedTables, in Python
// source (quotes, line ends and joined literals are passed over); without schema, sorted, lower case and as written; a name that ends in
// "*" stands for all that begin so (what libraries make, and "tmp_{name}"). Prose may give a name too many: they only ever excuse.
[[nodiscard]] std::vector<std::string> created_names(std::string_view source, const Marks& marks);
[[nodiscard]] inline std::vector<std::string> created_names(std::string_view source) {
    return created_names(source, Marks(source));
}

}  // namespace rowtype::facts
