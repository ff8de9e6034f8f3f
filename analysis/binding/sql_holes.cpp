#include "analysis/binding/sql_holes.h"

#include <algorithm>
#include <array>

#include "analysis/binding/folded_text.h"
#include "analysis/binding/sql_placeholders.h"

namespace rowtype::binding {

namespace {

using sql::Token;
using sql::TokenKind;

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::ranges::find(words, word) != words.end();
}

bool is_hole(const Token& token) {
    const bool name = token.kind == TokenKind::Identifier || token.kind == TokenKind::QuotedIdentifier;
    return name && token.value.find(kHoleMarker) != std::string::npos;
}

// The clause that each token stands in, by the word that opens it, at its own depth of parentheses.
std::vector<std::string_view> clauses_of(const std::vector<Token>& tokens) {
    constexpr std::array<std::string_view, 18> kOpening = {"select", "from",   "where",     "group", "order",  "having",
                                                           "limit",  "offset", "returning", "set",   "values", "on",
                                                           "using",  "window", "union",     "with",  "into",   "update"};
    std::vector<std::string_view> clauses;
    std::vector<std::string_view> open = {""};
    for (const Token& token : tokens) {
        if (token.value == ";") open = {""};
        if (token.value == ")" && open.size() > 1) open.pop_back();
        if (token.kind == TokenKind::Identifier && is_one_of(token.value, kOpening)) open.back() = token.value;
        clauses.push_back(open.back());
        if (token.value == "(") open.emplace_back("");
    }
    return clauses;
}

// Whether FROM follows at the same depth: then a list of columns holds none of its own.
bool from_follows(const std::vector<Token>& tokens, std::size_t index) {
    int depth = 0;
    for (; index < tokens.size() && depth >= 0 && tokens[index].value != ";"; ++index) {
        if (tokens[index].value == "(") ++depth;
        if (tokens[index].value == ")") --depth;
        if (depth == 0 && tokens[index].kind == TokenKind::Identifier && tokens[index].value == "from") return true;
    }
    return false;
}

// "UPDATE t SET {changes}, {column} = …"
bool is_set_item(const std::vector<Token>& tokens, std::size_t index, std::string_view clause) {
    if (clause != "set") return false;
    if (tokens[index - 1].value != "set" && tokens[index - 1].value != ",") return false;
    constexpr std::array<std::string_view, 6> kBehind = {"=", ",", "where", "from", "returning", ";"};
    return index + 1 >= tokens.size() || is_one_of(tokens[index + 1].value, kBehind);
}

// A value, a condition or a column may stand behind these.
bool stands_for_value(const std::vector<Token>& tokens, std::size_t index, std::string_view clause) {
    constexpr std::array<std::string_view, 10> kBeforeValue = {"limit", "offset",   "like", "ilike",     "between",
                                                               "in",    "interval", "any",  "returning", "values"};
    constexpr std::array<std::string_view, 12> kBeforeCondition = {"where", "and",  "or",   "not",  "having", "by",
                                                                   "when",  "then", "else", "case", "all",    "distinct"};
    constexpr std::array<std::string_view, 6> kLists = {"select", "group", "order", "returning", "having", "where"};
    const Token& before = tokens[index - 1];
    const bool in_parentheses = clause.empty();
    if (before.kind == TokenKind::Operator || before.value == "." || is_one_of(before.value, kBeforeValue)) return true;
    if (in_parentheses && (before.value == "(" || before.value == ",")) return true;
    if (clause == "select" && !from_follows(tokens, index)) return false;
    if (before.value == ",") return is_one_of(clause, kLists);
    if (before.value == "select") return true;
    // The condition of a join may go on with another join.
    return is_one_of(before.value, kBeforeCondition) && clause != "on" && clause != "from" && clause != "using";
}

}  // namespace

std::vector<SqlHole> find_holes(const std::vector<Token>& tokens) {
    constexpr std::array<std::string_view, 10> kBeforeName = {"from", "join", "into", "update",   "table",
                                                              "only", "as",   "with", "truncate", "using"};
    std::vector<SqlHole> holes;
    if (std::ranges::none_of(tokens, is_hole)) return holes;
    const std::vector<std::string_view> clauses = clauses_of(tokens);
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        const Token& token = tokens[index];
        if (!is_hole(token)) continue;
        SqlHole hole{token.span};
        const bool is_whole = token.value.starts_with(kHoleMarker) && token.kind == TokenKind::Identifier;
        if (index == 0 || !is_whole) {
            // A part of a name, a name in quotes: nothing but that one name.
            hole.may_bring_relations = index == 0;
        } else if (is_set_item(tokens, index, clauses[index])) {
            // The column of one, or all that stands between SET and the next clause, which may be a clause itself.
            hole.is_assignment = index + 1 >= tokens.size() || tokens[index + 1].value != "=";
            hole.may_bring_relations = hole.is_assignment;
        } else if (!stands_for_value(tokens, index, clauses[index])) {
            const Token& before = tokens[index - 1];
            hole.may_bring_relations = before.value != "as";  // an alias
            const bool is_named = is_one_of(before.value, kBeforeName) || before.kind == TokenKind::Punctuation;
            const bool goes_on = index + 1 < tokens.size() && (tokens[index + 1].value == "." || tokens[index + 1].value == "(");
            hole.is_clause = (!is_named || before.value == ")") && !goes_on;
        }
        holes.push_back(hole);
    }
    return holes;
}

void free_placeholder_numbers(std::string& text) {
    for (std::size_t hole = text.find(kHoleMarker); hole != std::string::npos; hole = text.find(kHoleMarker, hole + 1)) {
        const std::size_t end = text.find_first_not_of("0123456789", hole + kHoleMarker.size());
        const bool is_quote = end != std::string::npos && text[end] == '$';  // $tag$ … $tag$
        if (hole > 0 && text[hole - 1] == '$' && !is_quote) text[hole - 1] = ' ';
    }
}

void make_room_for_lists(const std::vector<SqlHole>& holes, std::string& text) {
    for (const SqlHole& hole : holes) {
        if (!hole.is_clause) adapt_word_before(text, hole.span.begin);
        if (hole.is_assignment) text.replace(hole.span.begin + kHoleMarker.size(), 2, "=0");
    }
}

bool blank_clauses(const std::vector<SqlHole>& holes, std::string& text) {
    bool any = false;
    for (const SqlHole& hole : holes) {
        if (!hole.is_clause) continue;
        std::fill(text.begin() + hole.span.begin, text.begin() + hole.span.end, ' ');
        any = true;
    }
    return any;
}

}  // namespace rowtype::binding
