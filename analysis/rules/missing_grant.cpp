#include <algorithm>

#include "analysis/rules/api_roles.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

using catalog::Privilege;

struct Need {
    Privilege privilege = Privilege::Select;
    std::string_view word;
};

std::vector<Need> needs_of(binding::Verb verb) {
    switch (verb) {
        case binding::Verb::Select: return {{Privilege::Select, "SELECT"}};
        case binding::Verb::Insert: return {{Privilege::Insert, "INSERT"}};
        case binding::Verb::Upsert: return {{Privilege::Insert, "INSERT"}};
        case binding::Verb::Update: return {{Privilege::Update, "UPDATE"}};
        case binding::Verb::Delete: return {{Privilege::Delete, "DELETE"}};
        case binding::Verb::None: break;
    }
    return {};
}

std::string named(const std::vector<std::string_view>& roles) {
    return join_words(std::vector<std::string>(roles.begin(), roles.end()));
}

void report(const binding::Context& context, FindingSink& sink, Span span, const std::string& table, std::string message) {
    const bool is_live = context.api != nullptr && context.api->is_live;
    Finding* finding = sink.report(kMissingGrant, is_live ? Severity::Warning : Severity::Info, span, std::move(message));
    if (finding != nullptr) finding->table = table;
}

// Whether the roles may name what stands in the schema; where nobody tells, they may.
bool may_use_schema(const std::string& schema, const catalog::Catalog& catalog, const std::vector<std::string_view>& roles) {
    const std::vector<catalog::SchemaPrivileges>& told = catalog.data().schema_privileges;
    const auto found = std::ranges::find(told, schema, &catalog::SchemaPrivileges::schema);
    return found == told.end() || may_have(found->grants, Privilege::Usage, roles);
}

// Of most queries the table alone tells that nothing is wrong, and only its name was asked for.
bool needs_a_look(const binding::BoundQuery& query) {
    const catalog::Relation& relation = *query.table.relation;
    if (relation.name.schema != "public") return true;
    const std::vector<std::string_view> roles = api_roles(query.key);
    return !relation.grants.empty() && std::ranges::any_of(needs_of(query.verb), [&](const Need& need) {
        return !may_have(relation.grants, need.privilege, roles);
    });
}

void check_query(const binding::BoundQuery& query, const binding::Context& context, FindingSink& sink) {
    const catalog::Relation& relation = *query.table.relation;
    const std::vector<std::string_view> roles = api_roles(query.key);
    const std::string table = relation.name.to_string();
    if (!may_use_schema(relation.name.schema, context.catalog, roles)) {
        return report(context, sink, query.table.span, table,
                      named(roles) + " may not use schema " + quoted(relation.name.schema) + ": it is not granted to them");
    }
    for (const Need& need : needs_of(query.verb)) {
        if (may_have(relation.grants, need.privilege, roles)) continue;
        report(context, sink, query.table.span, table,
               named(roles) + " may not do this: " + std::string(need.word) + " on " + table + " is not granted to " +
                   (roles.size() == 1 ? "it" : "any of them"));
    }
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundQuery& query : statement.queries) {
        if (!is_judged_by_access(query, context.catalog) || query.verb == binding::Verb::None) continue;
        if (!needs_a_look(query) || !knows_api_roles(context.catalog)) continue;
        check_query(query, context, sink);
    }
}

}  // namespace

constinit const Rule kMissingGrant = {
    .id = "missing-grant",
    .family = RuleFamily::Query,
    .default_severity = Severity::Info,
    .status = FindingStatus::ConstraintMismatch,
    .since = "0.1.0",
    .summary = "A query does what no role of the API is granted",
    .docs =
        R"raw(PostgREST asks the database as `anon`, `authenticated` or `service_role`; what none of them was granted is refused with 42501 at
run time. Looked at are USAGE of the schema and SELECT, INSERT, UPDATE or DELETE on the table, whole or for any column, given to
one of them or to PUBLIC, default privileges included (Supabase grants them all on what is created in public, and nothing
in schemas of the project's own). Where the code shows which key the client was made with (a name or text that speaks of a
service or secret key, or of an anon or publishable one), only that key's roles count, else any of the three.

Not reported: where the source tells no privileges (an OpenAPI document, plain migrations of no Supabase project), where nothing at all is granted to
these roles, where another role has the privilege that they may be members of, and tables that are not wholly known.
A warning where the schema was read from a server, else a hint.)raw",
    .example_schema = R"raw(CREATE TABLE notes (id bigint PRIMARY KEY, text text);
CREATE TABLE audit (id bigint PRIMARY KEY, what text);
REVOKE INSERT ON audit FROM anon, authenticated, service_role;
GRANT SELECT ON notes TO authenticated;)raw",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
client.table("audit").insert({"id": 1, "what": "login"}).execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
client.table("audit").select("id, what").execute()
client.table("notes").insert({"id": 1, "text": "call back"}).execute()
)raw",
    .check = check,
};

}  // namespace rowtype::rules
