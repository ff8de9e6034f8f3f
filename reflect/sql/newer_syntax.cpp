#include "reflect/sql/newer_syntax.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "reflect/sql/lexer.h"

namespace rowtype::sql {

namespace {

using Pattern = std::array<std::string_view, 3>;

// Word sequences of PostgreSQL 18 and of the development tree behind it that PostgreSQL 17's grammar rejects. "*" stands
// for any one token; the parser stops at one of the words or at the token right behind them.
constexpr std::array<Pattern, 19> kPatterns = {{
    {"virtual"},                 // GENERATED ALWAYS AS (…) VIRTUAL
    {"enforced"},                // NOT ENFORCED constraints
    {"without", "overlaps"},     // temporal primary keys
    {"period"},                  // temporal foreign keys
    {"constraint", "*", "not"},  // CONSTRAINT name NOT NULL column, as table constraint
    {"add", "not"},              // ALTER TABLE … ADD NOT NULL column
    {"returning", "with"},       // RETURNING WITH (OLD AS o, NEW AS n)
    {"inherit"},                 // ALTER CONSTRAINT … [NO] INHERIT
    {"by", "all"},               // GROUP BY ALL
    {"repack"},                  // REPACK table
    {"ignore", "nulls"},         // window functions
    {"respect", "nulls"},
    {"for", "portion", "of"},  // UPDATE … FOR PORTION OF
    {"match"},                 // SQL/PGQ: GRAPH_TABLE (g MATCH …)
    {"property", "graph"},
    {"do", "select"},  // ON CONFLICT DO SELECT
    {"split", "partition"},
    {"merge", "partitions"},
    {"wait", "for"},
}};

bool matches(const std::vector<Token>& tokens, std::size_t begin, const Pattern& pattern) {
    for (std::size_t index = 0; index < pattern.size() && !pattern[index].empty(); ++index) {
        if (begin + index >= tokens.size()) return false;
        const Token& token = tokens[begin + index];
        if (pattern[index] == "*") continue;
        if (token.kind != TokenKind::Identifier || token.value != pattern[index]) return false;
    }
    return true;
}

std::size_t length_of(const Pattern& pattern) {
    return static_cast<std::size_t>(std::ranges::count_if(pattern, [](std::string_view word) { return !word.empty(); }));
}

bool is_punctuation(const Token& token, std::string_view value) {
    return token.kind == TokenKind::Punctuation && token.value == value;
}

// GENERATED ALWAYS AS (…) without STORED: PostgreSQL 18 reads it as VIRTUAL. The parser stops behind the parenthesis.
bool is_generated_without_stored(const std::vector<Token>& tokens, std::size_t error) {
    if (error == 0 || !is_punctuation(tokens[error - 1], ")")) return false;
    int depth = 0;
    for (std::size_t index = error; index-- > 0;) {
        if (is_punctuation(tokens[index], ")")) ++depth;
        if (is_punctuation(tokens[index], "(") && --depth == 0) {
            return index >= 2 && tokens[index - 1].value == "as" && tokens[index - 2].value == "always";
        }
    }
    return false;
}

}  // namespace

bool is_newer_syntax(std::string_view sql, std::uint32_t offset) {
    const std::vector<Token> tokens = lex(sql);
    const auto at_error = std::ranges::find_if(tokens, [offset](const Token& token) { return token.span.end > offset; });
    const auto error = static_cast<std::size_t>(at_error - tokens.begin());
    if (is_generated_without_stored(tokens, error)) return true;
    return std::ranges::any_of(kPatterns, [&](const Pattern& pattern) {
        const std::size_t length = length_of(pattern);
        for (std::size_t back = 0; back <= length; ++back) {
            if (back <= error && matches(tokens, error - back, pattern)) return true;
        }
        return false;
    });
}

}  // namespace rowtype::sql
