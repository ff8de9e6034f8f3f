#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

bool is_blank(char letter) { return letter == ' ' || letter == '\t'; }

// Removes the comment with the blanks before it, and its line where nothing else stands on it.
void remove_comment(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const std::string_view text = context.text;
    Span span = finding.span;
    if (slice(text, span).empty() || text[span.begin] != '#') return;  // one rule of a list: left to the user
    while (span.begin > 0 && is_blank(text[span.begin - 1])) --span.begin;
    const bool whole_line = span.begin == 0 || text[span.begin - 1] == '\n';
    if (whole_line && span.end < text.size() && text[span.end] == '\r') ++span.end;
    if (whole_line && span.end < text.size() && text[span.end] == '\n') ++span.end;
    fixes.push_back({"Remove the comment", Fix::Safety::Safe, true, {{span, ""}}, false});
}

}  // namespace

constinit const Rule kUnusedIgnore = {
    .id = "unused-ignore",
    .family = RuleFamily::Comment,
    .default_severity = Severity::Warning,
    .status = FindingStatus::None,
    .since = "0.1.0",
    .summary = "An ignore comment ignores nothing",
    .docs = R"(`# rowtype: ignore[rule]` was written for a finding that is no longer there. Left in place it would hide the next
one. Remove the comment, or the rule from its list.

A comment belongs to the line that it stands on, and to a statement of several lines when it stands on its first or last.)",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);",
    .bad_example = R"(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("users").select("id").execute()  # rowtype: ignore[unknown-column]
)",
    .good_example = R"(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("users").select("nick").execute()  # rowtype: ignore[unknown-column]
)",
    .fix = remove_comment,
};

}  // namespace rowtype::rules
