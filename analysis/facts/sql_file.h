// A file of SQL that code loads, as the facts of a file whose every statement is handed to a driver: so that it is bound and checked
// as SQL in Python is.
//
// aiosql's files are such: "-- name: get_user^" begins a query, whether a semicolon ended the one before or not. A file without such headers
// that alters or drops something is a script, whose other statements speak of the schema as it is meanwhile: they are left out.
#pragma once

#include <string>
#include <string_view>

#include "analysis/facts/facts.h"

namespace rowtype::facts {

[[nodiscard]] bool is_sql_file(std::string_view path);  // by its ending

// "-- rowtype: ignore[rule]" on a line, and "-- rowtype: ignore-file[rule]", are ignore comments. All facts stand in one statement
// at the text's first byte.
[[nodiscard]] FileFacts extract_sql_file(std::string_view text);

// Makes statements of the queries of such a text: each header's line becomes blanks behind a semicolon (none before the first). Every byte keeps its place.
void end_queries_at_headers(std::string& text);

}  // namespace rowtype::facts
