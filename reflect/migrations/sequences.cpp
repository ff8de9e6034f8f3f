// CREATE SEQUENCE, ALTER SEQUENCE, and what the builder knows of sequences.
#include "reflect/migrations/sequences.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "reflect/migrations/columns.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/type_names.h"

namespace rowtype::migrations {

using catalog::QualifiedName;
using catalog::Sequence;

namespace {

struct Bounds {
    std::int64_t lowest;
    std::int64_t highest;
};

Bounds bounds_of(std::string_view type) {
    if (type == "int2") return {std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max()};
    if (type == "int4") return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
    return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
}

// Numbers that int4 does not hold are Float nodes.
std::optional<std::int64_t> number_of(const Node& value) {
    if (value.is("Integer")) return value["ival"].integer();
    if (!value.is("Float")) return std::nullopt;
    const std::string_view text = value["fval"].string();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// OWNED BY table.column, or NONE.
void set_owner(SchemaBuilder& schema, Sequence& sequence, const Node& names) {
    const std::vector<std::string> parts = name_parts(names);
    if (parts.size() < 2) {
        sequence.owner_relation = {};
        sequence.owner_column.clear();
        return;
    }
    const RelationState* table = schema.find_relation(written_name({parts.begin(), parts.end() - 1}));
    if (table == nullptr) return;
    sequence.owner_relation = table->relation.name;
    sequence.owner_column = parts.back();
}

}  // namespace

Sequence plain_sequence(QualifiedName name, const std::string& type) {
    Sequence sequence;
    sequence.name = std::move(name);
    sequence.type = type;
    sequence.maximum = bounds_of(type).highest;
    return sequence;
}

std::string sequence_type_of(const catalog::Type& type) {
    return type.is_builtin("int2") || type.is_builtin("int4") ? type.name.name : "int8";
}

void change_sequence_type(Sequence& sequence, const std::string& type) {
    const Bounds before = bounds_of(sequence.type);
    const Bounds after = bounds_of(type);
    if (sequence.maximum == before.highest) sequence.maximum = after.highest;
    if (sequence.minimum == before.lowest) sequence.minimum = after.lowest;
    sequence.type = type;
}

void apply_sequence_options(SchemaBuilder& schema, Sequence& sequence, const Node& options, bool is_new) {
    if (const Node& type = option(options, "as")) {
        const std::string name = sequence_type_of(resolve_type(schema, type));
        if (is_new) {
            sequence.type = name;
        } else {
            change_sequence_type(sequence, name);
        }
    }
    if (const auto increment = number_of(option(options, "increment"))) sequence.increment = *increment;
    const Bounds bounds = bounds_of(sequence.type);
    const bool ascends = sequence.increment > 0;
    if (is_new || has_option(options, "maxvalue")) {
        sequence.maximum = number_of(option(options, "maxvalue")).value_or(ascends ? bounds.highest : -1);
    }
    if (is_new || has_option(options, "minvalue")) {
        sequence.minimum = number_of(option(options, "minvalue")).value_or(ascends ? 1 : bounds.lowest);
    }
    if (is_new) sequence.start = ascends ? sequence.minimum : sequence.maximum;
    if (const auto start = number_of(option(options, "start"))) sequence.start = *start;
    if (const auto cache = number_of(option(options, "cache"))) sequence.cache = *cache;
    if (has_option(options, "cycle")) sequence.cycle = option(options, "cycle")["boolval"].boolean();
    if (has_option(options, "owned_by")) set_owner(schema, sequence, option(options, "owned_by"));
}

void apply_create_sequence(SchemaBuilder& schema, const Node& statement) {
    const Node& target = statement["sequence"];
    if (target["relpersistence"].string() == "t") return;
    const QualifiedName name = schema.name_to_create(range_name(target));
    if (schema.is_relation_name_taken(name)) return;  // IF NOT EXISTS, or PostgreSQL refuses
    Sequence sequence;
    sequence.name = name;
    apply_sequence_options(schema, sequence, statement["options"], true);
    schema.add_sequence(std::move(sequence));
}

void apply_alter_sequence(SchemaBuilder& schema, const Node& statement) {
    SequenceState* state = schema.find_sequence(range_name(statement["sequence"]));
    if (state != nullptr) apply_sequence_options(schema, state->sequence, statement["options"], false);
}

// The builder's part -----------------------------------------------------------------------------------------------------

SequenceState* SchemaBuilder::find_sequence(const WrittenName& written) {
    for (const std::string& schema : lookup_schemas(written)) {
        if (SequenceState* state = find_sequence(QualifiedName{schema, written.name})) return state;
    }
    return nullptr;
}

SequenceState* SchemaBuilder::find_sequence(const QualifiedName& name) {
    const auto found = sequences_.find(name);
    return found == sequences_.end() ? nullptr : &found->second;
}

SequenceState* SchemaBuilder::owned_sequence(const QualifiedName& relation, std::string_view column) {
    const auto found = std::ranges::find_if(sequences_, [&](const auto& entry) {
        const Sequence& sequence = entry.second.sequence;
        return sequence.owner_relation == relation && sequence.owner_column == column;
    });
    return found == sequences_.end() ? nullptr : &found->second;
}

SequenceState& SchemaBuilder::add_sequence(Sequence sequence) {
    sequence.grants = access.grants_of_new(catalog::ObjectClass::Sequences, sequence.name.schema);
    const QualifiedName name = sequence.name;
    return sequences_[name] = SequenceState{std::move(sequence), access.current_role};
}

void SchemaBuilder::drop_sequence(const QualifiedName& name, bool cascade) {
    if (sequences_.erase(name) == 0 || !cascade) return;
    const std::string use = nextval_expression(name);
    for (auto& [relation, state] : relations_) {
        for (catalog::Column& column : state.relation.columns) {
            if (column.default_expression == use) column.default_expression.reset();
        }
    }
    std::vector<QualifiedName> views;
    for (const auto& [relation, state] : relations_) {
        if (std::ranges::find(state.reads, name) != state.reads.end()) views.push_back(relation);
    }
    drop_views(views);
}

void SchemaBuilder::rename_sequence(const QualifiedName& from, const QualifiedName& to) {
    auto moved = sequences_.extract(from);
    if (moved.empty()) return;
    moved.key() = to;
    moved.mapped().sequence.name = to;
    sequences_.insert(std::move(moved));
    const std::string before = nextval_expression(from);
    const std::string after = nextval_expression(to);
    for (auto& [relation, state] : relations_) {
        for (catalog::Column& column : state.relation.columns) {
            if (column.default_expression == before) column.default_expression = after;
        }
        std::ranges::replace(state.reads, from, to);
    }
}

void SchemaBuilder::for_each_sequence(const std::function<void(SequenceState&)>& visit) {
    for (auto& [name, state] : sequences_) visit(state);
}

}  // namespace rowtype::migrations
