#include "analysis/rules/embed_fixes.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

std::string words(const binding::EmbedProblem& problem, const catalog::Catalog& catalog) {
    const std::string base = problem.base->name.to_string();
    const binding::EmbedResolution& resolution = problem.resolution;
    if (resolution.state == binding::EmbedState::WrongHint) {
        std::string message =
            "the hint " + quoted(problem.hint) + " fits no relationship of " + base + " to " + quoted(problem.target);
        if (!resolution.hints.empty()) message += "; there is " + list_hints(resolution.hints);
        return message;
    }
    if (resolution.elsewhere != nullptr) {
        return base + " refers to " + resolution.elsewhere->name.to_string() +
               ", but PostgREST embeds only tables and views of the same schema";
    }
    const bool exists = catalog.find_relation(problem.base->name.schema, problem.target).relation != nullptr;
    if (!exists) return base + " has no relationship " + quoted(problem.target);
    return base + " has no relationship to " + quoted(problem.target) + ": no foreign key, junction table or function joins them";
}

// relationship("Usr"): SQLAlchemy raises InvalidRequestError when it configures its mappers.
void check_target(const binding::UnknownTarget& target, FindingSink& sink) {
    if (target.is_table) return;
    Finding* finding = sink.report(
        kUnknownRelationship, kUnknownRelationship.default_severity, target.span,
        "no class of the project is called " + quoted(target.name) + ", which a relationship of " + target.owner + " names");
    if (finding == nullptr) return;
    finding->field = target.name;
    finding->suggestion = nearest_name(target.name, target.candidates).value_or("");
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::UnknownTarget& target : statement.orm_uses.targets) check_target(target, sink);
    for (const binding::BoundQuery& query : statement.queries) {
        for (const binding::EmbedProblem& problem : query.embed_problems) {
            const binding::EmbedState state = problem.resolution.state;
            if (state != binding::EmbedState::None && state != binding::EmbedState::WrongHint) continue;
            Finding* finding = sink.report(kUnknownRelationship, kUnknownRelationship.default_severity, problem.span,
                                           words(problem, context.catalog));
            if (finding == nullptr) continue;
            finding->table = problem.base->name.to_string();
            finding->field = problem.target;
            if (state == binding::EmbedState::WrongHint) continue;
            finding->suggestion = nearest_name(problem.target, problem.resolution.embeddable).value_or("");
            explain_removal(context.catalog.find_removed(problem.base->name.schema, problem.target), *finding);
        }
    }
}

void mend(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    choose_hint(finding, context, fixes);
    replace_by_suggestion(finding, context, fixes);
}

}  // namespace

constinit const Rule kUnknownRelationship = {
    .id = "unknown-relationship",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "A select embeds something that the table does not relate to",
    .docs =
        R"raw(`table(columns)` in a select string embeds the rows that a relationship leads to. PostgREST derives those from the
schema, and answers PGRST200 where there is none. Resolved as PostgREST does it: by the name of a table or view that a foreign
key joins in either direction or a junction table joins (both foreign keys in its primary key), by a foreign key's name or
column, by a function of the row (computed relationship), with hints (`!name`), spreads (`...`) and embeds in embeds. Views
relate by the columns that they pass on.

In models of SQLAlchemy and SQLModel it is the class that `relationship("Post")` or `Mapped[list["Post"]]` names by a text: a class of that
name must stand, or be imported or made, somewhere in the project.

Both ends must be in one schema: a foreign key to `auth.users` cannot be embedded from `public`.

Not reported: tables that are not wholly known, views some of whose columns could not be traced to a table, and schemas
known only by the description of an API, which leaves foreign keys out.)raw",
    .example_schema = R"raw(CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint NOT NULL REFERENCES users, title text);
CREATE TABLE tags (id bigint PRIMARY KEY, label text);)raw",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("title, user(name), tags(label)").execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("posts").select("title, author:users(name)").execute()
)raw",
    .check = check,
    .fix = mend,
};

}  // namespace rowtype::rules
