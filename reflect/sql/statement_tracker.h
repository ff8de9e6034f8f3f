// Where one statement ends and the next one starts.
#pragma once

#include <string>

#include "reflect/sql/lexer.h"

namespace rowtype::sql {

// Follows the tokens of one statement to know at which semicolons it may end: not inside parentheses (CREATE RULE … DO (a;
// b)), nor inside the body of a SQL-standard function, BEGIN ATOMIC … END.
class StatementTracker {
public:
    void restart() { *this = {}; }
    void add(const Token& token);
    // Whether a semicolon that stands here ends the statement.
    [[nodiscard]] bool may_end() const { return parentheses_ == 0 && body_depth_ == 0; }

private:
    int parentheses_ = 0;
    int body_depth_ = 0;
    std::string previous_word_;
};

}  // namespace rowtype::sql
