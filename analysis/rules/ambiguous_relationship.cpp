#include "analysis/rules/embed_fixes.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const binding::BoundQuery& query : statement.queries) {
        for (const binding::EmbedProblem& problem : query.embed_problems) {
            if (problem.resolution.state != binding::EmbedState::Ambiguous) continue;
            std::string message = problem.base->name.to_string() + " relates to " + quoted(problem.target) + " in several ways";
            if (!problem.resolution.hints.empty()) {
                message += "; a hint chooses one: " + list_hints(problem.resolution.hints);
            }
            Finding* finding =
                sink.report(kAmbiguousRelationship, kAmbiguousRelationship.default_severity, problem.span, std::move(message));
            if (finding == nullptr) continue;
            finding->table = problem.base->name.to_string();
            finding->field = problem.target;
        }
    }
}

}  // namespace

constinit const Rule kAmbiguousRelationship = {
    .id = "ambiguous-relationship",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "A select embeds a table that relates in several ways",
    .docs = R"raw(Two foreign keys lead to the table, or a foreign key and a junction table: PostgREST refuses to choose and
answers PGRST201 at run time. A hint chooses: `users!posts_author_id_fkey(name)`, by the name of the foreign key, of its
column or of the junction table. Each hint that chooses one relationship is offered as a fix.

A new foreign key or junction table makes selects ambiguous that were not before.

Not reported: what is embedded in views some of whose columns could not be traced to a table.)raw",
    .example_schema = R"raw(CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE posts (
    id bigint PRIMARY KEY,
    author_id bigint NOT NULL REFERENCES users,
    editor_id bigint REFERENCES users,
    title text
);)raw",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("title, users(name)").execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("title, author:users!posts_author_id_fkey(name)").execute()
)raw",
    .check = check,
    .fix = choose_hint,
};

}  // namespace rowtype::rules
