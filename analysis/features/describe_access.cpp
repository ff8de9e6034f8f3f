#include "analysis/features/describe_access.h"

#include <array>
#include <string_view>
#include <utility>

namespace rowtype::features {

namespace {

using catalog::Policy;
using catalog::PolicyCommand;
using catalog::Privilege;

// In the order of PostgreSQL's manual.
constexpr std::array<std::pair<Privilege, std::string_view>, 11> kPrivileges = {{{Privilege::Select, "select"},
                                                                                 {Privilege::Insert, "insert"},
                                                                                 {Privilege::Update, "update"},
                                                                                 {Privilege::Delete, "delete"},
                                                                                 {Privilege::Truncate, "truncate"},
                                                                                 {Privilege::References, "references"},
                                                                                 {Privilege::Trigger, "trigger"},
                                                                                 {Privilege::Execute, "execute"},
                                                                                 {Privilege::Usage, "usage"},
                                                                                 {Privilege::Create, "create"},
                                                                                 {Privilege::Maintain, "maintain"}}};

}  // namespace

std::vector<std::string> privilege_names(catalog::PrivilegeSet privileges) {
    std::vector<std::string> names;
    for (const auto& [privilege, name] : kPrivileges) {
        if (privileges.has(privilege)) names.emplace_back(name);
    }
    return names;
}

std::string command_name(PolicyCommand command) {
    switch (command) {
        case PolicyCommand::All: return "all commands";
        case PolicyCommand::Select: return "select";
        case PolicyCommand::Insert: return "insert";
        case PolicyCommand::Update: return "update";
        case PolicyCommand::Delete: return "delete";
    }
    return "";
}

std::string grant_text(const catalog::Grant& grant) {
    std::string names;
    for (const std::string& name : privilege_names(grant.privileges)) names += (names.empty() ? "" : ", ") + name;
    return grant.role + ": " + names + (grant.column.empty() ? "" : " (" + grant.column + ")");
}

std::string policy_text(const Policy& policy) {
    std::string text = policy.name + ": ";
    if (!policy.permissive) text += "restrictive, ";
    text += command_name(policy.command) + " for ";
    for (std::size_t index = 0; index < policy.roles.size(); ++index) text += (index == 0 ? "" : ", ") + policy.roles[index];
    if (policy.using_expression) text += " using (" + *policy.using_expression + ")";
    if (policy.check_expression) text += " with check (" + *policy.check_expression + ")";
    return text;
}

}  // namespace rowtype::features
