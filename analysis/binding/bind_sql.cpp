#include <algorithm>
#include <array>

#include "analysis/binding/bind_row_classes.h"
#include "analysis/binding/bound_sql.h"
#include "analysis/binding/built_texts.h"
#include "analysis/binding/driver_rows.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/other_databases.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/binding/sql_alternatives.h"
#include "analysis/binding/sql_callee.h"
#include "analysis/binding/sql_holes.h"
#include "analysis/binding/sql_parts.h"
#include "analysis/binding/sql_placeholders.h"
#include "analysis/binding/sql_resolver.h"
#include "analysis/binding/sql_statement_kind.h"
#include "analysis/binding/sql_table_calls.h"
#include "analysis/binding/sql_wrappers.h"
#include "analysis/binding/taught_names.h"
#include "analysis/binding/taught_queries.h"
#include "analysis/binding/text_places.h"
#include "analysis/facts/call_names.h"
#include "analysis/facts/sql_file.h"
#include "analysis/facts/triggers.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/syntax_tree.h"

namespace rowtype::binding {

namespace {

// What all calls of one statement are bound with.
struct Site {
    Site(const StatementView& statement_view, const Context& binding_context)
        : statement(statement_view),
          context(binding_context),
          modules(context),
          others(statement, context),
          built(statement, context) {}

    [[nodiscard]] const ModelModule& file() const { return modules.analysed_file(); }

    const StatementView& statement;
    const Context& context;
    ModelModules modules;
    OtherDatabases others;
    BuiltTexts built;
};

// "session.execute(text('…'))", also by way of a name or a function: text(…) is a carrier of its own, recorded where it stands, and its
// placeholders are its own.
bool is_another_carrier(const facts::Value& sql, const ValueResolver& resolve, std::uint32_t scope, const Site& site) {
    const auto is_carrier = [&](const facts::Value* value) {
        if (value == nullptr || !value->is(facts::ValueKind::Call) || value->items.empty()) return false;
        constexpr std::array<std::string_view, 4> kCarriers = {"text", "SQL", "literal_column", "DDL"};
        return std::ranges::find(kCarriers, std::string_view(value->items[0].text)) != kCarriers.end() ||
               !renamed_carrier(value->items[0], scope, site.statement, site.file()).empty();
    };
    const bool is_given = sql.is(facts::ValueKind::Name) || sql.is(facts::ValueKind::Attribute) || sql.is(facts::ValueKind::Call);
    if (!is_given || is_carrier(&sql)) return is_carrier(&sql);
    const ResolvedValue found = resolve(sql);
    if (found.value != nullptr || found.alternatives.empty()) return is_carrier(found.value);
    return std::ranges::all_of(found.alternatives, [&](const auto& one) { return is_carrier(one.value); });
}

// Of a function that is not the project's, or gives no texts: it may give whatever a session executes.
bool is_unknown_call(const facts::Value& sql, const ValueResolver& resolve) {
    if (!sql.is(facts::ValueKind::Call)) return false;
    const ResolvedValue given = resolve(sql);
    return given.value == nullptr && given.alternatives.empty();
}

// Also where it goes on from a name: "found = select(User)", "found = found.where(…)".
bool is_built_by_mapper(const facts::Value& sql, const ValueResolver& resolve, std::uint32_t scope, const Site& site,
                        int depth = 0) {
    if (depth > 8) return false;
    if (is_mapper_statement(sql, scope, site.statement, site.file())) return true;
    const facts::Value* root = &sql;
    while ((root->is(facts::ValueKind::Call) || root->is(facts::ValueKind::Attribute)) && !root->items.empty()) {
        root = &root->items.front();
    }
    if (!root->is(facts::ValueKind::Name)) return false;
    const ResolvedValue found = resolve(*root);
    const auto is_built = [&](const facts::Value* value) {
        return value != nullptr && value != root && is_built_by_mapper(*value, resolve, scope, site, depth + 1);
    };
    return is_built(found.value) || std::ranges::any_of(found.alternatives, [&](const auto& one) { return is_built(one.value); });
}

// `written`: the text as it was before placeholders were replaced.
void map_to_source(ResolvedSql& resolved, const TextPlaces& text, const std::string& written, BoundSql& bound) {
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
        if (slice(text.text().text(), literal.span) != slice(written, literal.span)) continue;
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
bool syntax_is_certain(const DatabaseImports& imports) { return !imports.foreign && (imports.postgres || imports.sqlalchemy); }

// Some drivers write values into the text themselves: "INTERVAL %s" is right there and wrong as "INTERVAL $1". ":name", "?" and "@name"
// are placeholders of others.
bool stops_at_placeholder(const sql::SyntaxError& error, const FoldedText& text, const std::string& written) {
    const std::string_view token = slice(written, error.token);
    if (token.starts_with(':') || token.starts_with('?') || token.starts_with('@')) return true;
    return slice(text.text(), error.token).starts_with('$') && !slice(written, error.token).starts_with('$');
}

// "WHERE id=?": to PostgreSQL "=?" is one operator, and what it stumbles over stands behind it.
bool has_glued_placeholder(const std::string& written) {
    constexpr std::array<std::string_view, 7> kGlued = {"=?", "<?", ">?", "<=?", ">=?", "<>?", "!=?"};
    return written.find("?") != std::string::npos && std::ranges::any_of(sql::lex(written), [&](const sql::Token& token) {
               return std::ranges::find(kGlued, slice(written, token.span)) != kGlued.end();
           });
}

// What somebody is still to complete: "(SELECT …) AS part", and braces, which PostgreSQL has no use for, but str.format has.
bool is_template(const sql::SyntaxError& error, const std::string& written) {
    const std::size_t begin = written.find_first_not_of(" \t\r\n");
    return slice(written, {error.offset, error.offset + 1}).starts_with('{') ||
           (begin != std::string::npos && written[begin] == '(');
}

// What another database system has: where code speaks to several, one of them asks for it.
bool is_catalog_of_another_system(std::string_view name) { return name.starts_with("sqlite_") || name == "dual"; }

// SQLite's name, and Oracle's, for what PostgreSQL calls ctid.
bool asks_for_rowid(const std::vector<sql::Token>& tokens) {
    return std::ranges::any_of(tokens,
                               [](const sql::Token& token) { return token.value == "rowid" || token.value == "_rowid_"; });
}

// Another file of the project may make the table.
void excuse_made_relations(ResolvedSql& resolved, const Context& context) {
    for (RelationReference& reference : resolved.relations) {
        if (reference.relation == nullptr && is_catalog_of_another_system(reference.name)) reference.unknown = true;
    }
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

bool names_absent_column(const ResolvedSql& resolved) {
    return !resolved.refused.empty() || std::ranges::any_of(resolved.columns, [](const ColumnReference& column) {
        return !column.found && column.is_judged();
    });
}

// A text that begins with a word of SQL's that sentences begin with, too, and does not parse.
Mute reason_of_command(const FoldedText& text) {
    if (!facts::begins_like_sql(text.text())) return Mute::SqlNoStatement;
    return text.has_holes() ? Mute::SqlOfParts : Mute::SqlNotUnderstood;
}

// Why none of the statements is checked; nothing where one is.
std::optional<Mute> reason_of_kinds(const std::vector<sql::Statement>& statements, bool is_query) {
    const auto has = [&](StatementKind kind) {
        return std::ranges::any_of(statements, [&](const sql::Statement& statement) { return kind_of(*statement.node) == kind; });
    };
    if (has(StatementKind::Definition)) return Mute::SqlDefinition;
    if (is_query || has(StatementKind::Checked)) return std::nullopt;
    return has(StatementKind::Creation) ? Mute::SqlDefinition : Mute::SqlCommand;
}

// What is known of a text from the call that it is given to.
struct Carrier {
    DatabaseImports imports;  // of the file with the driver's call
    PlaceholderStyle style = PlaceholderStyle::Percent;
    bool is_style_certain = false;
    bool has_parameters = false;
    bool is_part = false;  // it may be a part of a statement
    // Of a layer that speaks to several systems: beside another one's client, a text that names what is not there is that one's.
    bool is_taught = false;
    bool gives_rows = false;           // whose columns are wanted (BoundSql::output)
    bool takes_numbers_alone = false;  // whose placeholders are PostgreSQL's own: rows of a text with others are not told
};

// Which placeholders a call takes follows from its library; where the text parses with the other ones alone, it is those.
sql::ParseOutcome parse_with_placeholders(FoldedText& text, const Carrier& carrier) {
    const std::string written = text.text();
    replace_placeholders(text.same_length_text(), carrier.style, carrier.has_parameters);
    pad_escaped_colons(text.same_length_text(), carrier.style);
    sql::ParseOutcome outcome = sql::parse(text.text());
    if (outcome.tree || carrier.is_style_certain) return outcome;
    for (const PlaceholderStyle other : {PlaceholderStyle::Percent, PlaceholderStyle::Colon, PlaceholderStyle::DollarName}) {
        if (other == carrier.style || (other == PlaceholderStyle::DollarName && !carrier.is_taught)) continue;
        std::string replaced = written;
        replace_placeholders(replaced, other, carrier.has_parameters);
        pad_escaped_colons(replaced, other);
        if (replaced == text.text()) continue;
        sql::ParseOutcome second = sql::parse(replaced);
        if (!second.tree) continue;
        text.same_length_text() = std::move(replaced);
        return second;
    }
    return outcome;
}

// Gives the reason where the text is not one to be checked at all. `places`: of the text.
std::optional<Mute> bind_text(FoldedText& text, const TextPlaces& places, const Carrier& carrier, const Context& context,
                              BoundSql& bound) {
    const bool is_part = carrier.is_part;
    if (text.has_holes()) free_placeholder_numbers(text.same_length_text());
    const std::string written = text.text();
    const bool is_query = reads_as_statement(written);
    const std::vector<SqlHole> holes = text.has_holes() ? find_holes(sql::lex(written)) : std::vector<SqlHole>{};
    make_room_for_lists(holes, text.same_length_text());
    const std::string unblanked = text.text();
    const bool is_blanked = blank_clauses(holes, text.same_length_text());
    sql::ParseOutcome outcome = parse_with_placeholders(text, carrier);
    if (is_blanked && !outcome.tree) {
        text.same_length_text() = unblanked;
        outcome = parse_with_placeholders(text, carrier);
    }
    if (!is_query && !outcome.tree) return reason_of_command(text);
    if (outcome.tree) {
        if (const auto reason = reason_of_kinds(outcome.tree->statements(), is_query)) return reason;
    }
    if (!outcome.tree) {
        const bool is_certain = syntax_is_certain(carrier.imports) && !stops_at_placeholder(*outcome.error, text, written) &&
                                !is_template(*outcome.error, written) && !has_glued_placeholder(written);
        if (text.has_holes() || is_part || outcome.error->not_understood || !is_certain) {
            bound.mute = text.has_holes() ? Mute::SqlOfParts : Mute::SqlNotUnderstood;
            return std::nullopt;
        }
        Span place = outcome.error->token;
        if (place.empty()) place = {outcome.error->offset, outcome.error->offset};
        bound.invalid = TextProblem{places.source(place), describe(*outcome.error)};
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
        const bool is_absent = names_absent_table(resolved);
        const bool is_foreign = is_absent || (carrier.is_taught && names_absent_column(resolved));
        const bool is_of_sqlite =
            !carrier.imports.postgres && (is_absent || names_absent_column(resolved)) && asks_for_rowid(tokens);
        if ((carrier.imports.foreign && is_foreign) || is_of_sqlite) {
            bound.mute = Mute::SqlOfOtherDatabase;
            continue;
        }
        map_to_source(resolved, places, written, bound);
    }
    // A placeholder of another driver's is no text of this one's.
    const std::vector<sql::Statement>& statements = outcome.tree->statements();
    const bool is_its_own = !text.has_holes() && (!carrier.takes_numbers_alone || text.text() == written);
    if (carrier.gives_rows && is_its_own && statements.size() == 1) bound.output = query_output(*statements.front().node, input);
    return std::nullopt;
}

// Those of the texts that parse.
std::vector<SqlReading> read_texts(TextVariants& variants, const Carrier& carrier, const Context& context, Span span,
                                   BoundSql& unread, std::optional<Mute>& reason) {
    std::vector<SqlReading> readings;
    for (FoldedText& text : variants.texts) {
        if (beginning_of(text.text()) == SqlBeginning::Other) continue;
        BoundSql bound;
        bound.span = span;
        TextPlaces places(text, context);
        if (const auto skipped = bind_text(text, places, carrier, context, bound)) {
            reason = *skipped;
        } else if (bound.invalid || bound.mute == Mute::SqlOfParts || bound.mute == Mute::SqlNotUnderstood) {
            unread = std::move(bound);
        } else {
            readings.push_back({std::move(bound), std::move(places)});
        }
    }
    return readings;
}

// The texts that `sql` may stand for, bound as one statement. Gives the reason where it is not one to be checked at all.
std::optional<Mute> bind_variants(const facts::Value& sql, const ValueResolver& resolve, TextVariants& variants, Carrier carrier,
                                  const Context& context, BoundSql& bound) {
    const bool is_one = variants.texts.size() == 1 && variants.is_exact;
    carrier.gives_rows = carrier.gives_rows && is_one;
    std::optional<Mute> reason;
    BoundSql unread;
    unread.span = sql.span;
    std::vector<SqlReading> readings;
    if (variants.are_all) readings = read_texts(variants, carrier, context, sql.span, unread, reason);
    if (!readings.empty()) {
        bound = one_statement_of(std::move(readings), variants.is_exact);
        return std::nullopt;
    }
    if (is_one || reason) {
        bound = std::move(unread);
        return reason;
    }
    // Not all that may be there may be there at once: of what may be left out nobody knows which parts belong together.
    std::optional<TextVariants> everything = fold_variants(sql, resolve, true);
    carrier.is_part = true;
    if (everything && everything->are_all) readings = read_texts(*everything, carrier, context, sql.span, unread, reason);
    if (!readings.empty()) unread = one_statement_of(std::move(readings), false);
    bound = std::move(unread);
    bound.invalid.reset();
    bound.mute = Mute::SqlOfParts;
    return std::nullopt;
}

bool any_statement(const TextVariants& variants) {
    return std::ranges::any_of(variants.texts,
                               [](const FoldedText& text) { return beginning_of(text.text()) != SqlBeginning::Other; });
}

TextVariants only_text(FoldedText text) {
    TextVariants variants;
    variants.texts.push_back(std::move(text));
    return variants;
}

std::optional<Mute> reason_to_skip(const std::optional<TextVariants>& texts, const facts::SqlCall& call, const Site& site) {
    if (!texts) return Mute::SqlNotConstant;
    if (!any_statement(*texts)) return Mute::SqlNoStatement;
    if (!may_be_postgres(site.context.imports, call.callee.dotted())) return Mute::SqlOfOtherDatabase;
    if (is_of_another_library(call, site.file())) return Mute::SqlNoStatement;
    if (site.others.takes(call)) return Mute::SqlOfOtherDatabase;
    return std::nullopt;
}

Carrier carrier_of(const TaughtCall& taught, const facts::NamedCall& call, const Context& context) {
    Carrier carrier;
    carrier.imports = context.imports;
    carrier.style = placeholder_style(taught.placeholders);
    carrier.is_style_certain = taught.placeholders != Placeholders::Automatic;
    carrier.has_parameters = call.arguments.size() > 1;
    carrier.is_taught = true;
    return carrier;
}

Carrier carrier_of(const HandedSql& handed) {
    Carrier carrier;
    carrier.imports = handed.imports;
    carrier.style = handed.style;
    carrier.has_parameters = handed.has_parameters;
    return carrier;
}

Carrier carrier_of(const facts::SqlCall& call, const Site& site) {
    Carrier carrier;
    carrier.imports = site.context.imports;
    carrier.style = facts::is_sql_file(site.context.file.path) ? PlaceholderStyle::Named : placeholder_style(call.method);
    carrier.has_parameters = call.arguments.size() > 1;
    carrier.is_part = call.method == "SQL" && !stands_alone(call, site.statement.facts);
    carrier.gives_rows = (asks_rows(site.statement) && gives_rows(call, site.context)) || has_row_factory(call, site.statement);
    carrier.takes_numbers_alone = call.method == "fetch" || call.method == "fetchrow";
    return carrier;
}

// Adds what is made of the texts, or the reason why they are not checked.
void bind_texts(const facts::Value& sql, const ValueResolver& resolve, TextVariants& texts, const Carrier& carrier,
                const Context& context, SqlBinding& binding) {
    BoundSql bound;
    if (const auto reason = bind_variants(sql, resolve, texts, carrier, context, bound)) {
        count(binding.muted, *reason);
    } else {
        binding.statements.push_back(std::move(bound));
    }
}

// Calls of the project's own layer that take SQL. Gives their places: whatever their names say, they are these.
std::vector<Span> bind_taught_sql(Site& site, SqlBinding& binding) {
    const StatementView& statement = site.statement;
    const Context& context = site.context;
    std::vector<Span> places;
    if (statement.facts.named_calls.empty() || context.settings.calls.empty()) return places;
    TaughtNames names(statement, context);
    for (const facts::NamedCall& call : statement.facts.named_calls) {
        const TaughtCall* taught = names.find(call);
        if (taught == nullptr) continue;
        places.push_back(call.span);
        if (names_foreign_database(call.callee.dotted()) || site.others.takes(call)) continue;
        const facts::Value* sql = taught->sql ? taught_argument(call, *taught->sql) : nullptr;
        if (sql == nullptr) continue;
        const ValueResolver resolve = site.built.resolver(call.scope);
        if (is_another_carrier(*sql, resolve, call.scope, site)) continue;
        std::optional<TextVariants> texts = fold_variants(*sql, resolve);
        if (!texts || !any_statement(*texts)) {
            count(binding.muted, texts ? Mute::SqlNoStatement : Mute::SqlNotConstant);
            continue;
        }
        bind_texts(*sql, resolve, *texts, carrier_of(*taught, call, context), context, binding);
    }
    return places;
}

// Calls of the project's own functions that hand a text on to a driver.
void bind_handed_sql(Site& site, const std::vector<Span>& taught, SqlBinding& binding) {
    if (site.statement.facts.named_calls.empty()) return;
    SqlWrappers wrappers(site.statement, site.context);
    for (const facts::NamedCall& call : site.statement.facts.named_calls) {
        if (std::ranges::find(taught, call.span) != taught.end()) continue;
        const std::optional<HandedSql> handed = wrappers.find(call);
        if (!handed) continue;
        const ValueResolver resolve = site.built.resolver(call.scope);
        if (is_another_carrier(*handed->sql, resolve, call.scope, site)) continue;
        std::optional<TextVariants> texts = fold_variants(*handed->sql, resolve);
        // What is no text may be no SQL: wrappers take SQLAlchemy's statements, too.
        if (!texts || !any_statement(*texts)) continue;
        if (site.others.takes(call)) {
            count(binding.muted, Mute::SqlOfOtherDatabase);
            continue;
        }
        bind_texts(*handed->sql, resolve, *texts, carrier_of(*handed), site.context, binding);
    }
}

void bind_call(const facts::SqlCall& call, Site& site, SqlBinding& binding) {
    const facts::Value* sql = call.sql();
    if (sql == nullptr) return;
    const Context& context = site.context;
    const ValueResolver resolve = site.built.resolver(call.scope);
    if (is_table_call(call)) {
        if (!may_be_postgres(context.imports, call.callee.dotted()) || site.others.takes(call)) return;
        if (std::optional<BoundSql> bound = bind_table_call(call, resolve, context)) {
            // Beside a client of another database, a table that is not here may well be that one's.
            const bool is_absent = bound->relations[0].relation == nullptr;
            if (!(context.imports.foreign && is_absent)) binding.statements.push_back(std::move(*bound));
        }
        return;
    }
    if (is_another_carrier(*sql, resolve, call.scope, site)) return;
    const bool is_file_text = call.method == "from_str";
    if (is_file_text && !takes_sql_file_text(call, site.file())) return;
    const bool is_template = call.method == "SQL" && sql->is(facts::ValueKind::String);
    std::optional<TextVariants> texts;
    if (is_template) {
        if (std::optional<FoldedText> text = fold_template(*sql, resolve)) texts = only_text(std::move(*text));
    } else {
        texts = fold_variants(*sql, resolve);
    }
    if (is_file_text && texts) {
        for (FoldedText& text : texts->texts) facts::end_queries_at_headers(text.same_length_text());
    }
    if (!texts && (is_built_by_mapper(*sql, resolve, call.scope, site) || is_unknown_call(*sql, resolve))) return;
    if (const auto reason = reason_to_skip(texts, call, site)) {
        count(binding.muted, *reason);
        return;
    }
    bind_texts(*sql, resolve, *texts, carrier_of(call, site), context, binding);
}

}  // namespace

std::shared_ptr<const catalog::Relation> output_of_text(const facts::Value& sql, const ValueResolver& resolve,
                                                        const Context& context) {
    constexpr std::string_view kText = "text";
    std::optional<TextVariants> texts = fold_variants(sql, resolve);
    if (!texts || !any_statement(*texts) || !may_be_postgres(context.imports, std::string(kText))) return nullptr;
    Carrier carrier;
    carrier.imports = context.imports;
    carrier.style = placeholder_style(kText);
    carrier.gives_rows = true;
    BoundSql bound;
    return bind_variants(sql, resolve, *texts, carrier, context, bound) ? nullptr : bound.output;
}

SqlBinding bind_sql(const StatementView& statement, const Context& context) {
    SqlBinding binding;
    Site site(statement, context);
    const std::vector<Span> taught = bind_taught_sql(site, binding);
    bind_handed_sql(site, taught, binding);
    for (const facts::SqlCall& call : statement.facts.sql_calls) {
        if (std::ranges::find(taught, call.span) != taught.end()) continue;
        const bool is_known = facts::call_role(call.method) != facts::CallRole::None;
        if (is_known) {
            bind_call(call, site, binding);
            continue;
        }
        std::string name = renamed_carrier(call.callee, call.scope, statement, site.file());
        if (name.empty()) continue;
        facts::SqlCall renamed = call;
        renamed.method = std::move(name);
        bind_call(renamed, site, binding);
    }
    return binding;
}

}  // namespace rowtype::binding
