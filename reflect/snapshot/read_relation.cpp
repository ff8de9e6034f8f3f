#include <algorithm>

#include "reflect/snapshot/read_members.h"

namespace rowtype::snapshot {

using namespace catalog;

namespace {

Column read_column(JsonReader& reader) {
    Column column;
    column.type = builtin_type();
    reader.object([&](std::string_view key) {
        if (key == "name") column.name = reader.string();
        else if (read_type_member(reader, key, column.type)) return;
        else if (key == "nullability") column.nullability = read_word(reader, kNullabilityWords);
        else if (key == "default") column.default_expression = reader.string();
        else if (key == "identity") column.identity = read_word(reader, kIdentityWords);
        else if (key == "generated") column.generated = read_word(reader, kGeneratedWords);
        else if (key == "generated_expression") column.generated_expression = reader.string();
        else if (key == "collation") column.collation = reader.string();
        else if (key == "comment") column.comment = reader.string();
        else if (key == "default_known") column.default_known = reader.boolean();
        else reader.skip();
    });
    if (column.name.empty()) reader.fail("a column without a name");
    return column;
}

Policy read_policy(JsonReader& reader) {
    Policy policy;
    reader.object([&](std::string_view key) {
        if (key == "name") policy.name = reader.string();
        else if (key == "command") policy.command = read_word(reader, kPolicyCommandWords);
        else if (key == "permissive") policy.permissive = reader.boolean();
        else if (key == "roles") policy.roles = read_strings(reader);
        else if (key == "using") policy.using_expression = reader.string();
        else if (key == "check") policy.check_expression = reader.string();
        else reader.skip();
    });
    return policy;
}

Trigger read_trigger(JsonReader& reader) {
    Trigger trigger;
    reader.object([&](std::string_view key) {
        if (key == "name") trigger.name = reader.string();
        else if (key == "function_schema") trigger.function.schema = reader.string();
        else if (key == "function") trigger.function.name = reader.string();
        else if (key == "timing") trigger.timing = read_word(reader, kTriggerTimingWords);
        else if (key == "for_each_row") trigger.for_each_row = reader.boolean();
        else if (key == "columns") trigger.columns = read_strings(reader);
        else if (key == "state") trigger.state = read_word(reader, kTriggerStateWords);
        else if (key == "events") {
            const std::vector<std::string> events = read_strings(reader);
            for (const auto& [event, word] : kTriggerEvents) trigger.*event = std::ranges::find(events, word) != events.end();
        } else reader.skip();
    });
    return trigger;
}

Key read_key(JsonReader& reader) {
    Key key;
    reader.object([&](std::string_view member) {
        if (member == "name") key.name = reader.string();
        else if (member == "columns") key.columns = read_strings(reader);
        else if (member == "included_columns") key.included_columns = read_strings(reader);
        else if (member == "nulls_not_distinct") key.nulls_not_distinct = reader.boolean();
        else if (member == "deferrable") key.deferrable = reader.boolean();
        else if (member == "initially_deferred") key.initially_deferred = reader.boolean();
        else if (member == "without_overlaps") key.without_overlaps = reader.boolean();
        else if (member == "comment") key.comment = reader.string();
        else reader.skip();
    });
    return key;
}

ForeignKey read_foreign_key(JsonReader& reader) {
    ForeignKey foreign_key;
    reader.object([&](std::string_view key) {
        if (key == "name") foreign_key.name = reader.string();
        else if (key == "columns") foreign_key.columns = read_strings(reader);
        else if (key == "referenced_schema") foreign_key.referenced_relation.schema = reader.string();
        else if (key == "referenced_relation") foreign_key.referenced_relation.name = reader.string();
        else if (key == "referenced_columns") foreign_key.referenced_columns = read_strings(reader);
        else if (key == "on_update") foreign_key.on_update = read_word(reader, kActionWords);
        else if (key == "on_delete") foreign_key.on_delete = read_word(reader, kActionWords);
        else if (key == "match_full") foreign_key.match_full = reader.boolean();
        else if (key == "deferrable") foreign_key.deferrable = reader.boolean();
        else if (key == "initially_deferred") foreign_key.initially_deferred = reader.boolean();
        else if (key == "set_columns") foreign_key.set_columns = read_strings(reader);
        else if (key == "validated") foreign_key.validated = reader.boolean();
        else if (key == "enforced") foreign_key.enforced = reader.boolean();
        else if (key == "comment") foreign_key.comment = reader.string();
        else reader.skip();
    });
    return foreign_key;
}

Exclusion read_exclusion(JsonReader& reader) {
    Exclusion exclusion;
    reader.object([&](std::string_view key) {
        if (key == "name") exclusion.name = reader.string();
        else if (key == "method") exclusion.method = reader.string();
        else if (key == "elements") exclusion.elements = read_strings(reader);
        else if (key == "operators") exclusion.operators = read_strings(reader);
        else if (key == "predicate") exclusion.predicate = reader.string();
        else if (key == "deferrable") exclusion.deferrable = reader.boolean();
        else if (key == "initially_deferred") exclusion.initially_deferred = reader.boolean();
        else if (key == "comment") exclusion.comment = reader.string();
        else reader.skip();
    });
    return exclusion;
}

Index read_index(JsonReader& reader) {
    Index index;
    reader.object([&](std::string_view key) {
        if (key == "name") index.name = reader.string();
        else if (key == "method") index.method = reader.string();
        else if (key == "columns") index.columns = read_strings(reader);
        else if (key == "expressions") index.expressions = read_strings(reader);
        else if (key == "included_columns") index.included_columns = read_strings(reader);
        else if (key == "predicate") index.predicate = reader.string();
        else if (key == "unique") index.unique = reader.boolean();
        else if (key == "nulls_not_distinct") index.nulls_not_distinct = reader.boolean();
        else if (key == "orders") reader.array([&] { index.orders.push_back(read_word(reader, kIndexOrderWords)); });
        else if (key == "operator_classes") index.operator_classes = read_strings(reader);
        else reader.skip();
    });
    return index;
}

ColumnOrigin read_origin(JsonReader& reader) {
    ColumnOrigin origin;
    reader.object([&](std::string_view key) {
        if (key == "schema") origin.relation.schema = reader.string();
        else if (key == "name") origin.relation.name = reader.string();
        else if (key == "column") origin.column = reader.string();
        else reader.skip();
    });
    return origin;
}

}  // namespace

Relation read_relation(JsonReader& reader) {
    Relation relation;
    reader.object([&](std::string_view key) {
        if (key == "schema") relation.name.schema = reader.string();
        else if (key == "name") relation.name.name = reader.string();
        else if (key == "kind") relation.kind = read_word(reader, kRelationKindWords);
        else if (key == "comment") relation.comment = reader.string();
        else if (key == "extension") relation.extension = reader.string();
        else if (key == "row_security") relation.row_security = reader.boolean();
        else if (key == "row_security_forced") relation.row_security_forced = reader.boolean();
        else if (key == "columns_complete") relation.columns_complete = reader.boolean();
        else if (key == "parts_complete") relation.parts_complete = reader.boolean();
        else if (key == "presumed") relation.presumed = reader.boolean();
        else if (key == "partition_of") relation.partition_of = read_name(reader);
        else if (key == "inherits") relation.inherits = read_list<QualifiedName>(reader, read_name);
        else if (key == "definition") relation.definition = reader.string();
        else if (key == "columns") relation.columns = read_list<Column>(reader, read_column);
        else if (key == "primary_key") relation.primary_key = read_key(reader);
        else if (key == "unique_keys") relation.unique_keys = read_list<Key>(reader, read_key);
        else if (key == "foreign_keys") relation.foreign_keys = read_list<ForeignKey>(reader, read_foreign_key);
        else if (key == "checks") relation.checks = read_list<Check>(reader, read_check);
        else if (key == "exclusions") relation.exclusions = read_list<Exclusion>(reader, read_exclusion);
        else if (key == "indexes") relation.indexes = read_list<Index>(reader, read_index);
        else if (key == "column_origins") relation.column_origins = read_list<ColumnOrigin>(reader, read_origin);
        else if (key == "policies") relation.policies = read_list<Policy>(reader, read_policy);
        else if (key == "grants") relation.grants = read_list<Grant>(reader, read_grant);
        else if (key == "triggers") relation.triggers = read_list<Trigger>(reader, read_trigger);
        else if (key == "rules") relation.rules = read_strings(reader);
        else if (key == "triggers_complete") relation.triggers_complete = reader.boolean();
        else reader.skip();
    });
    if (relation.name.schema.empty() || relation.name.name.empty()) reader.fail("a relation without schema or name");
    return relation;
}

}  // namespace rowtype::snapshot
