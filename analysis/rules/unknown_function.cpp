#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const binding::BoundSql& sql : statement.sql) {
        for (const binding::RefusedName& name : sql.refused) {
            if (name.reason != binding::RefusedName::Reason::NoFunction) continue;
            std::string message = "schema " + quoted(join_words(name.places)) + " has no function " + quoted(name.name);
            Finding* finding = sink.report(kUnknownFunction, kUnknownFunction.default_severity, name.span, std::move(message));
            if (finding != nullptr) finding->suggestion = nearest_name(name.name, name.candidates).value_or("");
        }
    }
}

}  // namespace

constinit const Rule kUnknownFunction = {
    .id = "unknown-function",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "A SQL text calls a function that the schema does not have",
    .docs = R"(PostgreSQL answers 42883. Checked are calls that name the function's schema, as `billing.tax(amount)` does, where
that schema was read.

Not reported: calls without a schema, functions of schemas that were not wholly read, calls in the select list or `ORDER BY` of
a query that has a `FROM` (an aggregate function may stand there, and schemas are read without those), and names that are not
constant.)",
    .example_schema =
        "CREATE SCHEMA billing;\n"
        "CREATE TABLE billing.invoices (id bigint PRIMARY KEY, amount numeric NOT NULL);\n"
        "CREATE FUNCTION billing.tax(amount numeric) RETURNS numeric LANGUAGE sql AS 'SELECT amount * 0.19';",
    .bad_example = R"(import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id FROM billing.invoices WHERE billing.taxes(amount) > 100")
)",
    .good_example = R"(import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id FROM billing.invoices WHERE billing.tax(amount) > 100")
)",
    .check = check,
    .fix = replace_by_suggestion,
};

}  // namespace rowtype::rules
