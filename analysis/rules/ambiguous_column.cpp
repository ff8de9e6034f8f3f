#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check_name(const binding::RefusedName& name, FindingSink& sink) {
    using Reason = binding::RefusedName::Reason;
    if (name.reason != Reason::AmbiguousColumn && name.reason != Reason::AmbiguousItem) return;
    std::string message = name.reason == Reason::AmbiguousItem
                              ? "table name " + quoted(name.name) + " is ambiguous: several tables here have it"
                              : "column " + quoted(name.name) + " is ambiguous";
    if (name.reason == Reason::AmbiguousColumn && !name.places.empty()) {
        const std::string_view verb = name.places.size() == 1 ? " has it more than once" : " have it";
        message += ": " + join_words(name.places) + std::string(verb);
    }
    Finding* finding = sink.report(kAmbiguousColumn, kAmbiguousColumn.default_severity, name.span, std::move(message));
    if (finding != nullptr) finding->field = name.name;
}

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const binding::BoundSql& sql : statement.sql) {
        for (const binding::RefusedName& name : sql.refused) check_name(name, sink);
    }
}

}  // namespace

constinit const Rule kAmbiguousColumn = {
    .id = "ambiguous-column",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::None,
    .since = "0.1.0",
    .summary = "A SQL text names a column that several of its tables have",
    .docs = R"(PostgreSQL answers 42702: it cannot tell which table is meant. Often the statement worked until a migration gave
another table a column of that name. In `ON CONFLICT … DO UPDATE` every bare column is ambiguous, since the row that is there
and `excluded` both have it.

Not reported: columns that `USING` or `NATURAL` merge, names of the output in `ORDER BY`, and statements with clauses that are
not constant.

Mend it by writing the table's name or alias before the column.)",
    .example_schema =
        "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);\n"
        "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, total numeric);",
    .bad_example = R"(import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id, total FROM users JOIN orders ON orders.user_id = users.id")
)",
    .good_example = R"(import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT orders.id, total FROM users JOIN orders ON orders.user_id = users.id")
)",
    .check = check,
};

}  // namespace rowtype::rules
