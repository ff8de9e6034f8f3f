#include "reflect/sql/caps.h"

#include <algorithm>
#include <array>

#include "reflect/sql/lexer.h"

namespace rowtype::sql {

namespace {

// Words that make the tree one level deeper each time they stand in a chain, as operators do.
constexpr std::array<std::string_view, 17> kDeepeningWords = {
    "and",    "at",   "between", "collate", "except",  "ilike", "in",      "intersect", "is",
    "isnull", "join", "like",    "not",     "notnull", "or",    "similar", "union",
};

bool deepens(const Token& token) {
    if (token.kind == TokenKind::Operator) return true;
    return token.kind == TokenKind::Identifier && std::ranges::binary_search(kDeepeningWords, std::string_view(token.value));
}

}  // namespace

std::optional<std::string> cap_exceeded(std::string_view sql) {
    if (sql.size() > kMaximumTextBytes) return "the SQL text is larger than 1 MiB";
    if (sql.find('\0') != std::string_view::npos) return "the SQL text holds a NUL byte";
    if (sql.size() <= kMaximumOperators) return std::nullopt;  // an operator takes at least one byte
    std::size_t operators = 0;
    for (std::uint32_t offset = 0;;) {
        const Token token = lex_one(sql, offset);
        if (token.span.empty()) return std::nullopt;
        offset = token.span.end;
        if (token.kind == TokenKind::Punctuation && token.value == ";") operators = 0;
        if (deepens(token) && ++operators > kMaximumOperators) return "a SQL statement has more than 20,000 operators";
    }
}

}  // namespace rowtype::sql
