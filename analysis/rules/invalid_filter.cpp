#include "analysis/rules/call_rules.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    report_call_problems(binding::CallProblemKind::InvalidFilter, kInvalidFilter, statement, sink);
}

}  // namespace

constinit const Rule kInvalidFilter = {
    .id = "invalid-filter",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::None,
    .since = "0.1.0",
    .summary = "A filter or order does not follow PostgREST's grammar",
    .docs =
        R"raw(PostgREST refuses the request with PGRST100 at run time. Checked are the text of `or_`, the operator and the value of `filter`,
the value of `is_`, the columns of filters and orders, and `match({})`, which raises ValueError. The texts are parsed by PostgREST's
own grammar.

A filter, order or limit on an embedded table (`users.name`, `reference_table=`, `foreign_table=`) needs that table in the select of
the same query, as does an order by a column of one (`order("users(name)")`): PGRST108 otherwise. That orders by the one row that is
embedded: PGRST118 where a row has many. Both are said where all selects of the query are constant.)raw",
    .example_schema = "CREATE TABLE posts (id bigint PRIMARY KEY, title text, tags text[], deleted_at timestamptz);",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").or_("title.equals.a,id.gt.3").execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").or_("title.eq.a,id.gt.3").execute()
)raw",
    .check = check,
    .fix = mend_call,
};

}  // namespace rowtype::rules
