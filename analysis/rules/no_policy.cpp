#include <algorithm>

#include "analysis/rules/api_roles.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

using catalog::Policy;
using catalog::PolicyCommand;

PolicyCommand command_of(binding::Verb verb) {
    switch (verb) {
        case binding::Verb::Select: return PolicyCommand::Select;
        case binding::Verb::Insert:
        case binding::Verb::Upsert: return PolicyCommand::Insert;
        case binding::Verb::Update: return PolicyCommand::Update;
        case binding::Verb::Delete: return PolicyCommand::Delete;
        case binding::Verb::None: break;
    }
    return PolicyCommand::All;
}

std::string_view word_of(PolicyCommand command) {
    switch (command) {
        case PolicyCommand::Select: return "SELECT";
        case PolicyCommand::Insert: return "INSERT";
        case PolicyCommand::Update: return "UPDATE";
        case PolicyCommand::Delete: return "DELETE";
        case PolicyCommand::All: break;
    }
    return "ALL";
}

bool allows(const Policy& policy, PolicyCommand command) {
    const bool is_meant = policy.command == PolicyCommand::All || policy.command == command;
    const bool concerns = policy.roles.empty() || std::ranges::any_of(policy.roles, may_concern_users);
    return policy.permissive && is_meant && concerns;
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundQuery& query : statement.queries) {
        if (query.key != binding::ApiKey::Ordinary || query.verb == binding::Verb::None) continue;
        if (!is_judged_by_access(query, context.catalog) || !query.table.relation->row_security) continue;
        const catalog::Relation& relation = *query.table.relation;
        const PolicyCommand command = command_of(query.verb);
        if (std::ranges::any_of(relation.policies, [&](const Policy& policy) { return allows(policy, command); })) continue;
        if (!context.catalog.data().policies_known) continue;
        const std::string table = relation.name.to_string();
        const std::string effect = command == PolicyCommand::Insert ? "is refused" : "finds no row";
        const bool is_live = context.api != nullptr && context.api->is_live;
        Finding* finding = sink.report(kNoPolicy, is_live ? Severity::Warning : Severity::Info, query.table.span,
                                       table + " has row-level security and no policy for " + std::string(word_of(command)) +
                                           ": with this client's key the query " + effect);
        if (finding != nullptr) finding->table = table;
    }
}

}  // namespace

constinit const Rule kNoPolicy = {
    .id = "no-policy",
    .family = RuleFamily::Query,
    .default_severity = Severity::Info,
    .status = FindingStatus::ConstraintMismatch,
    .since = "0.1.0",
    .summary = "A query by an ordinary key meets row-level security without a policy for it",
    .docs =
        R"raw(Row-level security shows and takes the rows that a policy allows, and none where there is no policy: reads, updates and
deletes find nothing, without an error; inserts are refused with 42501.

Said only of clients whose key is an ordinary one for certain: made by `create_client(url, key)` right there or in a
constant that can be followed, with a key whose name or text speaks of anon or publishable (`os.environ["SUPABASE_ANON_KEY"]`,
`settings.supabase_publishable_key`). The service role passes row-level security, so a client with another key, or of which nobody knows
the key, is never reported. Policies are known from migrations, snapshots and servers, not from an OpenAPI document.
Policies of roles that `anon` and `authenticated` may be members of count. A warning where the schema was read from a
server, else a hint.)raw",
    .example_schema = R"raw(CREATE TABLE notes (id bigint PRIMARY KEY, text text);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON notes FOR SELECT USING (true);)raw",
    .bad_example = R"raw(import os

from supabase import create_client

client = create_client("http://localhost", os.environ["SUPABASE_ANON_KEY"])
client.table("notes").delete().eq("id", 1).execute()
)raw",
    .good_example = R"raw(import os

from supabase import create_client

client = create_client("http://localhost", os.environ["SUPABASE_ANON_KEY"])
client.table("notes").select("id, text").execute()
admin = create_client("http://localhost", os.environ["SUPABASE_SERVICE_ROLE_KEY"])
admin.table("notes").delete().eq("id", 1).execute()
)raw",
    .check = check,
};

}  // namespace rowtype::rules
