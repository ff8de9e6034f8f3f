// GRANT, REVOKE and ALTER DEFAULT PRIVILEGES.
#include "reflect/migrations/grants.h"

#include <algorithm>
#include <array>

#include "reflect/migrations/functions.h"
#include "reflect/migrations/handlers.h"

namespace rowtype::migrations {

using catalog::Grant;
using catalog::ObjectClass;
using catalog::Privilege;
using catalog::PrivilegeSet;

namespace {

// Privileges that a statement names, for the whole object (column "") or one of its columns. `all`: ALL, of the object's kind.
struct NamedPrivileges {
    std::string column;
    PrivilegeSet privileges;
    bool all = false;
};

// A GRANT or REVOKE, read once for all its objects.
struct GrantAction {
    SchemaBuilder& schema;
    bool gives = true;
    std::vector<NamedPrivileges> named;
    std::vector<std::string> roles;
};

void apply_to_named(const GrantAction& action, const Node& statement);
void apply_to_schema(const GrantAction& action, const Node& statement);

}  // namespace

std::optional<std::string> role_of(const AccessState& access, const Node& role_spec) {
    const std::string_view kind = role_spec["roletype"].string();
    if (kind == "ROLESPEC_PUBLIC") return std::string(catalog::kPublicRole);
    if (kind == "ROLESPEC_CURRENT_USER" || kind == "ROLESPEC_CURRENT_ROLE" || kind == "ROLESPEC_SESSION_USER") {
        return access.current_role;
    }
    const std::string name(role_spec["rolename"].string());
    if (name.empty()) return std::nullopt;
    return access.role_named(name);
}

namespace {

PrivilegeSet privilege_named(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Privilege>, 11> kNames = {{
        {"select", Privilege::Select},
        {"insert", Privilege::Insert},
        {"update", Privilege::Update},
        {"delete", Privilege::Delete},
        {"truncate", Privilege::Truncate},
        {"references", Privilege::References},
        {"trigger", Privilege::Trigger},
        {"execute", Privilege::Execute},
        {"usage", Privilege::Usage},
        {"create", Privilege::Create},
        {"maintain", Privilege::Maintain},
    }};
    PrivilegeSet set;
    for (const auto& [known, privilege] : kNames) {
        if (known == name) set.add(privilege);
    }
    return set;
}

std::vector<NamedPrivileges> read_privileges(const Node& privileges) {
    std::vector<NamedPrivileges> named;
    if (privileges.items().empty()) named.push_back({"", {}, true});
    for (const Node* item : privileges.items()) {
        NamedPrivileges entry{"", privilege_named((*item)["priv_name"].string()), !(*item)["priv_name"]};
        const std::vector<std::string> columns = name_parts((*item)["cols"]);
        if (columns.empty()) named.push_back(entry);
        for (const std::string& column : columns) {
            entry.column = column;
            named.push_back(entry);
        }
    }
    return named;
}

GrantAction read_action(SchemaBuilder& schema, const Node& statement) {
    GrantAction action{schema, statement["is_grant"].boolean(), read_privileges(statement["privileges"]), {}};
    for (const Node* role : statement["grantees"].items()) {
        if (std::optional<std::string> name = role_of(schema.access, *role)) action.roles.push_back(*name);
    }
    return action;
}

// What a column can be granted: of ALL (a, b).
PrivilegeSet column_privileges() {
    PrivilegeSet set;
    for (const Privilege privilege : {Privilege::Select, Privilege::Insert, Privilege::Update, Privilege::References}) {
        set.add(privilege);
    }
    return set;
}

void change_grants(const GrantAction& action, ObjectClass objects, std::vector<Grant>& grants, const std::string& owner) {
    const AccessState& access = action.schema.access;
    for (const std::string& written : action.roles) {
        if (access.owns(written, owner) || (written.empty() && access.own_names.empty())) continue;
        const std::string& role = written.empty() ? *access.own_names.begin() : written;
        for (const NamedPrivileges& named : action.named) {
            const PrivilegeSet whole = named.all ? all_privileges(objects) : named.privileges;
            const PrivilegeSet privileges = named.all && !named.column.empty() ? column_privileges() : whole;
            if (action.gives) {
                add_grant(grants, role, named.column, privileges);
                continue;
            }
            remove_grant(grants, role, named.column, privileges);
            if (!named.column.empty()) continue;
            std::vector<std::string> columns;  // what is taken of the table is taken of its columns
            for (const Grant& grant : grants) {
                if (grant.role == role && !grant.column.empty()) columns.push_back(grant.column);
            }
            for (const std::string& column : columns) remove_grant(grants, role, column, privileges);
        }
    }
}

void change_relation(const GrantAction& action, RelationState& state) {
    change_grants(action, ObjectClass::Relations, state.relation.grants, state.owner);
}

void change_sequence(const GrantAction& action, SequenceState& state) {
    change_grants(action, ObjectClass::Sequences, state.sequence.grants, state.owner);
}

void change_schema(const GrantAction& action, const std::string& name) {
    AccessState& access = action.schema.access;
    if (!action.schema.has_schema(name)) return;
    change_grants(action, ObjectClass::Schemas, access.schemas[name], access.schema_owners[name]);
}

// GRANT … ON TABLE may name a sequence.
void apply_to_named(const GrantAction& action, const Node& statement) {
    SchemaBuilder& schema = action.schema;
    const std::string_view kind = statement["objtype"].string();
    for (const Node* object : statement["objects"].items()) {
        if (kind == "OBJECT_TABLE" || kind == "OBJECT_SEQUENCE") {
            const WrittenName written = range_name(*object);
            if (RelationState* state = schema.find_relation(written)) {
                change_relation(action, *state);
            } else if (SequenceState* sequence = schema.find_sequence(written)) {
                change_sequence(action, *sequence);
            }
        } else if (kind == "OBJECT_FUNCTION" || kind == "OBJECT_PROCEDURE" || kind == "OBJECT_ROUTINE") {
            const FunctionMatcher matcher(schema, *object);
            for (FunctionState& state : schema.functions()) {
                if (!matcher.matches(state.function)) continue;
                change_grants(action, ObjectClass::Functions, state.function.grants, state.owner);
            }
        } else if (kind == "OBJECT_SCHEMA") {
            change_schema(action, std::string(object->sval()));
        }
    }
}

// … ON ALL TABLES IN SCHEMA: those that exist by now.
void apply_to_schema(const GrantAction& action, const Node& statement) {
    SchemaBuilder& schema = action.schema;
    const std::string_view kind = statement["objtype"].string();
    const std::vector<std::string> names = name_parts(statement["objects"]);
    const auto is_meant = [&](const std::string& name) { return std::ranges::find(names, name) != names.end(); };
    if (kind == "OBJECT_TABLE") {
        schema.for_each_relation([&](RelationState& state) {
            if (is_meant(state.relation.name.schema)) change_relation(action, state);
        });
    } else if (kind == "OBJECT_SEQUENCE") {
        schema.for_each_sequence([&](SequenceState& state) {
            if (is_meant(state.sequence.name.schema)) change_sequence(action, state);
        });
    } else {
        for (FunctionState& state : schema.functions()) {
            const bool other_kind = (kind == "OBJECT_FUNCTION" && state.function.is_procedure) ||
                                    (kind == "OBJECT_PROCEDURE" && !state.function.is_procedure);
            if (other_kind || !is_meant(state.function.name.schema)) continue;
            change_grants(action, ObjectClass::Functions, state.function.grants, state.owner);
        }
    }
}

std::optional<ObjectClass> class_of(std::string_view kind) {
    if (kind == "OBJECT_TABLE") return ObjectClass::Relations;
    if (kind == "OBJECT_SEQUENCE") return ObjectClass::Sequences;
    if (kind == "OBJECT_FUNCTION" || kind == "OBJECT_PROCEDURE" || kind == "OBJECT_ROUTINE") return ObjectClass::Functions;
    if (kind == "OBJECT_TYPE") return ObjectClass::Types;
    if (kind == "OBJECT_SCHEMA") return ObjectClass::Schemas;
    return std::nullopt;
}

}  // namespace

void apply_grant(SchemaBuilder& schema, const Node& statement) {
    if (!statement["is_grant"].boolean() && statement["grant_option"].boolean()) return;  // REVOKE GRANT OPTION FOR
    const GrantAction action = read_action(schema, statement);
    if (statement["targtype"].string() == "ACL_TARGET_ALL_IN_SCHEMA") return apply_to_schema(action, statement);
    apply_to_named(action, statement);
}

// GRANT role TO role: who is a member has what the role has, which grants do not say.
void apply_grant_role(SchemaBuilder& schema, const Node& statement) {
    if (!statement["is_grant"].boolean()) return;
    for (const Node* role : statement["grantee_roles"].items()) {
        const std::string name = role_of(schema.access, *role).value_or("");
        if (name == "anon" || name == "authenticated" || name == "service_role") schema.access.known = false;
    }
}

void apply_default_privileges(SchemaBuilder& schema, const Node& statement) {
    const Node& grant = statement["action"];
    const std::optional<ObjectClass> objects = class_of(grant["objtype"].string());
    if (!objects || (!grant["is_grant"].boolean() && grant["grant_option"].boolean())) return;
    std::vector<std::string> owners;
    for (const Node* role : option(statement["options"], "roles")["items"].items()) {
        owners.push_back(role_of(schema.access, *role).value_or(""));
    }
    if (owners.empty()) owners.push_back(schema.access.current_role);
    std::vector<std::string> homes = name_parts(option(statement["options"], "schemas"));
    if (homes.empty()) homes.emplace_back();
    const GrantAction action = read_action(schema, grant);
    std::vector<catalog::DefaultPrivileges>& entries = schema.access.defaults;
    for (const std::string& owner : owners) {
        for (const std::string& home : homes) {
            catalog::DefaultPrivileges& entry = schema.access.default_privileges(owner, home, *objects);
            change_grants(action, *objects, entry.grants, owner);
        }
    }
    // PostgreSQL keeps no entry that says what holds anyway.
    std::erase_if(entries, [](const catalog::DefaultPrivileges& entry) {
        return entry.grants == (entry.schema.empty() ? built_in_grants(entry.objects) : std::vector<Grant>());
    });
}

}  // namespace rowtype::migrations
