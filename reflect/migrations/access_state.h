// Who may do what, while statements change it: owners, default privileges, schemas. The grants on an object stand with it.
//
// Migrations do not name the role that runs them. It owns what they create, so it stands for itself as the empty name; on
// Supabase it is "postgres".
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "reflect/catalog/access.h"

namespace rowtype::migrations {

struct AccessState {
    // What the role that runs the migrations, and so owns what they create, is called; empty: not known.
    std::set<std::string> own_names;
    std::string current_role;  // after SET ROLE; empty: the role that runs the migrations
    // Whether files, or the catalog that the run starts from, can say it all: an administrator grants to roles that only a
    // server knows, but on a platform whose roles are known.
    bool decidable = false;
    // False once something could not be read that grants, revokes or makes policies.
    bool known = true;
    // Where the run starts from a server's catalog, the role that will run the migrations is not known: what is given to
    // the objects of any role may be given to theirs.
    bool any_owner = false;
    std::vector<catalog::DefaultPrivileges> defaults;
    std::map<std::string, std::vector<catalog::Grant>> schemas;
    std::map<std::string, std::string> schema_owners;

    // Whether `role` owns what `owner` owns.
    [[nodiscard]] bool owns(const std::string& role, const std::string& owner) const;
    // The role's name, or the empty one of whoever runs the migrations.
    [[nodiscard]] std::string role_named(const std::string& name) const { return own_names.contains(name) ? "" : name; }
    // The grants that a new object of the current role is born with.
    [[nodiscard]] std::vector<catalog::Grant> grants_of_new(catalog::ObjectClass objects, const std::string& schema) const;
    // Those of `defaults` for this role, schema ("": every schema) and class; made where there are none.
    catalog::DefaultPrivileges& default_privileges(const std::string& owner, const std::string& schema,
                                                   catalog::ObjectClass objects);
};

// What PostgreSQL itself gives to every role (acldefault()).
[[nodiscard]] std::vector<catalog::Grant> built_in_grants(catalog::ObjectClass objects);
// What ALL [PRIVILEGES] means (without MAINTAIN, which only PostgreSQL 17 and later have).
[[nodiscard]] catalog::PrivilegeSet all_privileges(catalog::ObjectClass objects);

void add_grant(std::vector<catalog::Grant>& grants, const std::string& role, const std::string& column,
               catalog::PrivilegeSet privileges);
void remove_grant(std::vector<catalog::Grant>& grants, const std::string& role, const std::string& column,
                  catalog::PrivilegeSet privileges);

}  // namespace rowtype::migrations
