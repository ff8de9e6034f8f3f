#include "analysis/rules/call_rules.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    report_call_problems(binding::CallProblemKind::NegatedOr, kNegatedOr, statement, sink);
}

}  // namespace

constinit const Rule kNegatedOr = {
    .id = "negated-or",
    .family = RuleFamily::Query,
    .default_severity = Severity::Warning,
    .status = FindingStatus::None,
    .since = "0.1.0",
    .summary = "A negation that supabase-py ignores",
    .docs =
        R"raw(`.not_` negates the next filter that is sent by `filter()`. `or_()` and `text_search()` do not look at it: they are sent as they are,
and the negation stays and turns a later filter around. Before `match()` it negates the first column only.

Write `or_("not.or(…)")`, or a filter of its own.)raw",
    .example_schema = "CREATE TABLE posts (id bigint PRIMARY KEY, title text, tags text[], deleted_at timestamptz);",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").not_.or_("title.eq.a,id.gt.3").execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").or_("not.or(title.eq.a,id.gt.3)").execute()
)raw",
    .check = check,
    .fix = mend_call,
};

}  // namespace rowtype::rules
