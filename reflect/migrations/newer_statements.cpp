#include "reflect/migrations/newer_statements.h"

#include <algorithm>

#include "reflect/migrations/nodes.h"
#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

using sql::Token;
using sql::TokenKind;
using Kind = NewerClause::Kind;

namespace {

class Rewriter {
public:
    explicit Rewriter(std::string_view text) : older_{std::string(text), {}}, tokens_(sql::lex(text)) {}

    std::optional<OlderText> rewrite();

private:
    [[nodiscard]] bool is(std::size_t index, std::string_view value) const {
        return index < tokens_.size() && tokens_[index].kind != TokenKind::String &&
               tokens_[index].kind != TokenKind::QuotedIdentifier && tokens_[index].value == value;
    }
    [[nodiscard]] bool is_name(std::size_t index) const {
        return index < tokens_.size() &&
               (tokens_[index].kind == TokenKind::Identifier || tokens_[index].kind == TokenKind::QuotedIdentifier);
    }
    [[nodiscard]] bool ends_element(std::size_t index) const {
        return index >= tokens_.size() || is(index, ",") || is(index, ")") || is(index, ";");
    }
    [[nodiscard]] std::size_t closing(std::size_t open) const;
    void blank(std::size_t first, std::size_t last);
    void add(Kind kind, std::size_t token, std::string column = {});

    std::size_t read(std::size_t index);
    std::size_t read_generated(std::size_t index);
    std::size_t read_not_null(std::size_t index);

    OlderText older_;
    std::vector<Token> tokens_;
    std::vector<std::uint32_t> stored_behind_;  // where " STORED" goes
};

}  // namespace

std::optional<OlderText> without_newer_clauses(std::string_view text) { return Rewriter(text).rewrite(); }

void attach_newer_clauses(std::vector<NewerClause>& clauses, const sql::ParsedSql& tree) {
    for (const sql::Statement& statement : tree.statements()) {
        walk(*statement.node, [&clauses](const Node& node) {
            const std::int64_t location = node.is("Constraint") ? node.location() : -1;
            for (NewerClause& clause : clauses) {
                if (location <= static_cast<std::int64_t>(clause.offset))
                    clause.constraint = std::max(clause.constraint, location);
            }
        });
    }
}

namespace {

std::optional<OlderText> Rewriter::rewrite() {
    bool changed = false;
    for (std::size_t index = 0; index < tokens_.size();) {
        const std::size_t next = read(index);
        changed = changed || next != index;
        index = std::max(next, index + 1);
    }
    if (!changed) return std::nullopt;
    for (auto behind = stored_behind_.rbegin(); behind != stored_behind_.rend(); ++behind) {
        older_.text.insert(*behind, " STORED");
        for (NewerClause& clause : older_.clauses) {
            if (clause.offset > *behind) clause.offset += 7;
        }
    }
    return std::move(older_);
}

// Rewrites the clause that starts here and answers the token behind it; `index` itself where none does.
std::size_t Rewriter::read(std::size_t index) {
    if (is(index, "always") && is(index + 1, "as") && is(index + 2, "(")) return read_generated(index);
    if (is(index, "not") && is(index + 1, "enforced")) {
        add(Kind::NotEnforced, index);
        blank(index, index + 1);
        return index + 2;
    }
    if (is(index, "enforced")) {
        add(Kind::Enforced, index);
        blank(index, index);
        return index + 1;
    }
    if (is(index, "without") && is(index + 1, "overlaps") && is(index + 2, ")")) {
        add(Kind::WithoutOverlaps, index);
        blank(index, index + 1);
        return index + 2;
    }
    const bool in_list = index > 0 && (is(index - 1, ",") || is(index - 1, "("));
    if (in_list && is(index, "period") && is_name(index + 1) && is(index + 2, ")")) {
        blank(index, index);
        return index + 1;
    }
    if (index > 0 && is(index - 1, "alter") && is(index, "constraint") && is_name(index + 1)) {  // of NOT NULL only
        const std::size_t last = is(index + 2, "no") ? index + 3 : index + 2;
        if (!is(last, "inherit")) return index;
        blank(index + 2, last);
        return last + 1;
    }
    return read_not_null(index);
}

std::size_t Rewriter::read_generated(std::size_t index) {
    const std::size_t close = closing(index + 2);
    if (close >= tokens_.size() || is(close + 1, "stored")) return index;
    // "by default as identity" has no parenthesis here; an identity's options stand behind the word identity.
    add(Kind::Virtual, index);
    if (is(close + 1, "virtual")) {
        older_.text.replace(tokens_[close + 1].span.begin, 7, "STORED ");
    } else {
        stored_behind_.push_back(tokens_[close].span.end);
    }
    return index + 3;  // the expression is read on
}

// [CONSTRAINT name] NOT NULL column: behind ADD, and as an element of CREATE TABLE.
std::size_t Rewriter::read_not_null(std::size_t index) {
    const bool named = is(index, "constraint") && is_name(index + 1) && is(index + 2, "not");
    const std::size_t at = named ? index + 2 : index;
    if (index == 0 || !is(at, "not") || !is(at + 1, "null") || !is_name(at + 2)) return index;
    const bool added = is(index - 1, "add");
    const bool element = is(index - 1, ",") || is(index - 1, "(");
    if (!added && !element) return index;
    std::size_t end = at + 3;
    while (!ends_element(end)) ++end;  // NO INHERIT, NOT VALID
    if (added) {
        const bool not_valid = is(end - 1, "valid") && is(end - 2, "not");
        if (not_valid) add(Kind::NotNullNotValid, index, tokens_[at + 2].value);
        const Token& column = tokens_[at + 2];
        const std::string name = older_.text.substr(column.span.begin, column.span.end - column.span.begin);
        const std::uint32_t begin = tokens_[index - 1].span.begin;
        const std::uint32_t room = tokens_[end - 1].span.end - begin;
        const std::string written = "ALTER " + name + (not_valid ? " SET STATISTICS 1" : " SET NOT NULL");
        if (written.size() > room) return index;
        blank(index - 1, end - 1);
        older_.text.replace(begin, written.size(), written);
        return end;
    }
    add(Kind::NotNull, index, tokens_[at + 2].value);
    blank(is(index - 1, ",") ? index - 1 : index, end - 1);
    if (is(index - 1, "(") && is(end, ",")) {
        blank(end, end);
        ++end;
    }
    return end;
}

std::size_t Rewriter::closing(std::size_t open) const {
    int depth = 0;
    for (std::size_t index = open; index < tokens_.size(); ++index) {
        if (is(index, "(")) ++depth;
        if (is(index, ")") && --depth == 0) return index;
    }
    return tokens_.size();
}

void Rewriter::blank(std::size_t first, std::size_t last) {
    for (std::uint32_t at = tokens_[first].span.begin; at < tokens_[last].span.end; ++at) {
        if (older_.text[at] != '\n') older_.text[at] = ' ';
    }
}

void Rewriter::add(Kind kind, std::size_t token, std::string column) {
    older_.clauses.push_back({kind, tokens_[token].span.begin, -1, std::move(column)});
}

}  // namespace

}  // namespace rowtype::migrations
