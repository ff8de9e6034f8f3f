// CREATE TRIGGER, CREATE RULE, ALTER TABLE … DISABLE TRIGGER, and what takes triggers with it.
#include "reflect/migrations/triggers.h"

#include <algorithm>
#include <array>

#include "reflect/migrations/handlers.h"

namespace rowtype::migrations {

using catalog::QualifiedName;
using catalog::Relation;
using catalog::Trigger;
using catalog::TriggerState;
using catalog::TriggerTiming;

namespace {

// The bits of CreateTrigStmt.timing and .events (src/include/catalog/pg_trigger.h).
constexpr std::int64_t kBefore = 2;
constexpr std::int64_t kInsteadOf = 64;
constexpr std::int64_t kInsert = 4;
constexpr std::int64_t kDelete = 8;
constexpr std::int64_t kUpdate = 16;
constexpr std::int64_t kTruncate = 32;

// Of pg_catalog; every other function of a trigger is somebody's.
constexpr std::array<std::string_view, 3> kBuiltinFunctions = {"suppress_redundant_updates_trigger", "tsvector_update_trigger",
                                                               "tsvector_update_trigger_column"};

// A function of an extension is not known by its arguments; then its schema is not told where the statement does not write one.
QualifiedName function_meant(SchemaBuilder& schema, const WrittenName& written) {
    for (const std::string& place : schema.search_path) {
        for (const FunctionState& state : schema.functions()) {
            const QualifiedName& name = state.function.name;
            const std::string& wanted = written.schema.empty() ? place : written.schema;
            if (name.name == written.name && name.schema == wanted) return name;
        }
    }
    const bool is_builtin = std::ranges::find(kBuiltinFunctions, written.name) != kBuiltinFunctions.end();
    return {written.schema.empty() && is_builtin ? "pg_catalog" : written.schema, written.name};
}

Trigger read_trigger(SchemaBuilder& schema, const Node& statement) {
    Trigger trigger;
    trigger.name = statement["trigname"].string();
    trigger.function = function_meant(schema, written_name(name_parts(statement["funcname"])));
    const std::int64_t timing = statement["timing"].integer();
    trigger.timing = timing == kBefore      ? TriggerTiming::Before
                     : timing == kInsteadOf ? TriggerTiming::InsteadOf
                                            : TriggerTiming::After;
    trigger.for_each_row = statement["row"].boolean();
    const std::int64_t events = statement["events"].integer();
    trigger.on_insert = (events & kInsert) != 0;
    trigger.on_update = (events & kUpdate) != 0;
    trigger.on_delete = (events & kDelete) != 0;
    trigger.on_truncate = (events & kTruncate) != 0;
    trigger.columns = name_parts(statement["columns"]);
    return trigger;
}

TriggerState state_after(std::string_view subtype) {
    if (subtype.starts_with("AT_Disable")) return TriggerState::Disabled;
    if (subtype == "AT_EnableAlwaysTrig") return TriggerState::Always;
    if (subtype == "AT_EnableReplicaTrig") return TriggerState::Replica;
    return TriggerState::Enabled;
}

// Partitions share their parent's triggers, which are therefore switched with it; what they share is not told of them here.
void switch_all(Relation& relation, TriggerState state) {
    for (Trigger& trigger : relation.triggers) trigger.state = state;
}

}  // namespace

void apply_create_trigger(SchemaBuilder& schema, const Node& statement) {
    const WrittenName written = range_name(statement["relation"]);
    RelationState* table = schema.find_relation(written);
    if (table == nullptr && schema.conditional) return;
    if (table == nullptr) table = &schema.find_or_assume_relation(written);
    Trigger trigger = read_trigger(schema, statement);
    std::vector<Trigger>& triggers = table->relation.triggers;
    const auto earlier = std::ranges::find(triggers, trigger.name, &Trigger::name);
    if (earlier == triggers.end()) {
        triggers.push_back(std::move(trigger));
    } else if (statement["replace"].boolean()) {
        trigger.state = earlier->state;
        *earlier = std::move(trigger);
    }
}

void apply_create_rule(SchemaBuilder& schema, const Node& statement) {
    RelationState* state = schema.find_relation(range_name(statement["relation"]));
    if (state == nullptr) return;
    const std::string name(statement["rulename"].string());
    if (name == "_RETURN") return make_view_of_table(schema, *state);
    std::vector<std::string>& rules = state->relation.rules;
    if (std::ranges::find(rules, name) == rules.end()) rules.push_back(name);
}

void switch_triggers(Relation& relation, const Node& command) {
    const std::string_view subtype = command["subtype"].string();
    const bool all = subtype.ends_with("TrigAll") || subtype.ends_with("TrigUser");
    if (all) return switch_all(relation, state_after(subtype));
    const auto named = std::ranges::find(relation.triggers, command["name"].string(), &Trigger::name);
    if (named != relation.triggers.end()) named->state = state_after(subtype);
}

void drop_trigger(SchemaBuilder& schema, const Node& object) {
    const std::vector<std::string> parts = name_parts(object);
    if (parts.size() < 2) return;
    RelationState* table = schema.find_relation(written_name({parts.begin(), parts.end() - 1}));
    if (table == nullptr) return;
    std::erase_if(table->relation.triggers, [&](const Trigger& trigger) { return trigger.name == parts.back(); });
}

void drop_rule(SchemaBuilder& schema, const Node& object) {
    const std::vector<std::string> parts = name_parts(object);
    if (parts.size() < 2) return;
    RelationState* table = schema.find_relation(written_name({parts.begin(), parts.end() - 1}));
    if (table != nullptr) std::erase(table->relation.rules, parts.back());
}

void rename_trigger(SchemaBuilder& schema, const Node& statement, const std::string& to) {
    RelationState* table = schema.find_relation(range_name(statement["relation"]));
    if (table == nullptr) return;
    const std::string from(statement["subname"].string());
    for (Trigger& trigger : table->relation.triggers) {
        if (trigger.name == from) trigger.name = to;
    }
}

void rename_rule(SchemaBuilder& schema, const Node& statement, const std::string& to) {
    RelationState* table = schema.find_relation(range_name(statement["relation"]));
    if (table != nullptr) std::ranges::replace(table->relation.rules, std::string(statement["subname"].string()), to);
}

void rename_trigger_function(SchemaBuilder& schema, const QualifiedName& from, const QualifiedName& to) {
    schema.for_each_relation([&](RelationState& state) {
        for (Trigger& trigger : state.relation.triggers) {
            if (trigger.function == from) trigger.function = to;
        }
    });
}

void drop_triggers_with(Relation& relation, const QualifiedName& function) {
    std::erase_if(relation.triggers, [&](const Trigger& trigger) { return trigger.function == function; });
}

void drop_triggers_of_column(Relation& relation, const std::string& column) {
    std::erase_if(relation.triggers,
                  [&](const Trigger& trigger) { return std::ranges::find(trigger.columns, column) != trigger.columns.end(); });
}

void rename_in_triggers(Relation& relation, const std::string& from, const std::string& to) {
    for (Trigger& trigger : relation.triggers) std::ranges::replace(trigger.columns, from, to);
}

}  // namespace rowtype::migrations
