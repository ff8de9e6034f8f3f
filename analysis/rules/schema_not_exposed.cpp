#include <algorithm>

#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    if (context.api == nullptr || context.api->exposed_schemas.empty()) return;
    const std::vector<std::string>& exposed = context.api->exposed_schemas;
    for (const binding::BoundQuery& query : statement.queries) {
        if (query.is_taught) continue;
        const std::string& schema = query.function ? query.function->schema : query.table.schema;
        if (schema.empty() || query.schema_span.empty() || std::ranges::find(exposed, schema) != exposed.end()) continue;
        std::vector<std::string> names;
        for (const std::string& name : exposed) names.push_back(quoted(name));
        Finding* finding =
            sink.report(kSchemaNotExposed, context.api->is_live ? Severity::Warning : Severity::Info, query.schema_span,
                        "the API does not serve schema " + quoted(schema) + ", only " + join_words(names));
        if (finding == nullptr) continue;
        finding->table = query.function ? "" : schema + "." + query.table.name;
        finding->suggestion = nearest_name(schema, exposed).value_or("");
    }
}

}  // namespace

constinit const Rule kSchemaNotExposed = {
    .id = "schema-not-exposed",
    .family = RuleFamily::Query,
    .default_severity = Severity::Info,
    .status = FindingStatus::ConstraintMismatch,
    .since = "0.1.0",
    .summary = "A query asks the API for a schema that it does not serve",
    .docs =
        R"raw(PostgREST serves the schemas of its setting `db-schemas` and answers PGRST106 for every other one, at run time, whether the
schema is there or not. Which ones it serves is told by the configuration's `exposed-schemas`, else by `[api] schemas` of
supabase/config.toml; where that file does not say, it is what Supabase serves: public and graphql_public.

Not reported: where none of these tells, schemas whose name is not constant, and calls of a project's own layer. A warning where
the schema was read from a server, else a hint: a hosted project's dashboard may serve more than the file says. Then say it with
`exposed-schemas`.)raw",
    .example_schema =
        "CREATE SCHEMA billing; CREATE TABLE billing.invoices (id bigint PRIMARY KEY); CREATE TABLE users (id bigint PRIMARY "
        "KEY);",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
client.schema("billing").table("invoices").select("id").execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
client.schema("public").table("users").select("id").execute()
)raw",
    .check = check,
    .fix = replace_by_suggestion,
};

}  // namespace rowtype::rules
