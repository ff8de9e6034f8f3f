#include "reflect/snapshot/write_members.h"

namespace rowtype::snapshot {

using namespace catalog;

namespace {

void write_column(Scope& scope, const Column& column) {
    scope.text("name", column.name);
    write_type(scope, column.type);
    scope.word_unless_usual("nullability", column.nullability, kNullabilityWords);
    write_expression(scope, "default", column.default_expression);
    scope.word_unless_usual("identity", column.identity, kIdentityWords);
    scope.word_unless_usual("generated", column.generated, kGeneratedWords);
    write_expression(scope, "generated_expression", column.generated_expression);
    scope.text_unless_empty("collation", column.collation);
    scope.text_unless_empty("comment", column.comment);
    scope.boolean_unless("default_known", column.default_known, true);
}

void write_policy(Scope& scope, const Policy& policy) {
    scope.text("name", policy.name);
    scope.word_unless_usual("command", policy.command, kPolicyCommandWords);
    scope.boolean_unless("permissive", policy.permissive, true);
    scope.list("roles", policy.roles);
    write_expression(scope, "using", policy.using_expression);
    write_expression(scope, "check", policy.check_expression);
}

void write_trigger(Scope& scope, const Trigger& trigger) {
    scope.text("name", trigger.name);
    scope.text_unless_empty("function_schema", trigger.function.schema);
    scope.text("function", trigger.function.name);
    scope.word_unless_usual("timing", trigger.timing, kTriggerTimingWords);
    scope.boolean_unless("for_each_row", trigger.for_each_row, false);
    std::vector<std::string> events;
    for (const auto& [event, word] : kTriggerEvents) {
        if (trigger.*event) events.emplace_back(word);
    }
    scope.list("events", events);
    scope.list_unless_empty("columns", trigger.columns);
    scope.word_unless_usual("state", trigger.state, kTriggerStateWords);
}

void write_key(Scope& scope, const Key& key) {
    scope.text("name", key.name);
    scope.list("columns", key.columns);
    scope.list_unless_empty("included_columns", key.included_columns);
    scope.boolean_unless("nulls_not_distinct", key.nulls_not_distinct, false);
    scope.boolean_unless("deferrable", key.deferrable, false);
    scope.boolean_unless("initially_deferred", key.initially_deferred, false);
    scope.boolean_unless("without_overlaps", key.without_overlaps, false);
    scope.text_unless_empty("comment", key.comment);
}

void write_foreign_key(Scope& scope, const ForeignKey& key) {
    scope.text("name", key.name);
    scope.list("columns", key.columns);
    scope.text("referenced_schema", key.referenced_relation.schema);
    scope.text("referenced_relation", key.referenced_relation.name);
    scope.list("referenced_columns", key.referenced_columns);
    scope.word_unless_usual("on_update", key.on_update, kActionWords);
    scope.word_unless_usual("on_delete", key.on_delete, kActionWords);
    scope.boolean_unless("match_full", key.match_full, false);
    scope.boolean_unless("deferrable", key.deferrable, false);
    scope.boolean_unless("initially_deferred", key.initially_deferred, false);
    scope.list_unless_empty("set_columns", key.set_columns);
    scope.boolean_unless("validated", key.validated, true);
    scope.boolean_unless("enforced", key.enforced, true);
    scope.text_unless_empty("comment", key.comment);
}

void write_exclusion(Scope& scope, const Exclusion& exclusion) {
    scope.text("name", exclusion.name);
    if (exclusion.method != "gist") scope.text("method", exclusion.method);
    scope.list("elements", exclusion.elements);
    scope.list("operators", exclusion.operators);
    scope.text_unless_empty("predicate", exclusion.predicate);
    scope.boolean_unless("deferrable", exclusion.deferrable, false);
    scope.boolean_unless("initially_deferred", exclusion.initially_deferred, false);
    scope.text_unless_empty("comment", exclusion.comment);
}

void write_index(Scope& scope, const Index& index) {
    scope.text("name", index.name);
    if (index.method != "btree") scope.text("method", index.method);
    scope.list("columns", index.columns);
    scope.list_unless_empty("expressions", index.expressions);
    scope.list_unless_empty("included_columns", index.included_columns);
    scope.text_unless_empty("predicate", index.predicate);
    scope.boolean_unless("unique", index.unique, false);
    scope.boolean_unless("nulls_not_distinct", index.nulls_not_distinct, false);
    if (!index.orders.empty()) {
        std::vector<std::string> words;
        for (const IndexOrder order : index.orders) words.emplace_back(word_of(order, kIndexOrderWords));
        scope.list("orders", words);
    }
    scope.list_unless_empty("operator_classes", index.operator_classes);
}

// The parts of an origin are absent where the column is an expression.
void write_origin(Scope& scope, const ColumnOrigin& origin) {
    if (origin.relation.name.empty()) return;
    write_name(scope, origin.relation);
    scope.text("column", origin.column);
}

}  // namespace

void write_relation(Scope& scope, const Relation& relation) {
    write_name(scope, relation.name);
    scope.word_unless_usual("kind", relation.kind, kRelationKindWords);
    scope.text_unless_empty("comment", relation.comment);
    scope.text_unless_empty("extension", relation.extension);
    scope.boolean_unless("row_security", relation.row_security, false);
    scope.boolean_unless("row_security_forced", relation.row_security_forced, false);
    scope.boolean_unless("columns_complete", relation.columns_complete, true);
    scope.boolean_unless("parts_complete", relation.parts_complete, true);
    scope.boolean_unless("presumed", relation.presumed, false);
    if (relation.partition_of) {
        scope.key("partition_of");
        Scope parent(scope.out(), '}', 0);
        write_name(parent, *relation.partition_of);
    }
    scope.lines("inherits", relation.inherits, write_name);
    scope.text_unless_empty("definition", relation.definition);
    scope.lines("columns", relation.columns, write_column);
    if (relation.primary_key) {
        scope.key("primary_key");
        Scope key(scope.out(), '}', 0);
        write_key(key, *relation.primary_key);
    }
    scope.lines("unique_keys", relation.unique_keys, write_key);
    scope.lines("foreign_keys", relation.foreign_keys, write_foreign_key);
    scope.lines("checks", relation.checks, write_check);
    scope.lines("exclusions", relation.exclusions, write_exclusion);
    scope.lines("indexes", relation.indexes, write_index);
    scope.lines("column_origins", relation.column_origins, write_origin);
    scope.lines("policies", relation.policies, write_policy);
    scope.lines("grants", relation.grants, write_grant);
    scope.lines("triggers", relation.triggers, write_trigger);
    scope.list_unless_empty("rules", relation.rules);
    scope.boolean_unless("triggers_complete", relation.triggers_complete, true);
}

}  // namespace rowtype::snapshot
