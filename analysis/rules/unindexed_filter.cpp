#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "analysis/usage/unserved.h"

namespace rowtype::rules {

namespace {

using usage::UnservedAccess;

std::string message_of(const UnservedAccess& access) {
    std::vector<std::string> columns;
    for (const std::string& column : access.columns) columns.push_back(quoted(column));
    const std::string table = access.relation->name.to_string();
    std::string message;
    switch (access.kind) {
        case UnservedAccess::Kind::Filter:
            message = "no index of " + table + " serves this filter by " + join_words(columns);
            break;
        case UnservedAccess::Kind::Order:
            message = "no index of " + table + " serves this order by " + join_words(columns);
            break;
        case UnservedAccess::Kind::Join: message = "no index serves this join by " + join_words(columns); break;
    }
    return access.reason.empty() ? message : message + " (" + access.reason + ")";
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    const auto level = configured_level(kUnindexedFilter.id, context.settings, &context.file);
    if (!level || *level == Severity::Off) return;
    for (const UnservedAccess& access : usage::unserved_accesses(statement, context.catalog)) {
        Finding* finding = sink.report(kUnindexedFilter, Severity::Warning, access.span, message_of(access));
        if (finding == nullptr) return;
        finding->table = access.relation->name.to_string();
        if (access.kind != UnservedAccess::Kind::Join) finding->field = access.columns.front();
    }
}

}  // namespace

constinit const Rule kUnindexedFilter = {
    .id = "unindexed-filter",
    .family = RuleFamily::Query,
    .default_severity = Severity::Off,
    .status = FindingStatus::ConstraintMismatch,
    .since = "0.1.0",
    .summary = "A filter, an order or a join that no index of the table serves",
    .docs = R"raw(PostgreSQL then reads the whole table for each such query. That is right for small tables and for queries that
want most of the rows, which is why this rule is off by itself: switch it on (`unindexed-filter = "warning"`, or `check --select
unindexed-filter`) where tables are large, or look at what `rowtype usage` says of one table.

Primary keys, unique constraints, exclusion constraints and indexes count. Of a btree index the first column must be filtered by `=`, `IN`, `IS NULL`,
`<`, `>`, `BETWEEN` or `LIKE 'a%'`; `ILIKE`, `LIKE '%a'` and regular expressions want a gin or gist index (pg_trgm), `@>`, `&&`, `@@` and `?`
too. A filter by an expression (`lower(email) = …`, `data->>'kind' = …`) wants an index on that expression. A partial index serves queries that
filter by every column that its predicate names.

The conditions of one table are taken together: one that an index serves is enough, and the others pick from its rows. An order is
looked at where a limit stands beside it and nothing else picks rows; a join where neither side has an index.

Not reported, because nothing certain follows: what asks for no index (`<>`, `IS NOT NULL`, `NOT`, a boolean), conditions in an `OR`
of which one is served, views, foreign tables, tables whose indexes are not all known (an OpenAPI document tells none), chains that are put
together in several places, and texts of which a part is not constant. Collations, operator classes, sizes and statistics are not looked
at, nor skip scans of PostgreSQL 18.)raw",
    .example_schema = R"raw(CREATE TABLE orders (
    id bigint PRIMARY KEY,
    customer_id bigint NOT NULL,
    status text NOT NULL
);
CREATE INDEX orders_customer_idx ON orders (customer_id, status);)raw",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
client.table("orders").select("id").eq("status", "open").execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
client.table("orders").select("id").eq("customer_id", 7).eq("status", "open").execute()
)raw",
    .check = check,
};

}  // namespace rowtype::rules
