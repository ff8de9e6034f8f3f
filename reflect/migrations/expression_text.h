// Expressions as they are written: the parse tree has start offsets only, so their ends are found in the tokens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rowtype::migrations {

// From byte `begin` to the end of the expression there: the first comma or closing bracket that the expression did not
// open, a semicolon, `limit` or the end of the text; trimmed.
[[nodiscard]] std::string expression_from(std::string_view text, std::uint32_t begin, std::uint32_t limit = UINT32_MAX);

// What stands between the first "(" at or after byte `begin` and its ")"; empty where there is none.
[[nodiscard]] std::string inside_parentheses(std::string_view text, std::uint32_t begin);

// The byte behind the first token sequence of these words (lower case, separated by spaces) at or after `begin`, and before
// `limit`; npos() where there is none.
[[nodiscard]] std::uint32_t after_words(std::string_view text, std::string_view words, std::uint32_t begin,
                                        std::uint32_t limit = UINT32_MAX);
constexpr std::uint32_t npos() { return UINT32_MAX; }

// The expression with the identifier `from` renamed, where it is not a function's name.
[[nodiscard]] std::string rename_identifier(const std::string& expression, std::string_view from, std::string_view to);
[[nodiscard]] bool holds_identifier(std::string_view expression, std::string_view name);

}  // namespace rowtype::migrations
