// The words of a text that may not parse, read from left to right.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "reflect/migrations/nodes.h"
#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

class Words {
public:
    explicit Words(std::vector<sql::Token> tokens) : tokens_(std::move(tokens)) {}

    [[nodiscard]] bool at_end() const { return position_ >= tokens_.size(); }
    [[nodiscard]] bool is(std::string_view word) const;
    bool take(std::string_view word);
    void skip_any(std::initializer_list<std::string_view> words);
    void advance() { ++position_; }
    // Whether the word stands anywhere from here on.
    [[nodiscard]] bool holds(std::string_view word) const;
    // To behind the next such word, or to the end.
    void skip_behind(std::string_view word);

    // The name here: everything up to the next white space, bracket or comma. Empty where any part of it is a placeholder
    // (%I, %1$s, ${x}, {{ x }}, :x, @x@ ...); of "app.%I" the schema is known.
    WrittenName take_name();
    // Names behind each other, with commas between.
    std::vector<WrittenName> take_names();
    // Of CREATE FUNCTION, behind the name: … RETURNS TRIGGER before the body.
    [[nodiscard]] bool returns_trigger() const;
    // From here to the end of the statement, split at commas outside of brackets.
    std::vector<Words> take_commands();
    // Whether the next token is a name or keyword that holds no placeholder.
    [[nodiscard]] bool is_readable() const;
    // Whether the next token is a name or keyword, and its text.
    [[nodiscard]] bool is_word() const;
    [[nodiscard]] std::string_view value() const { return at_end() ? std::string_view() : tokens_[position_].value; }
    // The star behind a table's name, which says that its children are meant as well.
    void take_star() {
        if (value() == "*") advance();
    }

private:
    [[nodiscard]] bool ends_name(std::size_t first) const;
    void skip_braces();
    [[nodiscard]] bool starts_statement() const;

    std::vector<sql::Token> tokens_;
    std::size_t position_ = 0;
};

}  // namespace rowtype::migrations
