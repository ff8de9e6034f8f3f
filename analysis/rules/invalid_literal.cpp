#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void report(const std::vector<binding::RefusedLiteral>& literals, FindingSink& sink) {
    for (const binding::RefusedLiteral& literal : literals) {
        if (!literal.labels.empty()) continue;
        const std::string column = literal.relation->name.to_string() + "." + literal.column->name;
        std::string message = literal.is_null
                                  ? literal.value + " is refused: " + column + " is NOT NULL"
                                  : quoted(literal.value) + " is no " + literal.type.to_string() + ", which " + column + " is";
        Finding* finding = sink.report(kInvalidLiteral, kInvalidLiteral.default_severity, literal.span, std::move(message));
        if (finding == nullptr) continue;
        finding->table = literal.relation->name.to_string();
        finding->field = literal.column->name;
    }
}

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const binding::BoundQuery& query : statement.queries) report(query.literals, sink);
    for (const binding::BoundSql& sql : statement.sql) report(sql.literals, sink);
}

}  // namespace

constinit const Rule kInvalidLiteral = {
    .id = "invalid-literal",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::TypeMismatch,
    .since = "0.1.0",
    .summary = "A query or a SQL text compares or fills a column with a constant that its type does not take",
    .docs = R"(PostgreSQL reads a quoted constant by the type of the column beside it and answers 22P02 or 22007 when it
cannot; a number beside a boolean, uuid, date or JSON column is 42804 or 42883. Both happen when it reads the statement, whatever
the data is. Checked are constants compared with a column (`=`, `<`, `IN`, `BETWEEN`, `CASE column WHEN`), in `VALUES`, and
behind `SET`; and in calls of supabase-py, whose values arrive as such literals: of filters (`eq`, `in_`, `match`, `or_`, …), and of rows and
arguments of `rpc` that are written in the code. `None` in a row into a column that is NOT NULL is 23502; it is not reported where a trigger or rule may
set another value first, nor in one branch of an expression.

Not reported: values that parameters bring, whatever some release of PostgreSQL takes (`'0x1F'`, `'1_000'`), dates with a digit in
them, and constants of which only a row decides (lengths, checks).)",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, is_active boolean NOT NULL, born date);",
    .bad_example = R"(import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id FROM users WHERE is_active = 'maybe'")
    connection.execute("UPDATE users SET is_active = 1 WHERE id = '12a'")
)",
    .good_example = R"(import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id FROM users WHERE is_active = 'yes'")
    connection.execute("UPDATE users SET is_active = true WHERE id = '12'")
)",
    .check = check,
};

}  // namespace rowtype::rules
