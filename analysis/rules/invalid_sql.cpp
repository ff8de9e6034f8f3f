#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const binding::BoundSql& sql : statement.sql) {
        for (const binding::TextProblem& problem : sql.problems) {
            (void)sink.report(kInvalidSql, kInvalidSql.default_severity, problem.span, problem.message);
        }
        if (!sql.invalid) continue;
        (void)sink.report(kInvalidSql, kInvalidSql.default_severity, sql.invalid->span, sql.invalid->message);
    }
}

}  // namespace

constinit const Rule kInvalidSql = {
    .id = "invalid-sql",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::None,
    .since = "0.1.0",
    .summary = "A SQL text does not parse by PostgreSQL's own grammar, or inserts more or fewer values than columns",
    .docs = R"(The text is given to PostgreSQL's parser (libpg_query), with the driver's placeholders replaced. The message is
the parser's, the place the token that it stopped at. An `INSERT` must give as many values as it names columns, which
PostgreSQL counts as syntax, too (42601).

Not reported: text with parts that are not literal, statements for another database system, and statements that stop at
syntax newer than the parser knows: those are *not understood*.)",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);",
    .bad_example = R"(import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id, name FORM users")
)",
    .good_example = R"(import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id, name FROM users")
)",
    .check = check,
};

}  // namespace rowtype::rules
