#include "analysis/rules/call_rules.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    report_call_problems(binding::CallProblemKind::OrderDirection, kOrderDirection, statement, sink);
}

}  // namespace

constinit const Rule kOrderDirection = {
    .id = "order-direction",
    .family = RuleFamily::Query,
    .default_severity = Severity::Warning,
    .status = FindingStatus::None,
    .since = "0.1.0",
    .summary = "The direction of an order is not written as supabase-py takes it",
    .docs =
        R"raw(`order()` appends `.asc` or `.desc` to the column by its argument `desc`. A direction in the text makes two, which PostgREST refuses
(`"id.desc"`), or becomes a part of the column's name (`"id desc"`). `ascending=` is JavaScript's: in Python it raises TypeError.)raw",
    .example_schema = "CREATE TABLE posts (id bigint PRIMARY KEY, title text, tags text[], deleted_at timestamptz);",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").order("id.desc").execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").order("id", desc=True).execute()
)raw",
    .check = check,
    .fix = mend_call,
};

}  // namespace rowtype::rules
