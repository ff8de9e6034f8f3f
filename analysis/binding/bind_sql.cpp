#include <algorithm>
#include <array>

#include "analysis/binding/bound_sql.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/binding/sql_placeholders.h"
#include "analysis/binding/sql_resolver.h"
#include "analysis/binding/sql_statement_kind.h"
#include "analysis/facts/triggers.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/syntax_tree.h"

namespace rowtype::binding {

namespace {

PlaceholderStyle placeholder_style(const facts::SqlCall& call) {
    constexpr std::array<std::string_view, 5> kColonMethods = {"fetch_all", "fetch_one", "fetch_val", "iterate", "execute_many"};
    if (call.method == "text" || call.method == "literal_column") return PlaceholderStyle::Colon;
    if (std::ranges::find(kColonMethods, std::string_view(call.method)) != kColonMethods.end()) return PlaceholderStyle::Colon;
    return PlaceholderStyle::Percent;
}

// "session.execute(text('…'))", also by way of a name: text(…) is a carrier of its own, recorded where it stands, and its
// placeholders are its own.
bool is_another_carrier(const facts::Value& sql, const ValueResolver& resolve) {
    const facts::Value* value = &sql;
    if (sql.is(facts::ValueKind::Name) || sql.is(facts::ValueKind::Attribute)) value = resolve(sql).value;
    if (value == nullptr || !value->is(facts::ValueKind::Call) || value->items.empty()) return false;
    constexpr std::array<std::string_view, 4> kCarriers = {"text", "SQL", "literal_column", "DDL"};
    return std::ranges::find(kCarriers, std::string_view(value->items[0].text)) != kCarriers.end();
}

// A hole stands where a value does when an operator, "(", "LIMIT" or the like precedes it; anywhere else it may be a
// clause, which may bring relations of its own.
bool has_fragment_hole(const std::vector<sql::Token>& tokens) {
    constexpr std::array<std::string_view, 8> kBeforeValue = {"limit",   "offset", "like",     "ilike",
                                                              "between", "in",     "interval", "returning"};
    int depth = 0;
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        const sql::Token& token = tokens[index];
        if (token.value == "(") ++depth;
        if (token.value == ")") --depth;
        const bool name = token.kind == sql::TokenKind::Identifier || token.kind == sql::TokenKind::QuotedIdentifier;
        if (!name || token.value.find(kHoleMarker) == std::string::npos) continue;
        if (token.value.starts_with(kHoleMarker) == false || index == 0) continue;  // part of a longer name
        const sql::Token& before = tokens[index - 1];
        const bool after_value_word = std::ranges::find(kBeforeValue, std::string_view(before.value)) != kBeforeValue.end();
        const bool in_list = depth > 0 && (before.value == "(" || before.value == ",");
        if (before.kind != sql::TokenKind::Operator && before.value != "." && !after_value_word && !in_list) return true;
    }
    return false;
}

void map_to_source(ResolvedSql& resolved, const FoldedText& text, BoundSql& bound) {
    for (RelationReference& relation : resolved.relations) {
        relation.span = text.source(relation.span);
        bound.relations.push_back(std::move(relation));
    }
    for (ColumnReference& column : resolved.columns) {
        column.span = text.source(column.span);
        bound.columns.push_back(std::move(column));
    }
}

std::string describe(const sql::SyntaxError& error) { return "PostgreSQL does not parse this: " + error.message; }

// Only a file that imports a driver of PostgreSQL's, or a library that may be told to speak to it, is held to its grammar.
bool syntax_is_certain(const Context& context) {
    return !context.imports.foreign && (context.imports.postgres || context.imports.sqlalchemy);
}

// Some drivers write values into the text themselves: "INTERVAL %s" is right there and wrong as "INTERVAL $1".
bool stops_at_placeholder(const sql::SyntaxError& error, const FoldedText& text, const std::string& written) {
    return slice(text.text(), error.token).starts_with('$') && !slice(written, error.token).starts_with('$');
}

bool names_absent_table(const ResolvedSql& resolved) {
    return std::ranges::any_of(resolved.relations, [](const RelationReference& reference) {
        return reference.relation == nullptr && !reference.unknown;
    });
}

// A text that begins with a word of SQL's that sentences begin with, too, and does not parse.
Mute reason_of_command(const FoldedText& text) {
    if (!facts::begins_like_sql(text.text())) return Mute::SqlNoStatement;
    return text.has_holes() ? Mute::SqlOfParts : Mute::SqlNotUnderstood;
}

// Why none of the statements is checked; nothing where one is.
std::optional<Mute> reason_of_kinds(const std::vector<sql::Statement>& statements) {
    const auto has = [&](StatementKind kind) {
        return std::ranges::any_of(statements, [&](const sql::Statement& statement) { return kind_of(*statement.node) == kind; });
    };
    if (has(StatementKind::Definition)) return Mute::SqlDefinition;
    if (has(StatementKind::Checked)) return std::nullopt;
    return has(StatementKind::Creation) ? Mute::SqlDefinition : Mute::SqlCommand;
}

// Gives the reason where the text is not one to be checked at all.
std::optional<Mute> bind_text(const FoldedText& text, const std::string& written, const Context& context, BoundSql& bound) {
    const bool is_query = reads_as_statement(written);
    const sql::ParseOutcome outcome = sql::parse(text.text());
    if (!is_query) {
        if (!outcome.tree) return reason_of_command(text);
        if (const auto reason = reason_of_kinds(outcome.tree->statements())) return reason;
    }
    if (!outcome.tree) {
        const bool is_certain = syntax_is_certain(context) && !stops_at_placeholder(*outcome.error, text, written);
        if (text.has_holes() || outcome.error->not_understood || !is_certain) {
            bound.mute = text.has_holes() ? Mute::SqlOfParts : Mute::SqlNotUnderstood;
            return std::nullopt;
        }
        Span place = outcome.error->token;
        if (place.empty()) place = {outcome.error->offset, outcome.error->offset};
        bound.invalid = TextProblem{text.source(place), describe(*outcome.error)};
        return std::nullopt;
    }
    const std::vector<sql::Token> tokens = sql::lex(text.text());
    const ResolverInput input{context.catalog, tokens, context.created_relations, text.has_holes() && has_fragment_hole(tokens)};
    if (input.mute_unqualified) bound.mute = Mute::SqlClauseNotConstant;
    for (const sql::Statement& statement : outcome.tree->statements()) {
        ResolvedSql resolved = resolve_names(*statement.node, input);
        // Beside a client of another database, a text with a table that is not here may well be for that one.
        if (context.imports.foreign && names_absent_table(resolved)) {
            bound.mute = Mute::SqlOfOtherDatabase;
            continue;
        }
        map_to_source(resolved, text, bound);
    }
    return std::nullopt;
}

std::optional<Mute> reason_to_skip(const std::optional<FoldedText>& text, const facts::SqlCall& call, const Context& context) {
    if (!text) return Mute::SqlNotConstant;
    if (beginning_of(text->text()) == SqlBeginning::Other) return Mute::SqlNoStatement;
    if (!may_be_postgres(context.imports, call.callee.dotted())) return Mute::SqlOfOtherDatabase;
    return std::nullopt;
}

}  // namespace

SqlBinding bind_sql(const StatementView& statement, const Context& context) {
    SqlBinding binding;
    for (const facts::SqlCall& call : statement.facts.sql_calls) {
        const facts::Value* sql = call.sql();
        if (sql == nullptr) continue;
        const ValueResolver resolve = [&](const facts::Value& reference) {
            return resolve_value(reference, call.scope, statement, context);
        };
        if (is_another_carrier(*sql, resolve)) continue;
        const bool is_template = call.method == "SQL" && sql->is(facts::ValueKind::String);
        std::optional<FoldedText> text = is_template ? fold_template(*sql, resolve) : fold_text(*sql, resolve);
        if (const auto reason = reason_to_skip(text, call, context)) {
            count(binding.muted, *reason);
            continue;
        }
        const bool has_parameters = call.arguments.size() > 1;
        const std::string written = text->text();
        replace_placeholders(text->same_length_text(), placeholder_style(call), has_parameters);
        BoundSql bound;
        bound.span = sql->span;
        if (const auto reason = bind_text(*text, written, context, bound)) {
            count(binding.muted, *reason);
        } else {
            binding.statements.push_back(std::move(bound));
        }
    }
    return binding;
}

}  // namespace rowtype::binding
