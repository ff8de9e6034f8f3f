// Python's placeholders in SQL text, by driver (SQL_IN_PYTHON: which style is decided per call).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/settings/taught_calls.h"

namespace rowtype::binding {

enum class PlaceholderStyle : std::uint8_t {
    Percent,     // %s, %(name)s, %%: psycopg, psycopg2, aiopg, Django, pandas
    Colon,       // :name, not before another colon: SQLAlchemy's text(), databases; :1
    Named,       // :name, which a cast may follow (:name::text): aiosql, layers
    Question,    // ?: what a layer or driver turns into its own
    DollarName,  // $name beside $1: layers that number it themselves
};

// That of a call by the name of the function or method: "execute", "text", "fetch_all".
[[nodiscard]] PlaceholderStyle placeholder_style(std::string_view method);
// That of a call that the configuration teaches; of Automatic the most frequent.
[[nodiscard]] PlaceholderStyle placeholder_style(Placeholders placeholders);

// Replaces placeholders by "$1" padded with blanks to their own length, so that every other byte keeps its place; "$1"
// itself (asyncpg) is PostgreSQL's own. `has_parameters` says whether the call passes any: "%%" is verbatim otherwise.
void replace_placeholders(std::string& text, PlaceholderStyle style, bool has_parameters);

// "\:" is a colon that begins no name in SQLAlchemy's text(): of "a\:\:text" the colons come to stand side by side, and blanks behind
// them, so that every other byte keeps its place. To be called on a text whose placeholders were replaced.
void pad_escaped_colons(std::string& text, PlaceholderStyle style);

// Whole lists stand in place of one placeholder: "x IN %s" (a tuple), "VALUES %s" (execute_values). The word before byte `place`
// becomes another of its length after which one value may stand.
void adapt_word_before(std::string& text, std::size_t place);

}  // namespace rowtype::binding
