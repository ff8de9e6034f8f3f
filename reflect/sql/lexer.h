// A small SQL lexer by PostgreSQL's rules (src/backend/parser/scan.l), for exact ranges: libpg_query's tree has start
// offsets only, and none for many names. Never fails: what it cannot read is a token of kind Unknown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/text.h"

namespace rowtype::sql {

enum class TokenKind : std::uint8_t {
    Identifier,        // foo, FOO (value folded to foo), also keywords that stand unquoted
    QuotedIdentifier,  // "Foo", U&"…": value without quotes
    String,     // 'it''s', E'…', N'…', B'…', X'…', U&'…' and $tag$…$tag$: value decoded where plain, else raw inside
    Number,     // 12, 1_000, 0x1F, 1.5e3
    Parameter,  // $1
    Operator,   // one operator token: =, <>, ->>, ::, :=, =>
    Punctuation,  // ( ) [ ] , ; : .
    Unknown,      // an unterminated string or comment, a byte that SQL does not know
};

struct Token {
    TokenKind kind = TokenKind::Unknown;
    Span span;          // bytes of the whole token, quotes included
    std::string value;  // folded, unquoted
};

// Comments (nested) and white space are left out.
[[nodiscard]] std::vector<Token> lex(std::string_view sql);

// The first token at or after byte `offset`, which must not stand inside a token. At the end of the text: kind Unknown with
// an empty span. For readers that look at a few tokens, or that leave the token stream at places (psql's meta-commands).
[[nodiscard]] Token lex_one(std::string_view sql, std::uint32_t offset);

// The first byte at or after `offset` that is neither white space nor inside a comment; the text's size where none is.
[[nodiscard]] std::uint32_t skip_space(std::string_view sql, std::uint32_t offset);

// Where each statement of a text stands, split at top-level semicolons (not in strings, dollar quotes, comments,
// parentheses, nor in BEGIN ATOMIC … END bodies); white space and leading comments trimmed; empty statements left out.
[[nodiscard]] std::vector<Span> split_statements(std::string_view sql);

}  // namespace rowtype::sql
