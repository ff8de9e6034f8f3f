#include "analysis/rules/api_roles.h"

#include <algorithm>
#include <array>

namespace rowtype::rules {

namespace {

constexpr std::array<std::string_view, 3> kApiRoles = {"anon", "authenticated", "service_role"};

// Roles that no API role is a member of: the platform's own.
bool is_platform_role(std::string_view role) {
    constexpr std::array<std::string_view, 5> kNames = {"postgres", "authenticator", "dashboard_user", "pgbouncer", "pg_monitor"};
    return role.starts_with("supabase_") || std::ranges::find(kNames, role) != kNames.end();
}

bool is_api_role(std::string_view role) { return std::ranges::find(kApiRoles, role) != kApiRoles.end(); }

}  // namespace

std::vector<std::string_view> api_roles(binding::ApiKey key) {
    switch (key) {
        case binding::ApiKey::Service: return {"service_role"};
        case binding::ApiKey::Ordinary: return {"anon", "authenticated"};
        case binding::ApiKey::Unknown: break;
    }
    return {kApiRoles.begin(), kApiRoles.end()};
}

bool knows_api_roles(const catalog::Catalog& catalog) {
    const catalog::CatalogData& data = catalog.data();
    if (!data.access_known || !data.outline_schemas.empty()) return false;
    const auto is_to_api = [](const catalog::Grant& grant) { return is_api_role(grant.role); };
    return std::ranges::any_of(
               data.relations,
               [&](const catalog::Relation& relation) { return std::ranges::any_of(relation.grants, is_to_api); }) ||
           std::ranges::any_of(data.schema_privileges, [&](const catalog::SchemaPrivileges& schema) {
               return std::ranges::any_of(schema.grants, is_to_api);
           });
}

bool may_have(const std::vector<catalog::Grant>& grants, catalog::Privilege privilege,
              const std::vector<std::string_view>& roles) {
    return std::ranges::any_of(grants, [&](const catalog::Grant& grant) {
        if (!grant.privileges.has(privilege)) return false;
        if (is_api_role(grant.role)) return std::ranges::find(roles, grant.role) != roles.end();
        return !is_platform_role(grant.role);  // PUBLIC, or a role that they may be members of
    });
}

bool may_concern_users(std::string_view policy_role) { return policy_role != "service_role" && !is_platform_role(policy_role); }

bool is_judged_by_access(const binding::BoundQuery& query, const catalog::Catalog& catalog) {
    const catalog::Relation* relation = query.table.relation;
    if (query.is_taught || relation == nullptr || !query.other_tables.empty() || relation->presumed) return false;
    return relation->parts_complete && relation->extension.empty() && !catalog.is_outline(relation->name.schema);
}

}  // namespace rowtype::rules
