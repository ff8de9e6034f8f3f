#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check_payload(const binding::BoundPayload& payload, FindingSink& sink) {
    const catalog::Relation& relation = *payload.relation;
    if (relation.is_view()) return;
    for (const binding::PayloadRow& row : payload.rows) {
        for (const binding::RowKey& key : row.keys) {
            const catalog::Column* column = relation.find_column(key.name);
            if (column == nullptr) continue;
            const bool is_generated = column->generated != catalog::Generated::None;
            if (!is_generated && column->identity != catalog::Identity::Always) continue;
            Finding* finding =
                sink.report(kReadOnlyColumn, kReadOnlyColumn.default_severity, key.span,
                            relation.name.to_string() + "." + key.name +
                                (is_generated ? " is generated from other columns" : " is GENERATED ALWAYS AS IDENTITY") +
                                ", and PostgreSQL refuses a value for it");
            if (finding == nullptr) continue;
            finding->table = relation.name.to_string();
            finding->field = key.name;
        }
    }
}

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const binding::BoundQuery& query : statement.queries) {
        if (query.payload) check_payload(*query.payload, sink);
        const bool writes = query.verb != binding::Verb::None && query.verb != binding::Verb::Select;
        const catalog::Relation* relation = query.table.relation;
        if (!writes || relation == nullptr || relation->kind != catalog::RelationKind::MaterializedView) continue;
        Finding* finding = sink.report(kReadOnlyColumn, kReadOnlyColumn.default_severity, query.table.span,
                                       relation->name.to_string() + " is a materialized view, which takes no writes");
        if (finding != nullptr) finding->table = relation->name.to_string();
    }
}

}  // namespace

constinit const Rule kReadOnlyColumn = {
    .id = "read-only-column",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::ConstraintMismatch,
    .since = "0.1.0",
    .summary = "A query writes a column or view that takes no value",
    .docs =
        R"raw(Columns `GENERATED ALWAYS AS (…) STORED` are computed from others, columns `GENERATED ALWAYS AS IDENTITY` are counted by
PostgreSQL: a value for them is refused with 428C9 at run time, in `insert`, `upsert` and `update` alike. Materialized views take no
writes at all.

Other views are not looked at: triggers and rules may make them take anything.)raw",
    .example_schema = R"raw(CREATE TABLE items (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    price numeric NOT NULL,
    amount integer NOT NULL,
    total numeric GENERATED ALWAYS AS (price * amount) STORED
);)raw",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
client.table("items").insert({"price": 2, "amount": 3, "total": 6}).execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
client.table("items").insert({"price": 2, "amount": 3}).execute()
)raw",
    .check = check,
};

}  // namespace rowtype::rules
