#include "reflect/migrations/words.h"

#include <algorithm>

namespace rowtype::migrations {

using sql::Token;
using sql::TokenKind;

namespace {

bool is_keyword(const Token& token, std::string_view word) { return token.kind == TokenKind::Identifier && token.value == word; }

bool is_name(const Token& token) { return token.kind == TokenKind::Identifier || token.kind == TokenKind::QuotedIdentifier; }

bool holds_placeholder(const Token& token) { return token.value.find_first_of("${}%") != std::string::npos; }

}  // namespace

bool Words::is(std::string_view word) const { return !at_end() && is_keyword(tokens_[position_], word); }

bool Words::take(std::string_view word) {
    if (!is(word)) return false;
    ++position_;
    return true;
}

void Words::skip_any(std::initializer_list<std::string_view> words) {
    while (std::ranges::any_of(words, [this](std::string_view word) { return take(word); })) {
    }
}

bool Words::holds(std::string_view word) const {
    return std::any_of(tokens_.begin() + static_cast<std::ptrdiff_t>(std::min(position_, tokens_.size())), tokens_.end(),
                       [&](const Token& token) { return is_keyword(token, word); });
}

void Words::skip_behind(std::string_view word) {
    while (!at_end() && !take(word)) advance();
}

bool Words::is_word() const { return !at_end() && is_name(tokens_[position_]); }

bool Words::is_readable() const {
    if (at_end() || !is_name(tokens_[position_]) || holds_placeholder(tokens_[position_])) return false;
    const bool is_glued = position_ + 1 < tokens_.size() && tokens_[position_ + 1].span.begin == tokens_[position_].span.end &&
                          holds_placeholder(tokens_[position_ + 1]);
    return !is_glued;
}

WrittenName Words::take_name() {
    std::vector<std::string> parts;
    bool readable = true;
    bool schema_readable = false;
    for (std::size_t first = position_; !at_end() && !ends_name(first); ++position_) {
        const Token& token = tokens_[position_];
        if (token.value == "{") {
            skip_braces();
            readable = false;
            if (at_end()) break;
            continue;
        }
        const bool in_place = is_name(token) ? (position_ - first) % 2 == 0 : token.value == "." && (position_ - first) % 2 == 1;
        readable = readable && in_place && !holds_placeholder(token);
        if (readable && token.value == ".") schema_readable = true;
        if (is_name(token)) parts.push_back(token.value);
    }
    if (readable && !parts.empty()) return written_name(parts);
    return schema_readable ? WrittenName{parts.front(), ""} : WrittenName{};
}

std::vector<WrittenName> Words::take_names() {
    std::vector<WrittenName> names = {take_name()};
    while (!at_end() && tokens_[position_].value == ",") {
        ++position_;
        names.push_back(take_name());
    }
    return names;
}

bool Words::returns_trigger() const {
    for (std::size_t index = position_; index + 1 < tokens_.size() && tokens_[index].kind != TokenKind::String; ++index) {
        if (is_keyword(tokens_[index], "returns")) return tokens_[index + 1].value == "trigger";
    }
    return false;
}

// Texts that are put together may follow one another without a semicolon.
bool Words::starts_statement() const {
    if (is("create")) return true;
    const bool next_is_word = position_ + 1 < tokens_.size() && tokens_[position_ + 1].kind == TokenKind::Identifier;
    if (!is("alter") || !next_is_word) return false;
    const std::string& next = tokens_[position_ + 1].value;
    return next == "table" || next == "type" || next == "view";
}

std::vector<Words> Words::take_commands() {
    std::vector<Words> commands;
    std::vector<Token> command;
    int depth = 0;
    for (; !at_end(); ++position_) {
        const Token& token = tokens_[position_];
        if (token.kind == TokenKind::Punctuation && token.value == ";") break;
        if (depth <= 0 && !command.empty() && starts_statement()) break;  // before it, "type" may be a column's name
        if (token.value == "(" || token.value == "[") ++depth;
        if (token.value == ")" || token.value == "]") --depth;
        if (token.value == "," && depth <= 0) {
            commands.emplace_back(std::move(command));
            command.clear();
        } else {
            command.push_back(token);
        }
    }
    if (!command.empty()) commands.emplace_back(std::move(command));
    return commands;
}

// Whether the token here no longer touches the name that starts at `first`.
bool Words::ends_name(std::size_t first) const {
    const std::string& value = tokens_[position_].value;
    if (value == "(" || value == ")" || value == "," || value == ";") return true;
    return position_ > first && tokens_[position_].span.begin != tokens_[position_ - 1].span.end && value != "." &&
           tokens_[position_ - 1].value != ".";
}

// To the last closing brace of {x} or {{ x }}.
void Words::skip_braces() {
    int depth = 0;
    for (; !at_end(); ++position_) {
        if (tokens_[position_].value == "{") ++depth;
        if (tokens_[position_].value == "}" && --depth == 0) return;
    }
}

}  // namespace rowtype::migrations
