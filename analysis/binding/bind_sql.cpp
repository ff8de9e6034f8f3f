#include <algorithm>
#include <array>

#include "analysis/binding/bound_sql.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/binding/sql_callee.h"
#include "analysis/binding/sql_holes.h"
#include "analysis/binding/sql_parts.h"
#include "analysis/binding/sql_placeholders.h"
#include "analysis/binding/sql_resolver.h"
#include "analysis/binding/sql_statement_kind.h"
#include "analysis/binding/sql_table_calls.h"
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

// `written`: the text as it was before placeholders were replaced.
void map_to_source(ResolvedSql& resolved, const FoldedText& text, const std::string& written, BoundSql& bound) {
    for (RelationReference& relation : resolved.relations) {
        relation.span = text.source(relation.span);
        bound.relations.push_back(std::move(relation));
    }
    for (ColumnReference& column : resolved.columns) {
        column.span = text.source(column.span);
        bound.columns.push_back(std::move(column));
    }
    for (WholeRow& row : resolved.whole_rows) {
        row.span = text.source(row.span);
        bound.whole_rows.push_back(row);
    }
    for (RefusedName& name : resolved.refused) {
        name.span = text.source(name.span);
        bound.refused.push_back(std::move(name));
    }
    for (RefusedLiteral& literal : resolved.literals) {
        // '%s' in quotes: the driver, or somebody before it, writes into it.
        if (slice(text.text(), literal.span) != slice(written, literal.span)) continue;
        literal.span = text.source(literal.span);
        bound.literals.push_back(std::move(literal));
    }
    for (InsertedColumns& insert : resolved.inserts) {
        insert.span = text.source(insert.span);
        bound.inserts.push_back(std::move(insert));
    }
    for (TextProblem& problem : resolved.problems) {
        problem.span = text.source(problem.span);
        bound.problems.push_back(std::move(problem));
    }
}

std::string describe(const sql::SyntaxError& error) { return "PostgreSQL does not parse this: " + error.message; }

// Only a file that imports a driver of PostgreSQL's, or a library that may be told to speak to it, is held to its grammar.
bool syntax_is_certain(const Context& context) {
    return !context.imports.foreign && (context.imports.postgres || context.imports.sqlalchemy);
}

// Some drivers write values into the text themselves: "INTERVAL %s" is right there and wrong as "INTERVAL $1". ":name", "?" and "@name"
// are placeholders of others.
bool stops_at_placeholder(const sql::SyntaxError& error, const FoldedText& text, const std::string& written) {
    const std::string_view token = slice(written, error.token);
    if (token.starts_with(':') || token.starts_with('?') || token.starts_with('@')) return true;
    return slice(text.text(), error.token).starts_with('$') && !slice(written, error.token).starts_with('$');
}

// Another file of the project may make the table.
void excuse_made_relations(ResolvedSql& resolved, const Context& context) {
    if (context.modules == nullptr) return;
    for (RelationReference& reference : resolved.relations) {
        const bool is_absent = reference.relation == nullptr && !reference.unknown;
        if (is_absent && context.modules->makes_relation(reference.name, context.catalog)) reference.unknown = true;
    }
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

// Which placeholders a call takes follows from its library; where the text parses with the other ones alone, it is those.
sql::ParseOutcome parse_with_placeholders(FoldedText& text, PlaceholderStyle style, bool has_parameters) {
    std::string other = text.text();
    replace_placeholders(text.same_length_text(), style, has_parameters);
    sql::ParseOutcome outcome = sql::parse(text.text());
    if (outcome.tree) return outcome;
    replace_placeholders(other, style == PlaceholderStyle::Colon ? PlaceholderStyle::Percent : PlaceholderStyle::Colon,
                         has_parameters);
    if (other == text.text()) return outcome;
    sql::ParseOutcome second = sql::parse(other);
    if (!second.tree) return outcome;
    text.same_length_text() = std::move(other);
    return second;
}

// Gives the reason where the text is not one to be checked at all. `is_part`: it may be a part of a statement.
std::optional<Mute> bind_text(FoldedText& text, const facts::SqlCall& call, bool is_part, const Context& context,
                              BoundSql& bound) {
    const std::string written = text.text();
    const bool is_query = reads_as_statement(written);
    const std::vector<SqlHole> holes = text.has_holes() ? find_holes(sql::lex(written)) : std::vector<SqlHole>{};
    const bool has_parameters = call.arguments.size() > 1;
    make_room_for_lists(holes, text.same_length_text());
    const std::string unblanked = text.text();
    const bool is_blanked = blank_clauses(holes, text.same_length_text());
    sql::ParseOutcome outcome = parse_with_placeholders(text, placeholder_style(call), has_parameters);
    if (is_blanked && !outcome.tree) {
        text.same_length_text() = unblanked;
        outcome = parse_with_placeholders(text, placeholder_style(call), has_parameters);
    }
    if (!is_query) {
        if (!outcome.tree) return reason_of_command(text);
        if (const auto reason = reason_of_kinds(outcome.tree->statements())) return reason;
    }
    if (!outcome.tree) {
        const bool is_certain = syntax_is_certain(context) && !stops_at_placeholder(*outcome.error, text, written);
        if (text.has_holes() || is_part || outcome.error->not_understood || !is_certain) {
            bound.mute = text.has_holes() ? Mute::SqlOfParts : Mute::SqlNotUnderstood;
            return std::nullopt;
        }
        Span place = outcome.error->token;
        if (place.empty()) place = {outcome.error->offset, outcome.error->offset};
        bound.invalid = TextProblem{text.source(place), describe(*outcome.error)};
        return std::nullopt;
    }
    const std::vector<sql::Token> tokens = sql::lex(text.text());
    const ResolverInput input{context.catalog, tokens, context.created_relations,
                              is_part || std::ranges::any_of(holes, &SqlHole::may_bring_relations)};
    if (input.is_partial) bound.mute = Mute::SqlClauseNotConstant;
    for (const sql::Statement& statement : outcome.tree->statements()) {
        ResolvedSql resolved = resolve_names(*statement.node, input);
        excuse_made_relations(resolved, context);
        // Beside a client of another database, a text with a table that is not here may well be for that one.
        if (context.imports.foreign && names_absent_table(resolved)) {
            bound.mute = Mute::SqlOfOtherDatabase;
            continue;
        }
        map_to_source(resolved, text, written, bound);
    }
    return std::nullopt;
}

std::optional<Mute> reason_to_skip(const std::optional<FoldedText>& text, const facts::SqlCall& call, const Context& context) {
    if (!text) return Mute::SqlNotConstant;
    if (beginning_of(text->text()) == SqlBeginning::Other) return Mute::SqlNoStatement;
    if (!may_be_postgres(context.imports, call.callee.dotted())) return Mute::SqlOfOtherDatabase;
    if (is_of_another_library(call, context)) return Mute::SqlNoStatement;
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
        if (is_table_call(call)) {
            if (!may_be_postgres(context.imports, call.callee.dotted())) continue;
            if (std::optional<BoundSql> bound = bind_table_call(call, resolve, context)) {
                // Beside a client of another database, a table that is not here may well be that one's.
                const bool is_absent = bound->relations[0].relation == nullptr;
                if (!(context.imports.foreign && is_absent)) binding.statements.push_back(std::move(*bound));
            }
            continue;
        }
        if (is_another_carrier(*sql, resolve)) continue;
        const bool is_template = call.method == "SQL" && sql->is(facts::ValueKind::String);
        std::optional<FoldedText> text = is_template ? fold_template(*sql, resolve) : fold_text(*sql, resolve);
        if (const auto reason = reason_to_skip(text, call, context)) {
            count(binding.muted, *reason);
            continue;
        }
        const bool is_part = call.method == "SQL" && !stands_alone(call, statement.facts);
        BoundSql bound;
        bound.span = sql->span;
        if (const auto reason = bind_text(*text, call, is_part, context, bound)) {
            count(binding.muted, *reason);
        } else {
            binding.statements.push_back(std::move(bound));
        }
    }
    return binding;
}

}  // namespace rowtype::binding
