#include "reflect/migrations/expression_text.h"

#include <algorithm>
#include <vector>

#include "reflect/sql/lexer.h"
#include "reflect/sql/names.h"

namespace rowtype::migrations {

using sql::Token;
using sql::TokenKind;

namespace {

bool is_punctuation(const Token& token, std::string_view value) {
    return token.kind == TokenKind::Punctuation && token.value == value;
}

bool is_opening(const Token& token) { return is_punctuation(token, "(") || is_punctuation(token, "["); }
bool is_closing(const Token& token) { return is_punctuation(token, ")") || is_punctuation(token, "]"); }

std::vector<std::string> split_words(std::string_view words) {
    std::vector<std::string> list(1);
    for (const char byte : words) {
        if (byte == ' ') {
            list.emplace_back();
        } else {
            list.back() += byte;
        }
    }
    return list;
}

bool is_column_use(const std::vector<Token>& tokens, std::size_t index, std::string_view name) {
    const Token& token = tokens[index];
    const bool named = (token.kind == TokenKind::Identifier || token.kind == TokenKind::QuotedIdentifier) && token.value == name;
    return named && !(index + 1 < tokens.size() && is_punctuation(tokens[index + 1], "(")) &&
           !(index > 0 && tokens[index - 1].value == "::");
}

}  // namespace

std::string expression_from(std::string_view text, std::uint32_t begin, std::uint32_t limit) {
    int depth = 0;
    std::uint32_t first = begin;
    std::uint32_t end = begin;
    for (std::uint32_t offset = begin;;) {
        const Token token = sql::lex_one(text, offset);
        const bool stops = depth == 0 && (is_punctuation(token, ",") || is_punctuation(token, ";") || is_closing(token));
        if (token.span.empty() || token.span.begin >= limit || stops) break;
        if (end == begin) first = token.span.begin;
        if (is_opening(token)) ++depth;
        if (is_closing(token)) --depth;
        end = token.span.end;
        offset = token.span.end;
    }
    return std::string(slice(text, {first, end}));
}

std::string inside_parentheses(std::string_view text, std::uint32_t begin) {
    Token token = sql::lex_one(text, begin);
    while (!token.span.empty() && !is_punctuation(token, "(")) token = sql::lex_one(text, token.span.end);
    if (token.span.empty()) return {};
    const std::uint32_t inside = token.span.end;
    int depth = 1;
    std::uint32_t first = inside;
    std::uint32_t end = inside;
    while (true) {
        token = sql::lex_one(text, token.span.end);
        if (token.span.empty()) return {};
        if (is_punctuation(token, "(")) ++depth;
        if (is_punctuation(token, ")") && --depth == 0) break;
        if (end == inside) first = token.span.begin;
        end = token.span.end;
    }
    return std::string(slice(text, {first, end}));
}

std::uint32_t after_words(std::string_view text, std::string_view words, std::uint32_t begin, std::uint32_t limit) {
    const std::vector<std::string> wanted = split_words(words);
    std::size_t matched = 0;
    for (Token token = sql::lex_one(text, begin); !token.span.empty() && token.span.begin < limit;
         token = sql::lex_one(text, token.span.end)) {
        const bool is_word = token.kind == TokenKind::Identifier;
        matched = is_word && token.value == wanted[matched] ? matched + 1 : (is_word && token.value == wanted[0] ? 1 : 0);
        if (matched == wanted.size()) return token.span.end;
    }
    return npos();
}

std::string rename_identifier(const std::string& expression, std::string_view from, std::string_view to) {
    const std::vector<Token> tokens = sql::lex(expression);
    std::string renamed;
    std::uint32_t copied = 0;
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        if (!is_column_use(tokens, index, from)) continue;
        renamed += slice(expression, {copied, tokens[index].span.begin});
        renamed += sql::quote_identifier(to);
        copied = tokens[index].span.end;
    }
    return renamed + expression.substr(copied);
}

bool holds_identifier(std::string_view expression, std::string_view name) {
    const std::vector<Token> tokens = sql::lex(expression);
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        if (is_column_use(tokens, index, name)) return true;
    }
    return false;
}

}  // namespace rowtype::migrations
