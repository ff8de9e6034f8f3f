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
#include "analysis/binding/sql_wrappers.h"
#include "analysis/binding/taught_names.h"
#include "analysis/binding/taught_queries.h"
#include "analysis/postgrest/select.h"
#include "analysis/postgrest/select_arguments.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/names.h"
#include "reflect/sql/syntax_tree.h"

namespace rowtype::query_models {

namespace {

using binding::BoundQuery;
using binding::PlaceholderStyle;
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

// Why a function's answer gets no model, as a clause; empty where it gives rows.
std::string why_no_rows(const std::optional<binding::BoundFunction>& called) {
    if (!called || called->overloads.empty()) return "its function is not known";
    const std::string name = "\"" + called->name + "\"";
    if (called->overloads.size() > 1) return "several functions are called " + name;
    if (!called->not_callable.empty()) return name + " is " + called->not_callable;
    if (called->result != nullptr) return {};
    const catalog::Function& function = *called->overloads.front();
    const catalog::Type& result = function.result;
    if (!result.is_known() || result.is_builtin("record")) return "the columns that " + name + " gives are not known";
    if (result.is_builtin("void")) return name + " gives nothing";
    if (!result.is_array() && (result.is_builtin("json") || result.is_builtin("jsonb")))
        return name + " gives " + result.name.name + ", whose keys the database does not know";
    return name + (function.returns_set ? " gives values of " : " gives one value of ") + result.to_string() + ", no rows";
}

std::optional<FoundQuery> of_chain(const facts::Chain& chain, const binding::StatementView& statement,
                                   const binding::Context& context, const DescribeQuery& describe) {
    const auto select = std::ranges::find(chain.calls, "select", &ChainCall::method);
    const bool is_function = std::ranges::find(chain.calls, "rpc", &ChainCall::method) != chain.calls.end();
    if (select == chain.calls.end() && !is_function && std::ranges::none_of(chain.calls, writes)) return std::nullopt;
    const binding::QueryBinding bound = binding::bind_queries(statement, context);
    const auto query = std::ranges::find(bound.queries, chain.span, &BoundQuery::span);
    if (query == bound.queries.end()) return std::nullopt;
    const auto refuse = [&](std::string reason) { return refused(chain.span, std::move(reason), false); };
    if (is_function) {
        const std::string reason = why_no_rows(query->function);
        if (!reason.empty()) return refuse(reason);
    } else if (query->root == nullptr || query->root->relation == nullptr || query->root->made != nullptr ||
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
    found.relation = is_function ? query->function->result : query->root->relation;
    found.rows = rows_of_select(parsed.value, *found.relation, context.catalog, describe);
    if (!is_function) return found;
    found.made = query->function->made;
    // Of a function that gives one row and found none, PostgREST makes an object of nulls.
    const bool is_set = std::ranges::all_of(query->function->overloads, &catalog::Function::returns_set);
    for (codegen::QueryField& field : found.rows.shape.fields)
        field.is_nullable = field.is_nullable || (!is_set && !field.is_list);
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

// A call and the text that it is handed; its placeholders are of the first of these styles with which it parses.
struct Carrier {
    Span span;
    std::uint32_t scope = 0;
    const facts::Value* sql = nullptr;
    std::vector<PlaceholderStyle> styles;
    bool has_parameters = false;
};

sql::ParseOutcome parse(binding::FoldedText& text, const Carrier& carrier) {
    const std::string written = text.text();
    sql::ParseOutcome outcome;
    for (const PlaceholderStyle style : carrier.styles) {
        text.same_length_text() = written;
        binding::replace_placeholders(text.same_length_text(), style, carrier.has_parameters);
        binding::pad_escaped_colons(text.same_length_text(), style);
        outcome = sql::parse(text.text());
        if (outcome.tree) break;
    }
    return outcome;
}

std::optional<FoundQuery> of_sql(const Carrier& carrier, const binding::StatementView& statement, const binding::Context& context,
                                 const DescribeQuery& describe) {
    std::optional<binding::FoldedText> text = binding::fold_text(*carrier.sql, resolver(carrier.scope, statement, context));
    if (!text || !binding::reads_as_statement(text->text())) return std::nullopt;
    const auto refuse = [&](std::string reason) { return refused(carrier.span, std::move(reason), true); };
    if (text->has_holes()) return refuse("a part of its SQL is not constant");
    const sql::ParseOutcome outcome = parse(*text, carrier);
    if (!outcome.tree) return refuse("its SQL does not parse");
    if (outcome.tree->statements().size() != 1) return refuse("it holds several statements");
    const sql::Node& node = *outcome.tree->statements().front().node;
    const std::vector<sql::Token> tokens = sql::lex(text->text());
    const std::optional<std::string> returned = returned_rows(node, text->text(), tokens);
    const bool is_query = node.is("SelectStmt") && !node["intoClause"];
    if (!is_query && !returned) return refuse("it gives no rows, or RETURNING may name other tables than its own");
    const binding::ResolvedSql resolved = binding::resolve_names(node, {context.catalog, tokens, context.created_relations});
    FoundQuery found;
    found.span = carrier.span;
    found.is_sql = true;
    for (const binding::RelationReference& relation : resolved.relations) {
        if (relation.relation == nullptr) return refuse("\"" + relation.name + "\" is not known");
        if (found.relation == nullptr) found.relation = relation.relation;
    }
    found.rows = rows_of_sql(returned ? *returned : without_end(text->text()), describe);
    return found;
}

std::vector<PlaceholderStyle> styles_of(Placeholders placeholders) {
    if (placeholders != Placeholders::Automatic) return {binding::placeholder_style(placeholders)};
    return {PlaceholderStyle::Percent, PlaceholderStyle::Colon, PlaceholderStyle::DollarName};
}

// A call of the project's own: one that the configuration teaches, or of a function that hands its text on to a driver.
std::optional<Carrier> carrier_of(const facts::NamedCall& call, binding::TaughtNames& taught_names,
                                  binding::SqlWrappers& wrappers) {
    Carrier carrier{call.span, call.scope, nullptr, {}, call.arguments.size() > 1};
    if (const TaughtCall* taught = taught_names.find(call)) {
        if (!taught->sql) return std::nullopt;
        carrier.sql = binding::taught_argument(call, *taught->sql);
        carrier.styles = styles_of(taught->placeholders);
    } else if (const std::optional<binding::HandedSql> handed = wrappers.find(call)) {
        carrier.sql = handed->sql;
        carrier.styles = {handed->style, PlaceholderStyle::Percent, PlaceholderStyle::Colon};
        carrier.has_parameters = handed->has_parameters;
    }
    return carrier.sql == nullptr ? std::nullopt : std::optional(std::move(carrier));
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
        if (!call.span.touches(selection) || call.sql() == nullptr) continue;
        const PlaceholderStyle style = binding::placeholder_style(call.method);
        take(of_sql({call.span, call.scope, call.sql(), {style}, call.arguments.size() > 1}, statement, context, describe));
    }
    std::optional<binding::TaughtNames> taught_names;
    std::optional<binding::SqlWrappers> wrappers;
    for (const facts::NamedCall& call : statement.facts.named_calls) {
        if (!call.span.touches(selection)) continue;
        if (!taught_names) taught_names.emplace(statement, context);
        if (!wrappers) wrappers.emplace(statement, context);
        const std::optional<Carrier> carrier = carrier_of(call, *taught_names, *wrappers);
        if (carrier) take(of_sql(*carrier, statement, context, describe));
    }
    return innermost;
}

}  // namespace rowtype::query_models
