#include "analysis/rules/call_rules.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    report_call_problems(binding::CallProblemKind::NullComparison, kNullComparison, statement, sink);
}

}  // namespace

constinit const Rule kNullComparison = {
    .id = "null-comparison",
    .family = RuleFamily::Query,
    .default_severity = Severity::Warning,
    .status = FindingStatus::None,
    .since = "0.1.0",
    .summary = "A comparison with None compares with the word \"None\"",
    .docs =
        R"raw(`eq("deleted_at", None)` sends `eq.None`: PostgreSQL compares with the text "None", which text columns never hold and other types
refuse. Rows where the column is NULL are found by `is_("deleted_at", None)`, those where it is not by `not_.is_(…)`.)raw",
    .example_schema = "CREATE TABLE posts (id bigint PRIMARY KEY, title text, tags text[], deleted_at timestamptz);",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").eq("deleted_at", None).execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").is_("deleted_at", None).execute()
)raw",
    .check = check,
    .fix = mend_call,
};

}  // namespace rowtype::rules
