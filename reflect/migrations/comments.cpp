// COMMENT ON.
#include <algorithm>

#include "reflect/migrations/functions.h"
#include "reflect/migrations/handlers.h"

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
    const FunctionMatcher matcher(schema, object);
    for (FunctionState& state : schema.functions()) {
        if (matcher.matches(state.function)) state.function.comment = comment;
    }
}

void comment_named(auto& constraints, const std::string& name, const std::string& comment) {
    for (auto& constraint : constraints) {
        if (constraint.name == name) constraint.comment = comment;
    }
}

// The constraint's name stands behind its table's.
void comment_constraint(SchemaBuilder& schema, const std::vector<std::string>& parts, const std::string& comment) {
    if (parts.size() < 2) return;
    RelationState* state = schema.find_relation(written_name({parts.begin(), parts.end() - 1}));
    if (state == nullptr) return;
    catalog::Relation& relation = state->relation;
    const std::string& name = parts.back();
    if (relation.primary_key && relation.primary_key->name == name) relation.primary_key->comment = comment;
    comment_named(relation.unique_keys, name, comment);
    comment_named(relation.foreign_keys, name, comment);
    comment_named(relation.checks, name, comment);
    comment_named(relation.exclusions, name, comment);
}

void comment_domain_constraint(SchemaBuilder& schema, const Node& object, const std::string& comment) {
    const auto& items = object["items"].items();
    if (items.size() < 2) return;
    catalog::TypeDefinition* domain = schema.find_type(written_name(name_parts(*items.front())));
    if (domain != nullptr) comment_named(domain->checks, std::string(items.back()->sval()), comment);
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
    } else if (kind == "OBJECT_TABCONSTRAINT") {
        comment_constraint(schema, parts, comment);
    } else if (kind == "OBJECT_DOMCONSTRAINT") {
        comment_domain_constraint(schema, object, comment);
    } else if (kind == "OBJECT_SEQUENCE") {
        if (SequenceState* state = schema.find_sequence(written_name(parts))) state->sequence.comment = comment;
    } else if (kind == "OBJECT_TABLE" || kind == "OBJECT_VIEW" || kind == "OBJECT_MATVIEW" || kind == "OBJECT_FOREIGN_TABLE") {
        if (RelationState* state = schema.find_relation(written_name(parts))) state->relation.comment = comment;
    }
}

}  // namespace rowtype::migrations
