#include "analysis/rules/messages.h"
#include "analysis/rules/removed_objects.h"
#include "analysis/rules/rules.h"
#include "analysis/rules/suggestion_safety.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

void report(const std::vector<binding::RefusedLiteral>& literals, const binding::Context& context, FindingSink& sink) {
    for (const binding::RefusedLiteral& literal : literals) {
        if (literal.labels.empty()) continue;
        std::vector<std::string> labels;
        for (const std::string& label : literal.labels) labels.push_back(quoted(label));
        std::string message =
            quoted(literal.value) + " is no value of enum " + literal.type.to_string() + ": it has " + join_words(labels);
        Finding* finding = sink.report(kInvalidEnumValue, kInvalidEnumValue.default_severity, literal.span, std::move(message));
        if (finding == nullptr) continue;
        if (literal.relation != nullptr) {
            finding->table = literal.relation->name.to_string();
            finding->field = literal.column->name;
        }
        finding->suggestion = nearest_name(literal.value, literal.labels).value_or("");
        explain_removed_object(context.catalog.find_removed_label(literal.type.name, literal.value), *finding);
    }
}

// What Python compares is no error: the value is one that no row has.
void report(const std::vector<binding::RowComparison>& comparisons, const binding::Context& context, FindingSink& sink) {
    for (const binding::RowComparison& comparison : comparisons) {
        std::string message = "no row has " + quoted(comparison.value) + " here: enum " + comparison.type.to_string() + " has " +
                              join_words(quoted_words(comparison.labels));
        Finding* finding = sink.report(kInvalidEnumValue, Severity::Warning, comparison.span, std::move(message));
        if (finding == nullptr) continue;
        if (!comparison.relation->name.name.empty()) finding->table = comparison.relation->name.to_string();
        finding->field = comparison.column;
        finding->suggestion = nearest_name(comparison.value, comparison.labels).value_or("");
        explain_removed_object(context.catalog.find_removed_label(comparison.type.name, comparison.value), *finding);
    }
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundQuery& query : statement.queries) report(query.literals, context, sink);
    for (const binding::BoundSql& sql : statement.sql) report(sql.literals, context, sink);
    report(statement.orm_uses.literals, context, sink);
    report(statement.row_comparisons, context, sink);
}

// Of SQL the literal with its quotes is replaced; a text of Python's is the literal itself.
void replace_value(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const std::string_view written = slice(context.text, finding.span);
    if (written.empty() || written.front() != '\'') return replace_by_suggestion(finding, context, fixes);
    const bool is_plain = written.size() > 2 && written.front() == '\'' && written.back() == '\'' &&
                          written.find('\\') == std::string_view::npos && written.find('\n') == std::string_view::npos;
    const bool is_safe = finding.suggestion.find_first_of("'\"\\{}%\n") == std::string::npos;
    if (finding.suggestion.empty() || !is_plain || !is_safe) return;
    fixes.push_back({"Replace by " + quoted(finding.suggestion),
                     suggestion_safety(written.substr(1, written.size() - 2), finding),
                     fixes.empty(),
                     {{finding.span, "'" + finding.suggestion + "'"}},
                     false});
}

}  // namespace

constinit const Rule kInvalidEnumValue = {
    .id = "invalid-enum-value",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::TypeMismatch,
    .since = "0.1.0",
    .summary = "A query, an expression or a SQL text compares or fills an enum column with a value that the enum does not have",
    .docs = R"(PostgreSQL answers 22P02 when it reads the statement, whatever the data is. Checked are constants beside a column:
compared with it (`=`, `<>`, `IN`, `BETWEEN`, `CASE column WHEN`), in `VALUES`, and behind `SET`; those that SQL casts (`'payed'::state`); and in calls of supabase-py those of filters (`eq`, `in_`, `match`, `or_`, …), and of rows
and arguments of `rpc` that are written in the code. In SQLAlchemy's expressions those beside a mapped column or
one of a Core table, where the model says `Enum` of it (`User.state == "payed"`, `in_`, `filter_by`, `values`, what a constructor is given). Rows are looked at as by `unselected-column`: in `row["state"] == "payed"`, `row["state"] != "payed"` and
`row["state"] in ("payed", "void")` the text is one that no row has (a warning), where the key holds the column as it is.

Not reported: values that parameters bring, comparisons of the column's text (`state::text = 'anything'`), and a text that a model's own `Enum` takes for a
label or a member: that the database has no such label is said at the model.

Mend it by writing one of the labels, or by adding the migration that adds it (`ALTER TYPE … ADD VALUE`).)",
    .example_schema =
        "CREATE TYPE state AS ENUM ('open', 'paid', 'void');\n"
        "CREATE TABLE invoices (id bigint PRIMARY KEY, state state NOT NULL);",
    .bad_example = R"(import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id FROM invoices WHERE state = 'payed'")
)",
    .good_example = R"(import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id FROM invoices WHERE state = 'paid'")
)",
    .check = check,
    .fix = replace_value,
};

}  // namespace rowtype::rules
