#include "analysis/binding/created_relations.h"

#include <algorithm>
#include <array>
#include <vector>

#include "reflect/sql/lexer.h"

namespace rowtype::binding {

namespace {

constexpr int kMaximumDepth = 64;

// The literal parts of an expression, joined: good enough to find a CREATE.
void collect_literals(const facts::Value& value, std::string& text, int depth) {
    if (depth > kMaximumDepth) return;
    if (value.is(facts::ValueKind::String)) text += value.text + " ";
    for (const facts::Value& item : value.items) collect_literals(item, text, depth + 1);
    for (const facts::Argument& argument : value.arguments) collect_literals(argument.value, text, depth + 1);
}

bool is_name_token(const sql::Token& token) {
    return token.kind == sql::TokenKind::Identifier || token.kind == sql::TokenKind::QuotedIdentifier;
}

// What stands after "table", "view" or "into".
struct MadeName {
    std::string name;  // the last part of a dotted one
    bool is_temporary = false;
    bool is_conditional = false;  // IF NOT EXISTS
    bool has_schema = false;
};

MadeName name_after(const std::vector<sql::Token>& tokens, std::size_t index) {
    constexpr std::array<std::string_view, 9> kSkipped = {"local", "global", "temp", "temporary", "unlogged",
                                                          "table", "if",     "not",  "exists"};
    MadeName made;
    ++index;
    for (const std::string_view word : kSkipped) {
        // "INTO temp FROM …" names a table so.
        const bool is_name =
            index + 1 < tokens.size() && (!is_name_token(tokens[index + 1]) || tokens[index + 1].value == "from");
        if (index >= tokens.size() || tokens[index].value != word || is_name) continue;
        made.is_temporary = made.is_temporary || word.starts_with("temp");
        made.is_conditional = made.is_conditional || word == "exists";
        ++index;
    }
    made.has_schema = index + 2 < tokens.size() && tokens[index + 1].value == ".";
    while (index + 2 < tokens.size() && tokens[index + 1].value == ".") index += 2;
    if (index < tokens.size() && is_name_token(tokens[index])) made.name = tokens[index].value;
    return made;
}

// SET [LOCAL | SESSION] search_path, set_config('search_path', …)
bool sets_search_path(const std::vector<sql::Token>& tokens, std::size_t index) {
    const auto at = [&](std::size_t place) { return place < tokens.size() ? std::string_view(tokens[place].value) : ""; };
    if (at(index) == "set_config") return at(index + 1) == "(" && at(index + 2) == "search_path";
    const bool is_scoped = at(index + 1) == "local" || at(index + 1) == "session";
    return at(index) == "set" && at(index + (is_scoped ? 2 : 1)) == "search_path";
}

void scan(std::string_view text, CreatedRelations& created) {
    const std::vector<sql::Token> tokens = sql::lex(text);
    bool creates = false;
    bool is_temporary = false;
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        const std::string& word = tokens[index].value;
        if (tokens[index].kind != sql::TokenKind::Identifier) continue;
        if (word == "create") creates = true;
        if (sets_search_path(tokens, index)) created.sets_search_path = true;
        is_temporary = creates && (word == "temp" || word == "temporary" || (is_temporary && word != "create"));
        const bool makes = (creates && (word == "table" || word == "view")) || word == "into";
        if (!makes) continue;
        if (word == "into" && index > 0 && (tokens[index - 1].value == "insert" || tokens[index - 1].value == "merge")) continue;
        const MadeName made = name_after(tokens, index);
        if (made.name.empty()) continue;
        // Prose speaks of creating tables, too.
        const std::string_view before = index == 0 ? std::string_view() : std::string_view(tokens[index - 1].value);
        const bool is_new = word == "table" && !made.is_conditional && (before == "create" || before == "unlogged");
        if (!made.has_schema && (is_temporary || made.is_temporary || is_new)) created.own.insert(made.name);
        created.names.insert(made.name);
        creates = false;
        is_temporary = false;
    }
}

}  // namespace

void CreatedRelations::add(const CreatedRelations& others) {
    names.insert(others.names.begin(), others.names.end());
    own.insert(others.own.begin(), others.own.end());
    sets_search_path = sets_search_path || others.sets_search_path;
}

CreatedRelations created_relations(const facts::StatementFacts& statement) {
    CreatedRelations created{{statement.created.begin(), statement.created.end()}, {}, false};
    const auto scan_value = [&](const facts::Value& value) {
        std::string text;
        collect_literals(value, text, 0);
        constexpr std::array<std::string_view, 7> kMarks = {"CREATE", "create",      "Create",     "INTO",
                                                            "into",   "search_path", "SEARCH_PATH"};
        const auto holds = [&](std::string_view mark) { return text.find(mark) != std::string::npos; };
        if (std::ranges::any_of(kMarks, holds)) scan(text, created);
    };
    for (const facts::SqlCall& call : statement.sql_calls) {
        for (const facts::Argument& argument : call.arguments) scan_value(argument.value);
    }
    for (const facts::Assignment& assignment : statement.assignments) {
        if (assignment.value) scan_value(*assignment.value);
    }
    return created;
}

}  // namespace rowtype::binding
