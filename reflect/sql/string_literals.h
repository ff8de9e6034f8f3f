// What the inside of SQL strings and identifiers means: escapes, folding, truncation (src/backend/parser/scan.l, scansup.c).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rowtype::sql {

enum class StringStyle : std::uint8_t {
    Plain,    // standard_conforming_strings: a backslash is a backslash
    Escape,   // E'…': \n, \\, \x41, \101, \u00e9 …
    Unicode,  // U&'…': \00e9, \+01f600
};

// The value of a string whose doubled quotes are already single. An escape that is not well-formed stays as it is written.
[[nodiscard]] std::string decode_string(std::string_view raw, StringStyle style);

// ASCII upper case to lower case, as PostgreSQL folds unquoted names in UTF-8 databases.
[[nodiscard]] std::string fold(std::string_view name);

// PostgreSQL keeps 63 bytes of a name, cut at a whole UTF-8 character.
[[nodiscard]] std::string truncate_identifier(std::string name);

}  // namespace rowtype::sql
