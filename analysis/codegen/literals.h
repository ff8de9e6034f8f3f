// Text of the database as Python literals: hostile bytes in, one token out. Internal to analysis/codegen.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rowtype::codegen {

struct CodePoint {
    char32_t value = 0;    // U+FFFD for a byte that is not UTF-8
    std::size_t size = 1;  // bytes that it takes
};
// Reads the code point at text[at]; at < text.size().
[[nodiscard]] CodePoint decode_code_point(std::string_view text, std::size_t at);

// A string literal as formatters leave it: double quotes unless single ones save escapes. Control, formatting (bidi) and
// private characters are escaped; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string string_literal(std::string_view text);

// A docstring with its quotes, in lines that start with `indent` from the second on. Empty for a text of white space.
[[nodiscard]] std::string docstring(std::string_view text, std::string_view indent);

// A text for behind "# ": one line; a text that tools could take for an instruction stands in quotes.
[[nodiscard]] std::string comment_text(std::string_view text);

// Columns that a line takes, as formatters count: East Asian wide characters take two. Of characters that formatters count
// differently, from Unicode tables of different age, only the bounds are known.
struct DisplayWidth {
    std::size_t least = 0;
    std::size_t most = 0;
};
[[nodiscard]] DisplayWidth display_width(std::string_view line);

}  // namespace rowtype::codegen
