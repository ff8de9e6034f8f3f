// CREATE POLICY and ALTER POLICY.
#include <algorithm>

#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/grants.h"
#include "reflect/migrations/handlers.h"

namespace rowtype::migrations {

using catalog::Policy;
using catalog::PolicyCommand;

namespace {

PolicyCommand command_named(std::string_view name) {
    if (name == "select") return PolicyCommand::Select;
    if (name == "insert") return PolicyCommand::Insert;
    if (name == "update") return PolicyCommand::Update;
    if (name == "delete") return PolicyCommand::Delete;
    return PolicyCommand::All;
}

// Without TO, every role. Beside PUBLIC, PostgreSQL ignores the others.
std::vector<std::string> read_roles(SchemaBuilder& schema, const Node& roles) {
    std::vector<std::string> names;
    for (const Node* role : roles.items()) {
        std::string name = role_of(schema.access, *role).value_or("");
        if (name == catalog::kPublicRole) return {name};
        if (name.empty()) name = schema.access.own_names.empty() ? "" : *schema.access.own_names.begin();
        if (name.empty()) {  // CURRENT_USER, whoever that is
            schema.access.known = false;
        } else {
            names.push_back(std::move(name));
        }
    }
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    return names;
}

// The expressions stand in parentheses behind USING and WITH CHECK, which follow the roles.
void read_expressions(SchemaBuilder& schema, RelationState& table, Policy& policy, const Node& statement) {
    const std::string_view text = schema.source.text;
    auto begin = static_cast<std::uint32_t>(std::max<std::int64_t>(statement["table"].location(), 0));
    for (const Node* role : statement["roles"].items()) {
        begin = std::max(begin, static_cast<std::uint32_t>(std::max<std::int64_t>(role->location(), 0)));
    }
    if (statement["qual"]) {
        const std::uint32_t at = after_words(text, "using", begin);
        if (at != npos()) policy.using_expression = inside_parentheses(text, at);
        if (at != npos()) begin = at;  // a token's end: inside the expression a string might begin in its middle
    }
    if (statement["with_check"]) {
        const std::uint32_t at = after_words(text, "with check", begin);
        if (at != npos()) policy.check_expression = inside_parentheses(text, at);
    }
    std::vector<catalog::QualifiedName>& reads = table.policy_reads[policy.name];
    for (const std::string_view part : {"qual", "with_check"}) {
        walk(statement[part], [&](const Node& node) {
            if (!node["relname"]) return;
            if (const RelationState* read = schema.find_relation(range_name(node))) reads.push_back(read->relation.name);
        });
    }
}

}  // namespace

void apply_create_policy(SchemaBuilder& schema, const Node& statement) {
    const WrittenName written = range_name(statement["table"]);
    RelationState* table = schema.find_relation(written);
    if (table == nullptr && schema.conditional) return;
    if (table == nullptr) table = &schema.find_or_assume_relation(written);
    Policy policy;
    policy.name = statement["policy_name"].string();
    policy.command = command_named(statement["cmd_name"].string());
    policy.permissive = statement["permissive"].boolean();
    policy.roles = read_roles(schema, statement["roles"]);
    if (policy.roles.empty()) policy.roles.emplace_back(catalog::kPublicRole);
    std::vector<Policy>& policies = table->relation.policies;
    if (std::ranges::find(policies, policy.name, &Policy::name) != policies.end()) return;  // PostgreSQL refuses
    read_expressions(schema, *table, policy, statement);
    policies.push_back(std::move(policy));
}

void apply_alter_policy(SchemaBuilder& schema, const Node& statement) {
    RelationState* table = schema.find_relation(range_name(statement["table"]));
    if (table == nullptr) return;
    for (Policy& policy : table->relation.policies) {
        if (policy.name != statement["policy_name"].string()) continue;
        if (statement["roles"]) policy.roles = read_roles(schema, statement["roles"]);
        read_expressions(schema, *table, policy, statement);
    }
}

}  // namespace rowtype::migrations
