// Where a place in half-typed Python stands, by a scan of its bytes: inside which string, which brackets, which top-level
// statement. Works in any text: a string ends with its line at the latest (a triple-quoted one with the text), and a line that
// begins a statement at the left margin closes every bracket.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "reflect/base/text.h"

namespace rowtype::features {

struct OpenBracket {
    char bracket = '(';
    bool after_colon = false;  // a ":" stands after the bracket or its last ","
};

struct OpenString {
    std::uint32_t begin = 0;             // of the literal, prefix included
    std::uint32_t content = 0;           // first byte after the opening quotes
    std::string_view quotes;             // one or three of them
    bool is_formatted = false;           // f"…"
    bool is_bytes = false;               // b"…"
    bool is_raw = false;                 // r"…"
    std::optional<std::uint32_t> close;  // where the closing quotes begin; none where the line or text ends before
};

struct LexicalPlace {
    std::uint32_t statement_begin = 0;  // of the top-level statement
    std::vector<OpenBracket> brackets;  // outermost first, where the string begins or the place is
    std::optional<OpenString> string;   // that holds the place; none outside of strings
};

// `offset` is at most text.size(). A place right before the opening or right after the closing quotes is outside.
[[nodiscard]] LexicalPlace lexical_place(std::string_view text, std::uint32_t offset);

// Where the top-level statement that holds `offset` ends: the start of the next one, or the text's end.
[[nodiscard]] std::uint32_t statement_end(std::string_view text, std::uint32_t offset);

}  // namespace rowtype::features
