#include "analysis/facts/sql_file.h"

#include <algorithm>

#include "analysis/facts/created_names.h"
#include "analysis/facts/find_bytes.h"
#include "reflect/sql/lexer.h"

namespace rowtype::facts {

namespace {

std::vector<std::uint32_t> query_headers(std::string_view text);
std::vector<Span> split_queries(std::string_view text);
bool changes_schema(std::string_view statement);
SqlCall call_with(std::string_view text, Span span);
void read_ignores(std::string_view text, std::vector<IgnoreComment>& ignores);

}  // namespace

void end_queries_at_headers(std::string& text) {
    for (const std::uint32_t header : query_headers(text)) {
        const std::size_t end = std::min(text.find('\n', header), text.size());
        text.replace(header, end - header, end - header, ' ');
        if (!sql::lex(std::string_view(text).substr(0, header)).empty()) text[header] = ';';
    }
}

bool is_sql_file(std::string_view path) { return path.ends_with(".sql"); }

FileFacts extract_sql_file(std::string_view text) {
    StatementFacts facts;
    facts.scopes.emplace_back();
    facts.scopes.front().span = {0, static_cast<std::uint32_t>(text.size())};
    facts.length = static_cast<std::uint32_t>(text.size());
    const std::vector<Span> queries = split_queries(text);
    const auto changes = [&](const Span& query) { return changes_schema(slice(text, query)); };
    const bool is_script = query_headers(text).empty() && std::ranges::any_of(queries, changes);
    for (const Span& query : queries) {
        if (!is_script || changes(query)) facts.sql_calls.push_back(call_with(text, query));
    }
    facts.created = created_names(text);
    read_ignores(text, facts.ignores);
    FileFacts file;
    file.statements.push_back({0, std::make_shared<const StatementFacts>(std::move(facts))});
    return file;
}

namespace {

// Where "-- name:" begins a line, outside of strings and other comments.
std::vector<std::uint32_t> query_headers(std::string_view text) {
    std::vector<std::uint32_t> headers;
    const std::vector<sql::Token> tokens = sql::lex(text);
    auto token = tokens.begin();
    for (std::size_t at = find_bytes(text, "name:"); at != std::string_view::npos; at = find_bytes(text, "name:", at + 1)) {
        const std::size_t newline = text.substr(0, at).rfind('\n');
        const std::size_t line = newline == std::string_view::npos ? 0 : newline + 1;
        std::string_view before = text.substr(line, at - line);
        while (!before.empty() && (before.back() == ' ' || before.back() == '\t')) before.remove_suffix(1);
        if (before != "--") continue;
        while (token != tokens.end() && token->span.end <= line) ++token;
        if (token == tokens.end() || token->span.begin >= at) headers.push_back(static_cast<std::uint32_t>(line));
    }
    return headers;
}

std::vector<Span> split_queries(std::string_view text) {
    std::vector<std::uint32_t> borders = query_headers(text);
    borders.push_back(static_cast<std::uint32_t>(text.size()));
    std::vector<Span> queries;
    std::uint32_t begin = 0;
    for (const std::uint32_t end : borders) {
        for (const Span& statement : sql::split_statements(slice(text, {begin, end})))
            queries.push_back(statement.shifted(begin));
        begin = end;
    }
    return queries;
}

// Beside such a statement the others speak of the schema as it is while the script runs.
bool changes_schema(std::string_view statement) {
    const std::vector<sql::Token> tokens = sql::lex(statement.substr(0, statement.find(';')));
    return !tokens.empty() && (tokens.front().value == "alter" || tokens.front().value == "drop");
}

// cursor.text("…"): of the styles of placeholders, ":name" is the one that is tried first.
SqlCall call_with(std::string_view text, Span span) {
    SqlCall call;
    call.method = "text";
    call.callee.kind = ValueKind::Name;
    call.callee.text = call.method;
    call.span = span;
    Argument argument;
    argument.value.kind = ValueKind::String;
    argument.value.span = span;
    argument.value.text = slice(text, span);
    argument.value.runs = {{{0, span.end - span.begin}, span}};
    call.arguments.push_back(argument);
    call.arguments.push_back({"parameters", {}, {}});  // "%%" is then a percent sign
    return call;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r"), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

// "rule, rule" between brackets.
void read_rules(std::string_view list, const char* text_begin, IgnoreComment& ignore) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        const std::string_view rule = trimmed(list.substr(0, comma));
        if (!rule.empty()) {
            const auto begin = static_cast<std::uint32_t>(rule.data() - text_begin);
            ignore.rules.emplace_back(rule);
            ignore.rule_spans.push_back({begin, begin + static_cast<std::uint32_t>(rule.size())});
        }
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
}

void read_ignores(std::string_view text, std::vector<IgnoreComment>& ignores) {
    constexpr std::string_view kMark = "rowtype:";
    for (std::size_t at = find_bytes(text, kMark); at != std::string_view::npos; at = find_bytes(text, kMark, at + 1)) {
        const std::string_view before = trimmed(text.substr(0, at).substr(text.substr(0, at).rfind('\n') + 1));
        if (!before.ends_with("--")) continue;
        const auto begin = static_cast<std::uint32_t>(before.data() + before.size() - 2 - text.data());
        std::string_view body = text.substr(at + kMark.size());
        body = trimmed(body.substr(0, body.find('\n')));
        if (!body.starts_with("ignore")) continue;
        IgnoreComment ignore;
        ignore.span = {begin, static_cast<std::uint32_t>(body.data() + body.size() - text.data())};
        body.remove_prefix(std::string_view("ignore").size());
        ignore.whole_file = body.starts_with("-file");
        if (ignore.whole_file) body.remove_prefix(std::string_view("-file").size());
        body = trimmed(body);
        if (body.starts_with('[')) {
            read_rules(body.substr(1, std::min(body.find(']'), body.size()) - 1), text.data(), ignore);
        } else if (!body.empty() && body.front() != ':' && body.front() != '(') {
            continue;  // another word, such as "ignored"
        }
        ignores.push_back(std::move(ignore));
    }
}

}  // namespace

}  // namespace rowtype::facts
