#include "analysis/rules/call_rules.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    report_call_problems(binding::CallProblemKind::StringInList, kStringInList, statement, sink);
}

}  // namespace

constinit const Rule kStringInList = {
    .id = "string-in-list",
    .family = RuleFamily::Query,
    .default_severity = Severity::Warning,
    .status = FindingStatus::None,
    .since = "0.1.0",
    .summary = "A string is passed where a list of values belongs",
    .docs =
        R"raw(`in_("title", "abc")` asks for the values `a`, `b` and `c`: a string is a list of its characters. `cs` and `cd` do the same. Write
a list, also of one value. (`contains`, `contained_by` and `overlaps` take a text as it is.))raw",
    .example_schema = "CREATE TABLE posts (id bigint PRIMARY KEY, title text, tags text[], deleted_at timestamptz);",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").in_("title", "news").execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").in_("title", ["news"]).execute()
)raw",
    .check = check,
    .fix = mend_call,
};

}  // namespace rowtype::rules
