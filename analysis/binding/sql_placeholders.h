// Python's placeholders in SQL text, by driver (SQL_IN_PYTHON: which style is decided per call).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rowtype::binding {

enum class PlaceholderStyle : std::uint8_t {
    Percent,  // %s, %(name)s, %%: psycopg, psycopg2, aiopg, Django, pandas
    Colon,    // :name: SQLAlchemy's text(), databases
};

// Replaces placeholders by "$1" padded with blanks to their own length, so that every other byte keeps its place; "$1"
// itself (asyncpg) is PostgreSQL's own. `has_parameters` says whether the call passes any: "%%" is verbatim otherwise.
void replace_placeholders(std::string& text, PlaceholderStyle style, bool has_parameters);

}  // namespace rowtype::binding
