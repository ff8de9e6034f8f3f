#include "reflect/sql/statement_tracker.h"

namespace rowtype::sql {

void StatementTracker::add(const Token& token) {
    if (token.kind == TokenKind::Punctuation) {
        if (token.value == "(") ++parentheses_;
        if (token.value == ")" && parentheses_ > 0) --parentheses_;
    }
    const bool is_word = token.kind == TokenKind::Identifier;
    if (is_word && token.value == "atomic" && previous_word_ == "begin") ++body_depth_;
    if (is_word && body_depth_ > 0) {
        if (token.value == "case") ++body_depth_;
        if (token.value == "end") --body_depth_;
    }
    previous_word_ = is_word ? token.value : std::string();
}

}  // namespace rowtype::sql
