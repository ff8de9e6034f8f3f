// ALTER … RENAME and ALTER … SET SCHEMA.
#include <algorithm>

#include "reflect/migrations/handlers.h"

namespace rowtype::migrations {

using catalog::QualifiedName;

namespace {

void rename_relation(SchemaBuilder& schema, const Node& statement, const std::string& to);
void rename_column(SchemaBuilder& schema, const Node& statement, const std::string& to);
void rename_constraint(SchemaBuilder& schema, const Node& statement, const std::string& to);
void rename_index(RelationState& owner, const std::string& from, const std::string& to);
void rename_function(SchemaBuilder& schema, const Node& object, const std::function<void(QualifiedName&)>& rename);
void rename_sequence(SchemaBuilder& schema, const WrittenName& written, const QualifiedName& to);

}  // namespace

void apply_rename(SchemaBuilder& schema, const Node& statement) {
    const std::string_view kind = statement["renameType"].string();
    const std::string to(statement["newname"].string());
    const std::string from(statement["subname"].string());
    if (kind == "OBJECT_COLUMN") return rename_column(schema, statement, to);
    if (kind == "OBJECT_TABCONSTRAINT") return rename_constraint(schema, statement, to);
    if (kind == "OBJECT_SCHEMA") return schema.rename_schema(from, to);
    if (kind == "OBJECT_TYPE" || kind == "OBJECT_DOMAIN") {
        const catalog::TypeDefinition* type = schema.find_type(written_name(name_parts(statement["object"])));
        if (type != nullptr) schema.rename_type(QualifiedName(type->name), {type->name.schema, to});
        return;
    }
    if (kind == "OBJECT_DOMCONSTRAINT") {
        catalog::TypeDefinition* type = schema.find_type(written_name(name_parts(statement["object"])));
        if (type == nullptr) return;
        for (catalog::Check& check : type->checks) {
            if (check.name == from) check.name = to;
        }
        return;
    }
    if (kind == "OBJECT_ATTRIBUTE") {
        catalog::TypeDefinition* type = schema.find_type(range_name(statement["relation"]));
        if (type == nullptr) return;
        for (catalog::Attribute& attribute : type->attributes) {
            if (attribute.name == from) attribute.name = to;
        }
        return;
    }
    if (kind == "OBJECT_FUNCTION" || kind == "OBJECT_PROCEDURE" || kind == "OBJECT_ROUTINE") {
        return rename_function(schema, statement["object"], [&](QualifiedName& name) { name.name = to; });
    }
    if (statement["relation"]) rename_relation(schema, statement, to);
}

void apply_set_schema(SchemaBuilder& schema, const Node& statement) {
    const std::string_view kind = statement["objectType"].string();
    const std::string to(statement["newschema"].string());
    if (kind == "OBJECT_TYPE" || kind == "OBJECT_DOMAIN") {
        const catalog::TypeDefinition* type = schema.find_type(written_name(name_parts(statement["object"])));
        if (type != nullptr) schema.rename_type(QualifiedName(type->name), {to, type->name.name});
    } else if (kind == "OBJECT_FUNCTION" || kind == "OBJECT_PROCEDURE" || kind == "OBJECT_ROUTINE") {
        rename_function(schema, statement["object"], [&](QualifiedName& name) { name.schema = to; });
    } else if (kind == "OBJECT_SEQUENCE") {
        const WrittenName written = range_name(statement["relation"]);
        rename_sequence(schema, written, {to, written.name});
    } else if (statement["relation"]) {
        const RelationState* state = schema.find_relation(range_name(statement["relation"]));
        if (state == nullptr) return;
        const QualifiedName target = schema.name_to_create({to, state->relation.name.name});
        schema.rename_relation(QualifiedName(state->relation.name), target);
    }
}

namespace {

// ALTER TABLE … RENAME works on views, indexes and sequences as well.
void rename_relation(SchemaBuilder& schema, const Node& statement, const std::string& to) {
    const WrittenName written = range_name(statement["relation"]);
    if (const RelationState* state = schema.find_relation(written)) {
        const QualifiedName from = state->relation.name;
        schema.rename_relation(from, {from.schema, to});
        RelationState* renamed = schema.find_relation(QualifiedName{from.schema, to});
        renamed->file = schema.source.file;
        renamed->line = schema.source.line;
        return;
    }
    if (RelationState* owner = schema.find_index_owner(written)) return rename_index(*owner, written.name, to);
    rename_sequence(schema, written, {written.schema, to});
    const std::string_view kind = statement["renameType"].string();
    const bool is_relation = kind == "OBJECT_TABLE" || kind == "OBJECT_VIEW" || kind == "OBJECT_MATVIEW";
    if (!is_relation || statement["missing_ok"].boolean() || schema.conditional) return;
    if (schema.sequences.contains(schema.name_to_create({written.schema, to}))) return;
    schema.find_or_assume_relation({written.schema, to});
}

void rename_column(SchemaBuilder& schema, const Node& statement, const std::string& to) {
    const std::string from(statement["subname"].string());
    const WrittenName written = range_name(statement["relation"]);
    RelationState* state = schema.find_relation(written);
    if (state == nullptr) {
        if (statement["missing_ok"].boolean() || schema.conditional) return;
        state = &schema.find_or_assume_relation(written);
    }
    if (state->relation.find_column(to) != nullptr) return;  // PostgreSQL refuses
    if (state->relation.find_column(from) == nullptr) {
        if (state->relation.columns_complete && !schema.conditional) {
            state->relation.columns_complete = false;
            schema.note("no statement before this one creates the column " + from + " of " + state->relation.name.to_string() +
                        "; the table's columns are taken as not all known");
        }
        return;
    }
    schema.rename_column(QualifiedName(state->relation.name), from, to);
    schema.set_column_origin(*state, to, 0);
}

void rename_index(RelationState& owner, const std::string& from, const std::string& to) {
    catalog::Relation& relation = owner.relation;
    if (relation.primary_key && relation.primary_key->name == from) relation.primary_key->name = to;
    for (catalog::Key& key : relation.unique_keys) {
        if (key.name == from) key.name = to;
    }
    for (catalog::Index& index : relation.indexes) {
        if (index.name == from) index.name = to;
    }
}

void rename_constraint(SchemaBuilder& schema, const Node& statement, const std::string& to) {
    const std::string from(statement["subname"].string());
    RelationState* state = schema.find_relation(range_name(statement["relation"]));
    if (state == nullptr) return;
    rename_index(*state, from, to);
    for (catalog::ForeignKey& key : state->relation.foreign_keys) {
        if (key.name == from) key.name = to;
    }
    for (catalog::Check& check : state->relation.checks) {
        if (check.name == from) check.name = to;
    }
}

void rename_function(SchemaBuilder& schema, const Node& object, const std::function<void(QualifiedName&)>& rename) {
    const WrittenName written = written_name(name_parts(object));
    for (FunctionState& state : schema.functions()) {
        if (schema.names_function(written, state.function)) rename(state.function.name);
    }
}

void rename_sequence(SchemaBuilder& schema, const WrittenName& written, const QualifiedName& to) {
    const QualifiedName from = schema.name_to_create(written);
    if (schema.sequences.erase(from) == 0) return;
    schema.sequences.insert({to.schema.empty() ? from.schema : to.schema, to.name});
}

}  // namespace

}  // namespace rowtype::migrations
