// ALTER … RENAME and ALTER … SET SCHEMA.
#include <algorithm>

#include "reflect/migrations/functions.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/triggers.h"

namespace rowtype::migrations {

using catalog::QualifiedName;

namespace {

void rename_relation(SchemaBuilder& schema, const Node& statement, const std::string& to);
void rename_column(SchemaBuilder& schema, const Node& statement, const std::string& to);
void rename_constraint(SchemaBuilder& schema, const Node& statement, const std::string& to);
void rename_policy(SchemaBuilder& schema, const Node& statement, const std::string& to);
void rename_index(RelationState& owner, const std::string& from, const std::string& to);
void rename_function(SchemaBuilder& schema, const Node& object, const std::function<void(QualifiedName&)>& rename);
void set_schema_of_extension(SchemaBuilder& schema, const std::string& name, const std::string& to);

}  // namespace

void apply_rename(SchemaBuilder& schema, const Node& statement) {
    const std::string_view kind = statement["renameType"].string();
    const std::string to(statement["newname"].string());
    const std::string from(statement["subname"].string());
    if (kind == "OBJECT_COLUMN") return rename_column(schema, statement, to);
    if (kind == "OBJECT_TABCONSTRAINT") return rename_constraint(schema, statement, to);
    if (kind == "OBJECT_POLICY") return rename_policy(schema, statement, to);
    if (kind == "OBJECT_TRIGGER") return rename_trigger(schema, statement, to);
    if (kind == "OBJECT_RULE") return rename_rule(schema, statement, to);
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
        std::vector<QualifiedName> typed;
        schema.for_each_relation([&](const RelationState& state) {
            if (state.of_type == type->name) typed.push_back(state.relation.name);
        });
        for (const QualifiedName& table : typed) schema.rename_column(table, from, to);
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
        const SequenceState* sequence = schema.find_sequence(range_name(statement["relation"]));
        if (sequence == nullptr) return;
        const QualifiedName from = sequence->sequence.name;
        schema.rename_sequence(from, {to, from.name});
    } else if (kind == "OBJECT_EXTENSION") {
        set_schema_of_extension(schema, std::string(statement["object"].sval()), to);
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
    if (const SequenceState* sequence = schema.find_sequence(written)) {
        const QualifiedName from = sequence->sequence.name;
        return schema.rename_sequence(from, {from.schema, to});
    }
    const std::string_view kind = statement["renameType"].string();
    const bool is_relation = kind == "OBJECT_TABLE" || kind == "OBJECT_VIEW" || kind == "OBJECT_MATVIEW";
    if (!is_relation || statement["missing_ok"].boolean() || schema.conditional) return;
    schema.note_unseen_removal(written, to);
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
        state->absent_columns.erase(to);
        return schema.note_unseen_removal(*state, from, to);
    }
    schema.rename_column(QualifiedName(state->relation.name), from, to);
    schema.set_column_origin(*state, to, 0);
}

// An index and the constraint that it serves have one name.
void rename_index(RelationState& owner, const std::string& from, const std::string& to) {
    catalog::Relation& relation = owner.relation;
    for (catalog::Exclusion& exclusion : relation.exclusions) {
        if (exclusion.name == from) exclusion.name = to;
    }
    if (relation.primary_key && relation.primary_key->name == from) relation.primary_key->name = to;
    for (catalog::Key& key : relation.unique_keys) {
        if (key.name == from) key.name = to;
    }
    for (catalog::Index& index : relation.indexes) {
        if (index.name == from) index.name = to;
    }
}

void rename_check_of_children(SchemaBuilder& schema, const catalog::Relation& parent, const std::string& from,
                              const std::string& to) {
    for (RelationState* child : schema.children_of(parent.name)) {
        for (catalog::Check& check : child->relation.checks) {
            if (check.name == from) check.name = to;
        }
        rename_check_of_children(schema, child->relation, from, to);
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
    const auto check = std::ranges::find(state->relation.checks, from, &catalog::Check::name);
    if (check == state->relation.checks.end()) return;
    check->name = to;
    if (check->inherited) rename_check_of_children(schema, state->relation, from, to);
}

void rename_policy(SchemaBuilder& schema, const Node& statement, const std::string& to) {
    RelationState* state = schema.find_relation(range_name(statement["relation"]));
    if (state == nullptr) return;
    const std::string from(statement["subname"].string());
    for (catalog::Policy& policy : state->relation.policies) {
        if (policy.name == from) policy.name = to;
    }
    if (auto reads = state->policy_reads.extract(from); !reads.empty()) state->policy_reads[to] = reads.mapped();
}

void rename_function(SchemaBuilder& schema, const Node& object, const std::function<void(QualifiedName&)>& rename) {
    const FunctionMatcher matcher(schema, object);
    for (FunctionState& state : schema.functions()) {
        if (!matcher.matches(state.function)) continue;
        const QualifiedName from = state.function.name;
        rename(state.function.name);
        const QualifiedName& to = state.function.name;
        if (state.function.result.is_builtin("trigger")) rename_trigger_function(schema, from, to);
        state.file = schema.source.file;
        state.line = schema.source.line;
        schema.removed_objects.push_back({catalog::PendingKind::Function, from, "",
                                          from.schema == to.schema ? to.name : to.to_string(), schema.source.file,
                                          schema.source.line});
    }
}

void set_schema_of_extension(SchemaBuilder& schema, const std::string& name, const std::string& to) {
    std::vector<QualifiedName> relations;
    schema.for_each_relation([&](const RelationState& state) {
        if (state.relation.extension == name) relations.push_back(state.relation.name);
    });
    for (const QualifiedName& relation : relations) schema.rename_relation(relation, {to, relation.name});
    for (const QualifiedName& type : schema.types_of_extension(name)) schema.rename_type(type, {to, type.name});
}

}  // namespace

}  // namespace rowtype::migrations
