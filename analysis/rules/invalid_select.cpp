#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const binding::BoundQuery& query : statement.queries) {
        for (const binding::TextProblem& problem : query.invalid_selects) {
            Finding* finding = sink.report(kInvalidSelect, kInvalidSelect.default_severity, problem.span, problem.message);
            if (finding != nullptr && query.table.relation != nullptr) {
                finding->table = query.table.relation->name.to_string();
            }
        }
    }
}

}  // namespace

constinit const Rule kInvalidSelect = {
    .id = "invalid-select",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::None,
    .since = "0.1.0",
    .summary = "A select string does not follow PostgREST's grammar",
    .docs = R"(PostgREST refuses the request with PGRST100 at run time. The text is parsed by PostgREST's own grammar: items
separated by commas, `alias:column`, `column->json_path`, `column::cast`, `relation!hint(columns)`, `...relation(columns)`.

With the setting `postgrest-version`, also what that version does not have yet: aggregates (12), spreads (11; of to-many relationships 13),
embeds without columns (11), `!inner` (9).

Common causes: `users.name` (write `users(name)`), a cast with a length (`::numeric(10,2)`), a parenthesis that is not
closed.)",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);",
    .bad_example = R"(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("users").select("id, name(").execute()
)",
    .good_example = R"(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("users").select("id, name").execute()
)",
    .check = check,
};

}  // namespace rowtype::rules
