#include "analysis/features/describe_access.h"

#include "reflect/catalog/privilege_words.h"

namespace rowtype::features {

using catalog::Policy;
using catalog::PolicyCommand;

std::vector<std::string> privilege_names(catalog::PrivilegeSet privileges) {
    std::vector<std::string> names;
    for (const auto& [privilege, name] : catalog::kPrivilegeWords) {
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

std::vector<std::string> event_names(const catalog::Trigger& trigger) {
    std::vector<std::string> names;
    std::string columns;
    for (const std::string& column : trigger.columns) columns += (columns.empty() ? "" : ", ") + column;
    if (trigger.on_insert) names.emplace_back("insert");
    if (trigger.on_update) names.push_back(columns.empty() ? "update" : "update of (" + columns + ")");
    if (trigger.on_delete) names.emplace_back("delete");
    if (trigger.on_truncate) names.emplace_back("truncate");
    return names;
}

std::string timing_name(catalog::TriggerTiming timing) {
    switch (timing) {
        case catalog::TriggerTiming::Before: return "before";
        case catalog::TriggerTiming::After: return "after";
        case catalog::TriggerTiming::InsteadOf: return "instead of";
    }
    return "";
}

std::string state_name(catalog::TriggerState state) {
    switch (state) {
        case catalog::TriggerState::Enabled: return "enabled";
        case catalog::TriggerState::Disabled: return "disabled";
        case catalog::TriggerState::Replica: return "replica";
        case catalog::TriggerState::Always: return "always";
    }
    return "";
}

std::string trigger_text(const catalog::Trigger& trigger) {
    std::string events;
    for (const std::string& name : event_names(trigger)) events += (events.empty() ? "" : " or ") + name;
    const std::string function = trigger.function.schema.empty() ? trigger.function.name : trigger.function.to_string();
    const bool is_usual = trigger.state == catalog::TriggerState::Enabled;
    return trigger.name + ": " + timing_name(trigger.timing) + " " + events + " for each " +
           (trigger.for_each_row ? "row, " : "statement, ") + function + "()" +
           (is_usual ? "" : " (" + state_name(trigger.state) + ")");
}

}  // namespace rowtype::features
