// Python's tokens by a scan of the bytes, for those who ask about code that has no tree. Internal to analysis/facts.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace rowtype::facts {

enum class TokenKind : std::uint8_t {
    Word,    // names, keywords, numbers
    String,  // with prefix and quotes
    Sign,  // operators as Python has them, where one of them binds a name (":=", "+=") or looks like it ("==", "->"); else one byte
};

struct PythonToken {
    TokenKind kind = TokenKind::Sign;
    std::string_view text;
    std::uint32_t depth = 0;  // how many brackets are open around it; a bracket is as deep as what stands around it

    [[nodiscard]] bool is_sign(std::string_view sign) const { return kind == TokenKind::Sign && text == sign; }
    [[nodiscard]] bool is_word(std::string_view word) const { return kind == TokenKind::Word && text == word; }
    [[nodiscard]] bool opens() const { return is_sign("(") || is_sign("[") || is_sign("{"); }
    [[nodiscard]] bool closes() const { return is_sign(")") || is_sign("]") || is_sign("}"); }
};

// Of a line that logical_lines() found, comments left out; the texts are slices of it.
[[nodiscard]] std::vector<PythonToken> python_tokens(std::string_view line);

// Whether the literal, with its prefix, is an f-string or a t-string: what stands in its braces is code.
[[nodiscard]] bool is_formatted(std::string_view literal);

}  // namespace rowtype::facts
