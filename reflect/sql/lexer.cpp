#include "reflect/sql/lexer.h"

#include <algorithm>
#include <array>
#include <optional>

#include "reflect/sql/statement_tracker.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::sql {

namespace {

bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f' || byte == '\v'; }
bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_identifier_start(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           static_cast<unsigned char>(byte) >= 0x80;
}
bool is_identifier_part(char byte) { return is_identifier_start(byte) || is_digit(byte) || byte == '$'; }
bool is_operator_byte(char byte) { return std::string_view("~!@#^&|`?+-*/%<>=").find(byte) != std::string_view::npos; }
bool is_hexadecimal(char byte) { return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F'); }

// Reads one token at a time. Positions never pass the end of the text; byte() answers NUL there.
class Scanner {
public:
    Scanner(std::string_view sql, std::size_t position) : sql_(sql), position_(std::min(position, sql.size())) {}

    [[nodiscard]] std::size_t position() const { return position_; }
    bool skip_space_and_comments();  // false when a comment is not closed; then position stands at its start
    Token next();

private:
    [[nodiscard]] char byte(std::size_t ahead = 0) const {
        return position_ + ahead < sql_.size() ? sql_[position_ + ahead] : '\0';
    }
    [[nodiscard]] bool at_end() const { return position_ >= sql_.size(); }
    [[nodiscard]] bool looking_at(std::string_view text) const { return sql_.substr(position_).starts_with(text); }

    bool skip_block_comment();
    Token make(TokenKind kind, std::size_t begin, std::string value) const;
    Token unknown(std::size_t begin, std::size_t end);
    Token quoted(TokenKind kind, std::size_t begin, char quote, StringStyle style);
    [[nodiscard]] std::size_t continuation() const;
    std::optional<Token> prefixed();
    Token identifier();
    Token number();
    std::optional<Token> dollar();
    Token operator_or_punctuation();

    std::string_view sql_;
    std::size_t position_;
};

Token Scanner::next() {
    if (!skip_space_and_comments()) return unknown(position_, sql_.size());
    if (at_end()) return unknown(position_, position_);
    const char first = byte();
    if (first == '\'') return quoted(TokenKind::String, position_, '\'', StringStyle::Plain);
    if (first == '"') return quoted(TokenKind::QuotedIdentifier, position_, '"', StringStyle::Plain);
    if (std::optional<Token> token = prefixed()) return *std::move(token);
    if (is_identifier_start(first)) return identifier();
    if (is_digit(first) || (first == '.' && is_digit(byte(1)))) return number();
    if (first == '$') {
        if (std::optional<Token> token = dollar()) return *std::move(token);
    }
    return operator_or_punctuation();
}

bool Scanner::skip_space_and_comments() {
    while (!at_end()) {
        if (is_space(byte())) {
            ++position_;
        } else if (looking_at("--")) {
            position_ = std::min(sql_.find_first_of("\r\n", position_), sql_.size());
        } else if (looking_at("/*")) {
            if (!skip_block_comment()) return false;
        } else {
            break;
        }
    }
    return true;
}

bool Scanner::skip_block_comment() {
    const std::size_t begin = position_;
    int depth = 0;
    while (!at_end()) {
        if (looking_at("/*")) {
            ++depth;
            position_ += 2;
        } else if (looking_at("*/")) {
            position_ += 2;
            if (--depth == 0) return true;
        } else {
            ++position_;
        }
    }
    position_ = begin;
    return false;
}

Token Scanner::make(TokenKind kind, std::size_t begin, std::string value) const {
    return {kind, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(position_)}, std::move(value)};
}

Token Scanner::unknown(std::size_t begin, std::size_t end) {
    position_ = end;
    return make(TokenKind::Unknown, begin, std::string(sql_.substr(begin, end - begin)));
}

// `position_` stands at the opening quote, `begin` at the token's first byte.
Token Scanner::quoted(TokenKind kind, std::size_t begin, char quote, StringStyle style) {
    std::string raw;
    while (true) {
        ++position_;
        bool closed = false;
        while (!at_end() && !closed) {
            if (byte() == quote && byte(1) == quote) {
                raw += quote;
                position_ += 2;
            } else if (byte() == quote) {
                ++position_;
                closed = true;
            } else if (style == StringStyle::Escape && byte() == '\\' && position_ + 1 < sql_.size()) {
                raw += sql_.substr(position_, 2);
                position_ += 2;
            } else {
                raw += byte();
                ++position_;
            }
        }
        if (!closed) return unknown(begin, sql_.size());
        const std::size_t next_part = kind == TokenKind::String ? continuation() : 0;
        if (next_part == 0) break;
        position_ = next_part;
    }
    std::string value = decode_string(raw, style);
    if (kind == TokenKind::QuotedIdentifier) value = truncate_identifier(std::move(value));
    return make(kind, begin, std::move(value));
}

// 'a' <line break> 'b' is one string: where its next part's quote stands, or 0.
std::size_t Scanner::continuation() const {
    std::size_t at = position_;
    bool line_break = false;
    while (at < sql_.size()) {
        if (is_space(sql_[at])) {
            line_break = line_break || sql_[at] == '\n' || sql_[at] == '\r';
            ++at;
        } else if (line_break && sql_.substr(at).starts_with("--")) {
            at = std::min(sql_.find_first_of("\r\n", at), sql_.size());
        } else {
            break;
        }
    }
    return line_break && at < sql_.size() && sql_[at] == '\'' ? at : 0;
}

// E'…', B'…', X'…', N'…', U&'…', U&"…".
std::optional<Token> Scanner::prefixed() {
    const std::size_t begin = position_;
    const char letter = static_cast<char>(byte() | 0x20);
    if ((byte() == 'u' || byte() == 'U') && byte(1) == '&' && (byte(2) == '\'' || byte(2) == '"')) {
        const char quote = byte(2);
        position_ += 2;
        const TokenKind kind = quote == '"' ? TokenKind::QuotedIdentifier : TokenKind::String;
        return quoted(kind, begin, quote, StringStyle::Unicode);
    }
    const bool has_prefix = is_identifier_start(byte()) && std::string_view("ebxn").find(letter) != std::string_view::npos;
    if (!has_prefix || byte(1) != '\'') return std::nullopt;
    ++position_;
    return quoted(TokenKind::String, begin, '\'', letter == 'e' ? StringStyle::Escape : StringStyle::Plain);
}

Token Scanner::identifier() {
    const std::size_t begin = position_;
    while (!at_end() && is_identifier_part(byte())) ++position_;
    return make(TokenKind::Identifier, begin, truncate_identifier(fold(sql_.substr(begin, position_ - begin))));
}

Token Scanner::number() {
    const std::size_t begin = position_;
    const char base = static_cast<char>(byte(1) | 0x20);
    if (byte() == '0' && (base == 'x' || base == 'o' || base == 'b') && is_hexadecimal(byte(2))) {
        position_ += 2;
        while (!at_end() && (is_hexadecimal(byte()) || byte() == '_')) ++position_;
        return make(TokenKind::Number, begin, std::string(sql_.substr(begin, position_ - begin)));
    }
    const auto digits = [this] {
        while (is_digit(byte()) || (byte() == '_' && is_digit(byte(1)))) ++position_;
    };
    digits();
    if (byte() == '.' && byte(1) != '.') {  // "1..10" is a range of two integers
        ++position_;
        digits();
    }
    const std::size_t sign = byte(1) == '+' || byte(1) == '-' ? 1 : 0;
    if ((byte() == 'e' || byte() == 'E') && is_digit(byte(1 + sign))) {
        position_ += 1 + sign;
        digits();
    }
    return make(TokenKind::Number, begin, std::string(sql_.substr(begin, position_ - begin)));
}

// $1 or $tag$…$tag$; nothing for a lone dollar sign.
std::optional<Token> Scanner::dollar() {
    const std::size_t begin = position_;
    if (is_digit(byte(1))) {
        ++position_;
        while (is_digit(byte())) ++position_;
        return make(TokenKind::Parameter, begin, std::string(sql_.substr(begin, position_ - begin)));
    }
    std::size_t close = begin + 1;
    if (close < sql_.size() && is_identifier_start(sql_[close])) {
        while (close < sql_.size() && is_identifier_part(sql_[close]) && sql_[close] != '$') ++close;
    }
    if (close >= sql_.size() || sql_[close] != '$') return std::nullopt;
    const std::string_view tag = sql_.substr(begin, close + 1 - begin);
    const std::size_t body = close + 1;
    const std::size_t end = sql_.find(tag, body);
    if (end == std::string_view::npos) return unknown(begin, sql_.size());
    position_ = end + tag.size();
    return make(TokenKind::String, begin, std::string(sql_.substr(body, end - body)));
}

// The length of the operator at the start of `run`, a run of operator bytes (scan.l's rules on comments and signs).
std::size_t operator_length(std::string_view run) {
    std::size_t length = std::min({run.find("--"), run.find("/*"), run.size()});
    while (length > 1 && (run[length - 1] == '+' || run[length - 1] == '-')) {
        if (run.substr(0, length - 1).find_first_of("~!@#^&|`?%") != std::string_view::npos) break;
        --length;
    }
    return length;
}

Token Scanner::operator_or_punctuation() {
    const std::size_t begin = position_;
    const auto take = [&](TokenKind kind, std::size_t length) {
        position_ = begin + length;
        return make(kind, begin, std::string(sql_.substr(begin, length)));
    };
    for (const std::string_view pair : {"::", ":=", ".."}) {
        if (looking_at(pair)) return take(TokenKind::Operator, 2);
    }
    if (std::string_view("()[],;:.").find(byte()) != std::string_view::npos) return take(TokenKind::Punctuation, 1);
    if (!is_operator_byte(byte())) return unknown(begin, begin + 1);
    std::size_t end = begin;
    while (end < sql_.size() && is_operator_byte(sql_[end])) ++end;
    return take(TokenKind::Operator, operator_length(sql_.substr(begin, end - begin)));
}

bool is_end(const Token& token) { return token.kind == TokenKind::Unknown && token.span.empty(); }

}  // namespace

std::vector<Token> lex(std::string_view sql) {
    std::vector<Token> tokens;
    Scanner scanner(sql, 0);
    for (Token token = scanner.next(); !is_end(token); token = scanner.next()) tokens.push_back(std::move(token));
    return tokens;
}

Token lex_one(std::string_view sql, std::uint32_t offset) { return Scanner(sql, offset).next(); }

std::uint32_t skip_space(std::string_view sql, std::uint32_t offset) {
    Scanner scanner(sql, offset);
    if (!scanner.skip_space_and_comments()) return static_cast<std::uint32_t>(sql.size());
    return static_cast<std::uint32_t>(scanner.position());
}

std::vector<Span> split_statements(std::string_view sql) {
    std::vector<Span> statements;
    std::optional<Span> current;
    StatementTracker tracker;
    Scanner scanner(sql, 0);
    for (Token token = scanner.next(); !is_end(token); token = scanner.next()) {
        const bool semicolon = token.kind == TokenKind::Punctuation && token.value == ";";
        if (semicolon && tracker.may_end()) {
            if (current) statements.push_back(*current);
            current.reset();
            tracker.restart();
            continue;
        }
        tracker.add(token);
        if (!current) current = token.span;
        current->end = token.span.end;
    }
    if (current) statements.push_back(*current);
    return statements;
}

}  // namespace rowtype::sql
