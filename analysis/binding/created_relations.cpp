#include "analysis/binding/created_relations.h"

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

// The name that stands after "table", "view" or "into": the last part of a dotted one.
std::string name_after(const std::vector<sql::Token>& tokens, std::size_t index) {
    constexpr std::array<std::string_view, 9> kSkipped = {"local", "global", "temp", "temporary", "unlogged",
                                                          "table", "if",     "not",  "exists"};
    ++index;
    for (const std::string_view word : kSkipped) {
        // "INTO temp FROM …" names a table so.
        const bool is_name =
            index + 1 < tokens.size() && (!is_name_token(tokens[index + 1]) || tokens[index + 1].value == "from");
        if (index < tokens.size() && tokens[index].value == word && !is_name) ++index;
    }
    while (index + 2 < tokens.size() && tokens[index + 1].value == ".") index += 2;
    return index < tokens.size() && is_name_token(tokens[index]) ? tokens[index].value : std::string();
}

void scan(std::string_view text, std::set<std::string>& names) {
    const std::vector<sql::Token> tokens = sql::lex(text);
    bool created = false;
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        const std::string& word = tokens[index].value;
        if (tokens[index].kind != sql::TokenKind::Identifier) continue;
        if (word == "create") created = true;
        const bool makes = (created && (word == "table" || word == "view")) || word == "into";
        if (!makes) continue;
        if (word == "into" && index > 0 && (tokens[index - 1].value == "insert" || tokens[index - 1].value == "merge")) continue;
        if (std::string name = name_after(tokens, index); !name.empty()) names.insert(std::move(name));
        created = false;
    }
}

}  // namespace

std::set<std::string> created_relations(const facts::StatementFacts& statement) {
    std::set<std::string> names(statement.created.begin(), statement.created.end());
    const auto scan_value = [&](const facts::Value& value) {
        std::string text;
        collect_literals(value, text, 0);
        const bool may_create = text.find("CREATE") != std::string::npos || text.find("create") != std::string::npos ||
                                text.find("Create") != std::string::npos || text.find("INTO") != std::string::npos ||
                                text.find("into") != std::string::npos;
        if (may_create) scan(text, names);
    };
    for (const facts::SqlCall& call : statement.sql_calls) {
        for (const facts::Argument& argument : call.arguments) scan_value(argument.value);
    }
    for (const facts::Assignment& assignment : statement.assignments) {
        if (assignment.value) scan_value(*assignment.value);
    }
    return names;
}

}  // namespace rowtype::binding
