// COMMENT ON.
#include <algorithm>

#include "reflect/migrations/handlers.h"
#include "reflect/migrations/type_names.h"

namespace rowtype::migrations {

namespace {

void comment_column(SchemaBuilder& schema, const std::vector<std::string>& parts, const std::string& comment) {
    if (parts.size() < 2) return;
    RelationState* state = schema.find_relation(written_name({parts.begin(), parts.end() - 1}));
    if (state == nullptr) return;
    for (catalog::Column& column : state->relation.columns) {
        if (column.name == parts.back()) column.comment = comment;
    }
}

void comment_function(SchemaBuilder& schema, const Node& object, const std::string& comment) {
    const WrittenName written = written_name(name_parts(object));
    std::vector<catalog::Type> types;
    for (const Node* argument : object["objargs"].items()) types.push_back(resolve_type(schema, *argument));
    for (FunctionState& state : schema.functions()) {
        std::vector<catalog::Type> inputs;
        for (const catalog::Argument& argument : state.function.arguments) {
            const bool is_output = argument.mode == catalog::ArgumentMode::Out || argument.mode == catalog::ArgumentMode::Table;
            if (!is_output) inputs.push_back(argument.type);
        }
        const bool same = object["args_unspecified"].boolean() ||
                          std::ranges::equal(inputs, types, {}, &catalog::Type::name, &catalog::Type::name);
        if (same && schema.names_function(written, state.function)) state.function.comment = comment;
    }
}

}  // namespace

void apply_comment(SchemaBuilder& schema, const Node& statement) {
    const std::string_view kind = statement["objtype"].string();
    const std::string comment(statement["comment"].string());  // empty where it is removed
    const Node& object = statement["object"];
    const std::vector<std::string> parts = name_parts(object);
    if (kind == "OBJECT_COLUMN") {
        comment_column(schema, parts, comment);
    } else if (kind == "OBJECT_FUNCTION" || kind == "OBJECT_PROCEDURE" || kind == "OBJECT_ROUTINE") {
        comment_function(schema, object, comment);
    } else if (kind == "OBJECT_TYPE" || kind == "OBJECT_DOMAIN") {
        if (catalog::TypeDefinition* type = schema.find_type(written_name(parts))) type->comment = comment;
    } else if (kind == "OBJECT_TABLE" || kind == "OBJECT_VIEW" || kind == "OBJECT_MATVIEW" || kind == "OBJECT_FOREIGN_TABLE") {
        if (RelationState* state = schema.find_relation(written_name(parts))) state->relation.comment = comment;
    }
}

}  // namespace rowtype::migrations
