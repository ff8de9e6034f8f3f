// DROP of anything that the catalog holds.
#include <algorithm>

#include "reflect/migrations/extensions.h"
#include "reflect/migrations/functions.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/triggers.h"

namespace rowtype::migrations {

using catalog::QualifiedName;

namespace {

void drop_one(SchemaBuilder& schema, std::string_view kind, const Node& object, bool cascade);

}  // namespace

void apply_drop(SchemaBuilder& schema, const Node& statement) {
    std::string_view kind = statement["removeType"].string();
    const bool cascade = statement["behavior"].string() == "DROP_CASCADE";
    for (const Node* object : statement["objects"].items()) drop_one(schema, kind, *object, cascade);
}

namespace {

void drop_index(SchemaBuilder& schema, const WrittenName& written) {
    RelationState* owner = schema.find_index_owner(written);
    if (owner != nullptr) std::erase_if(owner->relation.indexes, [&](const auto& index) { return index.name == written.name; });
}

void drop_function(SchemaBuilder& schema, const Node& object, bool cascade) {
    const FunctionMatcher matcher(schema, object);
    std::vector<catalog::Function> dropped;
    for (const FunctionState& state : schema.functions()) {
        if (matcher.matches(state.function)) dropped.push_back(state.function);
    }
    for (const catalog::Function& function : dropped) schema.drop_function(function, cascade);
}

// The policy's name stands behind its table's.
void drop_policy(SchemaBuilder& schema, const Node& object) {
    const std::vector<std::string> parts = name_parts(object);
    if (parts.size() < 2) return;
    RelationState* table = schema.find_relation(written_name({parts.begin(), parts.end() - 1}));
    if (table == nullptr) return;
    std::erase_if(table->relation.policies, [&](const catalog::Policy& policy) { return policy.name == parts.back(); });
    table->policy_reads.erase(parts.back());
}

void drop_relation(SchemaBuilder& schema, const WrittenName& written, bool cascade) {
    const RelationState* state = schema.find_relation(written);
    if (state == nullptr) return schema.note_unseen_removal(written, "");
    schema.drop_relation(QualifiedName(state->relation.name), cascade);
}

void drop_one(SchemaBuilder& schema, std::string_view kind, const Node& object, bool cascade) {
    const WrittenName written = written_name(name_parts(object));
    if (kind == "OBJECT_TABLE" || kind == "OBJECT_VIEW" || kind == "OBJECT_MATVIEW" || kind == "OBJECT_FOREIGN_TABLE") {
        drop_relation(schema, written, cascade);
    } else if (kind == "OBJECT_TYPE" || kind == "OBJECT_DOMAIN") {
        const catalog::TypeDefinition* type = schema.find_type(written);
        if (type != nullptr) schema.drop_type(QualifiedName(type->name), cascade);
    } else if (kind == "OBJECT_SCHEMA") {
        schema.drop_schema(written.name);
    } else if (kind == "OBJECT_INDEX") {
        drop_index(schema, written);
    } else if (kind == "OBJECT_SEQUENCE") {
        const SequenceState* sequence = schema.find_sequence(written);
        if (sequence != nullptr) schema.drop_sequence(QualifiedName(sequence->sequence.name), cascade);
    } else if (kind == "OBJECT_FUNCTION" || kind == "OBJECT_PROCEDURE" || kind == "OBJECT_ROUTINE") {
        drop_function(schema, object, cascade);
    } else if (kind == "OBJECT_POLICY") {
        drop_policy(schema, object);
    } else if (kind == "OBJECT_TRIGGER") {
        drop_trigger(schema, object);
    } else if (kind == "OBJECT_RULE") {
        drop_rule(schema, object);
    } else if (kind == "OBJECT_EXTENSION") {
        drop_extension(schema, written.name, cascade);
    }
}

}  // namespace

}  // namespace rowtype::migrations
