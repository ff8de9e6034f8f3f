#include "reflect/migrations/access_state.h"

#include <algorithm>

namespace rowtype::migrations {

using catalog::DefaultPrivileges;
using catalog::Grant;
using catalog::ObjectClass;
using catalog::Privilege;
using catalog::PrivilegeSet;

bool AccessState::owns(const std::string& role, const std::string& owner) const {
    return role == owner || (owner.empty() && own_names.contains(role)) || (role.empty() && own_names.contains(owner));
}

std::vector<Grant> AccessState::grants_of_new(ObjectClass objects, const std::string& schema) const {
    std::vector<Grant> grants = built_in_grants(objects);
    const auto applies = [&](const DefaultPrivileges& entry) {
        return entry.objects == objects && (any_owner || owns(entry.owner, current_role));
    };
    // An entry for every schema replaces what PostgreSQL gives by itself; of several owners, none is sure to.
    const auto global = std::ranges::find_if(
        defaults, [&](const DefaultPrivileges& entry) { return applies(entry) && entry.schema.empty() && !any_owner; });
    if (global != defaults.end()) grants = global->grants;
    for (const DefaultPrivileges& entry : defaults) {
        const bool adds = applies(entry) && (entry.schema == schema || (any_owner && entry.schema.empty()));
        if (!adds) continue;
        for (const Grant& grant : entry.grants) add_grant(grants, grant.role, "", grant.privileges);
    }
    std::erase_if(grants, [&](const Grant& grant) { return owns(grant.role, current_role); });
    return grants;
}

DefaultPrivileges& AccessState::default_privileges(const std::string& owner, const std::string& schema, ObjectClass objects) {
    const auto found = std::ranges::find_if(defaults, [&](const DefaultPrivileges& entry) {
        return entry.owner == owner && entry.schema == schema && entry.objects == objects;
    });
    if (found != defaults.end()) return *found;
    defaults.push_back({owner, schema, objects, schema.empty() ? built_in_grants(objects) : std::vector<Grant>()});
    return defaults.back();
}

std::vector<Grant> built_in_grants(ObjectClass objects) {
    PrivilegeSet privileges;
    if (objects == ObjectClass::Functions) privileges.add(Privilege::Execute);
    if (objects == ObjectClass::Types) privileges.add(Privilege::Usage);
    if (privileges.empty()) return {};
    return {{catalog::kPublicRole, privileges}};
}

PrivilegeSet all_privileges(ObjectClass objects) {
    PrivilegeSet all;
    const auto add = [&all](std::initializer_list<Privilege> privileges) {
        for (const Privilege privilege : privileges) all.add(privilege);
    };
    switch (objects) {
        case ObjectClass::Relations:
            add({Privilege::Select, Privilege::Insert, Privilege::Update, Privilege::Delete, Privilege::Truncate,
                 Privilege::References, Privilege::Trigger});
            break;
        case ObjectClass::Sequences: add({Privilege::Usage, Privilege::Select, Privilege::Update}); break;
        case ObjectClass::Functions: add({Privilege::Execute}); break;
        case ObjectClass::Types: add({Privilege::Usage}); break;
        case ObjectClass::Schemas: add({Privilege::Usage, Privilege::Create}); break;
    }
    return all;
}

namespace {

auto find_grant(std::vector<Grant>& grants, const std::string& role, const std::string& column) {
    return std::ranges::find_if(grants, [&](const Grant& grant) { return grant.role == role && grant.column == column; });
}

}  // namespace

void add_grant(std::vector<Grant>& grants, const std::string& role, const std::string& column, PrivilegeSet privileges) {
    const auto found = find_grant(grants, role, column);
    if (found != grants.end()) {
        found->privileges.add(privileges);
    } else {
        grants.push_back({role, privileges, column});
    }
}

void remove_grant(std::vector<Grant>& grants, const std::string& role, const std::string& column, PrivilegeSet privileges) {
    const auto found = find_grant(grants, role, column);
    if (found == grants.end()) return;
    found->privileges.remove(privileges);
    if (found->privileges.empty()) grants.erase(found);
}

}  // namespace rowtype::migrations
