// DROP of anything that the catalog holds.
#include <algorithm>

#include "reflect/migrations/extensions.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/type_names.h"

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

// By name, and by argument types where they are written.
void drop_function(SchemaBuilder& schema, const Node& object) {
    const WrittenName written = written_name(name_parts(object));
    const bool any_arguments = object["args_unspecified"].boolean();
    std::vector<catalog::Type> types;
    for (const Node* argument : object["objargs"].items()) types.push_back(resolve_type(schema, *argument));
    std::erase_if(schema.functions(), [&](const FunctionState& state) {
        if (!schema.names_function(written, state.function)) return false;
        if (any_arguments) return true;
        std::vector<catalog::Type> inputs;
        for (const catalog::Argument& argument : state.function.arguments) {
            const bool is_input = argument.mode != catalog::ArgumentMode::Out && argument.mode != catalog::ArgumentMode::Table;
            if (is_input) inputs.push_back(argument.type);
        }
        return std::ranges::equal(inputs, types, {}, &catalog::Type::name, &catalog::Type::name);
    });
}

void drop_relation(SchemaBuilder& schema, const WrittenName& written, bool cascade) {
    const RelationState* state = schema.find_relation(written);
    if (state != nullptr) schema.drop_relation(QualifiedName(state->relation.name), cascade);
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
        schema.sequences.erase(schema.name_to_create(written));
    } else if (kind == "OBJECT_FUNCTION" || kind == "OBJECT_PROCEDURE" || kind == "OBJECT_ROUTINE") {
        drop_function(schema, object);
    } else if (kind == "OBJECT_EXTENSION") {
        drop_extension(schema, written.name);
    }
}

}  // namespace

}  // namespace rowtype::migrations
