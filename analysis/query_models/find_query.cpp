#include "analysis/query_models/find_query.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "analysis/binding/embeds.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/binding/sql_placeholders.h"
#include "analysis/binding/sql_resolver.h"
#include "analysis/binding/sql_statement_kind.h"
#include "analysis/postgrest/select.h"
#include "analysis/postgrest/select_arguments.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/names.h"
#include "reflect/sql/syntax_tree.h"

namespace rowtype::query_models {

namespace {

using binding::BoundQuery;
using facts::ChainCall;

FoundQuery refused(Span span, std::string reason, bool is_sql) {
    FoundQuery found;
    found.span = span;
    found.is_sql = is_sql;
    found.rows.reason = std::move(reason);
    return found;
}

binding::ValueResolver resolver(std::uint32_t scope, const binding::StatementView& statement, const binding::Context& context) {
    return [scope, &statement, &context](const facts::Value& reference) {
        return binding::resolve_value(reference, scope, statement, context);
    };
}

bool writes(const ChainCall& call) {
    return call.method == "insert" || call.method == "upsert" || call.method == "update" || call.method == "delete";
}

// Answers that are no rows.
bool changes_answer(const ChainCall& call) {
    return call.method == "csv" || call.method == "explain" || call.keyword("head") != nullptr ||
           call.keyword("returning") != nullptr;
}

// The text that the select sends; nothing where it is not constant.
std::optional<std::string> select_text(const ChainCall& select, const binding::ValueResolver& resolve) {
    std::vector<binding::FoldedText> texts;
    for (const facts::Argument& argument : select.arguments) {
        if (!argument.keyword.empty() && argument.keyword != "columns") continue;
        std::optional<binding::FoldedText> text = binding::fold_text(argument.value, resolve);
        if (!text || text->has_holes()) return std::nullopt;
        texts.push_back(*std::move(text));
    }
    std::vector<std::string_view> arguments;
    for (const binding::FoldedText& text : texts) arguments.push_back(text.text());
    return postgrest::normalise_select_arguments(arguments).text();
}

std::optional<FoundQuery> of_chain(const facts::Chain& chain, const binding::StatementView& statement,
                                   const binding::Context& context, const DescribeQuery& describe) {
    const auto select = std::ranges::find(chain.calls, "select", &ChainCall::method);
    if (select == chain.calls.end() && std::ranges::none_of(chain.calls, writes)) return std::nullopt;
    const binding::QueryBinding bound = binding::bind_queries(statement, context);
    const auto query = std::ranges::find(bound.queries, chain.span, &BoundQuery::span);
    if (query == bound.queries.end()) return std::nullopt;
    const auto refuse = [&](std::string reason) { return refused(chain.span, std::move(reason), false); };
    if (query->root == nullptr || query->root->relation == nullptr || query->root->made != nullptr ||
        !query->other_tables.empty()) {
        return refuse("its table is not known");
    }
    if (std::ranges::any_of(chain.calls, changes_answer)) return refuse("its answer is no list of rows");
    if (std::ranges::count(chain.calls, "select", &ChainCall::method) > 1) return refuse("it has several selects");
    std::optional<std::string> text = std::string("*");
    if (select != chain.calls.end()) text = select_text(*select, resolver(chain.scope, statement, context));
    if (!text) return refuse("its select is not constant");
    const postgrest::SelectResult parsed = postgrest::parse_select(text->empty() ? "*" : *text);
    if (!parsed.ok()) return refuse("its select does not parse");
    FoundQuery found;
    found.span = chain.span;
    found.relation = query->root->relation;
    found.rows = rows_of_select(parsed.value, *found.relation, context.catalog, describe);
    return found;
}

// Without what may follow the one statement.
std::string without_end(std::string text) {
    while (!text.empty() &&
           (text.back() == ';' || text.back() == ' ' || text.back() == '\n' || text.back() == '\t' || text.back() == '\r')) {
        text.pop_back();
    }
    return text;
}

// "SELECT id, name FROM users AS u" of "INSERT INTO users AS u … RETURNING id, name"; nothing where other relations are in sight of
// RETURNING, or there is none.
std::optional<std::string> returned_rows(const sql::Node& node, const std::string& text, const std::vector<sql::Token>& tokens) {
    const bool is_change = node.is("InsertStmt") || node.is("UpdateStmt") || node.is("DeleteStmt");
    if (!is_change || node["withClause"] || node["fromClause"] || node["usingClause"]) return std::nullopt;
    const auto returning = std::find_if(tokens.rbegin(), tokens.rend(), [](const sql::Token& token) {
        return token.kind == sql::TokenKind::Identifier && token.value == "returning";
    });
    if (returning == tokens.rend() || node["returningList"].items().empty()) return std::nullopt;
    const sql::Node& target = node["relation"];
    std::string from = sql::quote_identifier(target["relname"].string());
    if (!target["schemaname"].string().empty()) from = sql::quote_identifier(target["schemaname"].string()) + "." + from;
    const std::string_view alias = target["alias"]["aliasname"].string();
    if (!alias.empty()) from += " AS " + sql::quote_identifier(alias);
    return "SELECT " + without_end(text.substr(returning->span.end)) + " FROM " + from;
}

std::optional<FoundQuery> of_sql(const facts::SqlCall& call, const binding::StatementView& statement,
                                 const binding::Context& context, const DescribeQuery& describe) {
    const facts::Value* written = call.sql();
    if (written == nullptr) return std::nullopt;
    std::optional<binding::FoldedText> text = binding::fold_text(*written, resolver(call.scope, statement, context));
    if (!text || !binding::reads_as_statement(text->text())) return std::nullopt;
    const auto refuse = [&](std::string reason) { return refused(call.span, std::move(reason), true); };
    if (text->has_holes()) return refuse("a part of its SQL is not constant");
    binding::replace_placeholders(text->same_length_text(), binding::placeholder_style(call.method), call.arguments.size() > 1);
    const sql::ParseOutcome outcome = sql::parse(text->text());
    if (!outcome.tree) return refuse("its SQL does not parse");
    if (outcome.tree->statements().size() != 1) return refuse("it holds several statements");
    const sql::Node& node = *outcome.tree->statements().front().node;
    const std::vector<sql::Token> tokens = sql::lex(text->text());
    const std::optional<std::string> returned = returned_rows(node, text->text(), tokens);
    const bool is_query = node.is("SelectStmt") && !node["intoClause"];
    if (!is_query && !returned) return refuse("it gives no rows, or RETURNING may name other tables than its own");
    const binding::ResolvedSql resolved = binding::resolve_names(node, {context.catalog, tokens, context.created_relations});
    FoundQuery found;
    found.span = call.span;
    found.is_sql = true;
    for (const binding::RelationReference& relation : resolved.relations) {
        if (relation.relation == nullptr) return refuse("\"" + relation.name + "\" is not known");
        if (found.relation == nullptr) found.relation = relation.relation;
    }
    found.rows = rows_of_sql(returned ? *returned : without_end(text->text()), describe);
    return found;
}

}  // namespace

std::optional<FoundQuery> find_query(const binding::StatementView& statement, const binding::Context& context, Span selection,
                                     const DescribeQuery& describe) {
    std::optional<FoundQuery> innermost;
    const auto take = [&](std::optional<FoundQuery> found) {
        if (found && (!innermost || found->span.size() < innermost->span.size())) innermost = std::move(found);
    };
    for (const facts::Chain& chain : statement.facts.chains) {
        if (chain.span.touches(selection)) take(of_chain(chain, statement, context, describe));
    }
    for (const facts::SqlCall& call : statement.facts.sql_calls) {
        if (call.span.touches(selection)) take(of_sql(call, statement, context, describe));
    }
    return innermost;
}

}  // namespace rowtype::query_models
