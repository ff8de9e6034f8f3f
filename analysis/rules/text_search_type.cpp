#include "analysis/rules/call_rules.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    report_call_problems(binding::CallProblemKind::TextSearchType, kTextSearchType, statement, sink);
}

}  // namespace

constinit const Rule kTextSearchType = {
    .id = "text-search-type",
    .family = RuleFamily::Query,
    .default_severity = Severity::Warning,
    .status = FindingStatus::None,
    .since = "0.1.0",
    .summary = "A type of text search that supabase-py does not know",
    .docs =
        R"raw(`text_search` knows the types `plain`, `phrase` and `web_search`. Another spelling (`websearch`, as JavaScript has it) is ignored without
a word, and PostgreSQL's `to_tsquery` reads the text instead, which refuses most of what people type.)raw",
    .example_schema = "CREATE TABLE posts (id bigint PRIMARY KEY, title text, tags text[], deleted_at timestamptz);",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").text_search("title", "cats -dogs", {"type": "websearch"}).execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("id").text_search("title", "cats -dogs", {"type": "web_search"}).execute()
)raw",
    .check = check,
    .fix = mend_call,
};

}  // namespace rowtype::rules
