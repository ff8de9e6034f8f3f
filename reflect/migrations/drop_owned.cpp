// DROP OWNED BY: what roles own, and what they were granted.
#include <algorithm>

#include "reflect/migrations/grants.h"
#include "reflect/migrations/handlers.h"

namespace rowtype::migrations {

using catalog::Grant;
using catalog::QualifiedName;

namespace {

// A policy for several roles loses the role, and goes with its last one.
void drop_from_policies(catalog::Relation& relation, const std::string& role) {
    std::erase_if(relation.policies,
                  [&](catalog::Policy& policy) { return std::erase(policy.roles, role) != 0 && policy.roles.empty(); });
}

void drop_grants(SchemaBuilder& schema, const std::string& role) {
    const auto drop = [&](std::vector<Grant>& grants) {
        std::erase_if(grants, [&](const Grant& grant) { return grant.role == role; });
    };
    schema.for_each_relation([&](RelationState& state) {
        drop(state.relation.grants);
        drop_from_policies(state.relation, role);
    });
    schema.for_each_sequence([&](SequenceState& state) { drop(state.sequence.grants); });
    for (FunctionState& state : schema.functions()) drop(state.function.grants);
    for (auto& [name, grants] : schema.access.schemas) drop(grants);
    for (catalog::DefaultPrivileges& entry : schema.access.defaults) drop(entry.grants);
    std::erase_if(schema.access.defaults, [&](const catalog::DefaultPrivileges& entry) { return entry.owner == role; });
}

// Who owns types is not followed.
void drop_objects(SchemaBuilder& schema, const std::string& role, bool cascade) {
    std::vector<std::string> schemas;
    for (const auto& [name, owner] : schema.access.schema_owners) {
        if (owner == role) schemas.push_back(name);
    }
    for (const std::string& name : schemas) schema.drop_schema(name);
    std::vector<QualifiedName> relations;
    schema.for_each_relation([&](const RelationState& state) {
        if (state.owner == role) relations.push_back(state.relation.name);
    });
    for (const QualifiedName& name : relations) schema.drop_relation(name, cascade);
    std::vector<QualifiedName> sequences;
    schema.for_each_sequence([&](const SequenceState& state) {
        if (state.owner == role) sequences.push_back(state.sequence.name);
    });
    for (const QualifiedName& name : sequences) schema.drop_sequence(name, cascade);
    std::vector<catalog::Function> functions;
    for (const FunctionState& state : schema.functions()) {
        if (state.owner == role) functions.push_back(state.function);
    }
    for (const catalog::Function& function : functions) schema.drop_function(function, cascade);
}

}  // namespace

void apply_drop_owned(SchemaBuilder& schema, const Node& statement) {
    const bool cascade = statement["behavior"].string() == "DROP_CASCADE";
    for (const Node* node : statement["roles"].items()) {
        const std::optional<std::string> role = role_of(schema.access, *node);
        if (!role) continue;
        if (role->empty()) {  // of whoever runs the migrations, everything may be
            schema.note("DROP OWNED BY the role that runs the migrations; everything is taken as unknown");
            schema.mark_everything_unknown();
            continue;
        }
        drop_grants(schema, *role);
        drop_objects(schema, *role, cascade);
    }
}

}  // namespace rowtype::migrations
