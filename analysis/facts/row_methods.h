// What calls do with rows, with lists of them and with the cursors that give them, by their names.
#pragma once

#include <string_view>

#include "analysis/facts/value.h"

namespace rowtype::facts {

// Calls that leave a row that they are given as it is. Of those that call what else they are given see hands_rows_to_function().
[[nodiscard]] bool leaves_rows_alone(std::string_view callee);
// "map(function, rows)", "pool.map(function, rows)", "filter(function, rows)": what becomes of them is the function's.
[[nodiscard]] bool hands_rows_to_function(std::string_view callee);
// Functions that execute nothing on a cursor that they are given.
[[nodiscard]] bool leaves_cursor_alone(std::string_view callee);
// Methods of rows, lists, cursors and connections that change nothing of what rows hold or a cursor gives.
[[nodiscard]] bool changes_nothing(std::string_view method);
// "cursor.fetchone()" and the like, of SQLAlchemy's results as well: "result.mappings().all()".
[[nodiscard]] bool is_fetch(std::string_view method);
// "list(rows)", "next(cursor)", "dict(row)": what they give is of what they are given.
[[nodiscard]] bool passes_rows_on(std::string_view function);
// "zip(rows, others)", "max(rows)", and those: rows that they are given are in what they give.
[[nodiscard]] bool gives_rows_on(std::string_view callee);
// "found.append(row)": it is in that list from then on.
[[nodiscard]] bool keeps_rows(std::string_view callee);
// "[]", "{}", "None"
[[nodiscard]] bool stands_for_no_rows(const Value& value);
// A name that no text has: ModuleNames bind it wherever code sets what makes the rows of any connection or cursor.
inline constexpr std::string_view kRowFactories = "=";
// "conn.row_factory = dict_row", setattr(conn, "row_factory", dict_row), by a function's bytes: what it sets counts for whoever reads
// rows of it.
[[nodiscard]] bool may_set_row_factory(std::string_view function);
// "conn.cursor()", "closing(conn.cursor())", "get_cursor()"
[[nodiscard]] bool opens_cursor(const Value& value);

}  // namespace rowtype::facts
