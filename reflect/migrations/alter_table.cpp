// ALTER TABLE (and VIEW, FOREIGN TABLE, TYPE … ATTRIBUTE, which share its node): every sub-command that changes columns or
// constraints. To add one: a function and its row in kCommands.
#include <algorithm>
#include <array>
#include <tuple>

#include "reflect/migrations/columns.h"
#include "reflect/migrations/doubts.h"
#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/grants.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/inheritance.h"
#include "reflect/migrations/sequences.h"
#include "reflect/migrations/triggers.h"
#include "reflect/migrations/type_names.h"

namespace rowtype::migrations {

using catalog::Column;
using catalog::Relation;

namespace {

// A statement's state over its sub-commands.
struct Alteration {
    SchemaBuilder& schema;
    RelationState& table;
    std::vector<PendingConstraint> pending;  // added together at the end, as PostgreSQL does
    bool only = false;                       // ALTER TABLE ONLY
};

using Command = void (*)(Alteration& alteration, const Node& command);
Command find_command(std::string_view subtype);
void alter_sequence_owner(SchemaBuilder& schema, const Node& statement);
Column* find_column(RelationState& table, std::string_view name);

}  // namespace

void apply_alter_table(SchemaBuilder& schema, const Node& statement) {
    const std::string_view kind = statement["objtype"].string();
    if (kind == "OBJECT_INDEX") return;
    if (kind == "OBJECT_SEQUENCE") return alter_sequence_owner(schema, statement);
    if (kind == "OBJECT_TYPE") return apply_alter_composite(schema, statement);
    const WrittenName written = range_name(statement["relation"]);
    RelationState* table = schema.find_relation(written);
    if (table == nullptr && schema.find_sequence(written) != nullptr) return alter_sequence_owner(schema, statement);
    if (table == nullptr) {
        if (statement["missing_ok"].boolean() || schema.conditional) return;
        const bool changes = std::ranges::any_of(statement["cmds"].items(), [](const Node* command) {
            return find_command((*command)["subtype"].string()) != nullptr;
        });
        if (!changes) return;
        table = &schema.find_or_assume_relation(written);
    }
    Alteration alteration{schema, *table, {}, !statement["relation"]["inh"].boolean()};
    for (const Node* command : statement["cmds"].items()) {
        const std::size_t known = alteration.pending.size();
        if (const Command apply = find_command((*command)["subtype"].string())) apply(alteration, *command);
        for (std::size_t index = known; index < alteration.pending.size(); ++index) alteration.pending[index].command = known + 1;
    }
    add_constraints(schema, *table, alteration.pending);
    for (const NewerClause& clause : schema.source.newer) {
        Column* column = clause.kind == NewerClause::Kind::NotNullNotValid ? find_column(*table, clause.column) : nullptr;
        if (column != nullptr && column->nullability == catalog::Nullability::Nullable) {
            column->nullability = catalog::Nullability::Unknown;  // rows from before may hold NULL
        }
    }
    if (statement["relation"]["inh"].boolean() && !alteration.pending.empty()) clone_keys_to_partitions(schema, *table);
}

namespace {

Column* find_column(RelationState& table, std::string_view name) {
    const auto found = std::ranges::find(table.relation.columns, name, &Column::name);
    return found == table.relation.columns.end() ? nullptr : &*found;
}

// Identity is not inherited, but partitions share it.
enum class Reaches : std::uint8_t { Children, Partitions };

// Calls `change` for the column in the table and, as inheritance does, in the tables below it.
template <class Change>
void change_column(Alteration& alteration, const Node& command, const Change& change, Reaches reaches = Reaches::Children) {
    const std::string name(command["name"].string());
    Column* column = find_column(alteration.table, name);
    if (column == nullptr) {
        Relation& relation = alteration.table.relation;
        alteration.table.absent_columns.erase(name);  // it is there, whoever made it
        if (relation.columns_complete && !alteration.schema.conditional) {
            relation.columns_complete = false;
            alteration.schema.note("no statement before this one creates the column " + name + " of " +
                                   relation.name.to_string() + "; the table's columns are taken as not all known");
        }
        return;
    }
    change(*column);
    for (RelationState* child : alteration.schema.children_of(alteration.table.relation.name)) {
        if (reaches == Reaches::Partitions && !child->relation.partition_of) continue;
        if (Column* inherited = find_column(*child, name)) change(*inherited);
    }
}

void add_to_children(SchemaBuilder& schema, const RelationState& parent, const Column& column) {
    for (RelationState* child : schema.children_of(parent.relation.name)) {
        if (find_column(*child, column.name) != nullptr) {
            ++child->inherited.try_emplace(column.name, InheritedColumn{0, true}).first->second.parents;
            continue;
        }
        child->inherited[column.name] = {1, false};
        Column inherited = column;
        inherited.comment.clear();
        if (!child->relation.partition_of) inherited.identity = catalog::Identity::None;
        child->relation.columns.push_back(inherited);
        schema.set_column_origin(*child, column.name, 0);
        add_to_children(schema, *child, column);
    }
}

void add_column(Alteration& alteration, const Node& command) {
    const Node& definition = command["def"];
    const std::string name(definition["colname"].string());
    if (find_column(alteration.table, name) != nullptr) return;  // IF NOT EXISTS, or PostgreSQL refuses
    Column column = read_column(alteration.schema, alteration.table, definition, alteration.pending);
    alteration.schema.set_column_origin(alteration.table, name, definition.location());
    alteration.table.relation.columns.push_back(column);
    add_to_children(alteration.schema, alteration.table, column);
}

void drop_column(Alteration& alteration, const Node& command) {
    const std::string name(command["name"].string());
    const auto inherited = alteration.table.inherited.find(name);
    const bool is_refused = inherited != alteration.table.inherited.end() && inherited->second.parents > 0;
    if (is_refused) return;
    if (find_column(alteration.table, name) == nullptr) return alteration.schema.note_unseen_removal(alteration.table, name, "");
    alteration.schema.drop_column(alteration.table, name, command["behavior"].string() == "DROP_CASCADE", alteration.only);
}

void set_default(Alteration& alteration, const Node& command) {
    const std::string_view text = alteration.schema.source.text;
    std::optional<std::string> expression;
    if (command["def"]) {
        // The last SET DEFAULT that starts before the expression is its own.
        const auto first = static_cast<std::uint32_t>(std::max<std::int64_t>(first_location(command["def"]), 0));
        std::uint32_t begin = npos();
        for (std::uint32_t next = after_words(text, "set default", 0, first); next != npos();
             next = after_words(text, "set default", next, first)) {
            begin = next;
        }
        if (begin != npos()) expression = default_text(alteration.schema, command["def"], expression_from(text, begin));
    }
    change_column(alteration, command, [&](Column& column) {
        column.default_expression = is_no_default(alteration.schema, command["def"], column.type) ? std::nullopt : expression;
    });
}

void set_not_null(Alteration& alteration, const Node& command) {
    alteration.schema.forget_what_views_prove(alteration.table.relation.name);
    change_column(alteration, command, [](Column& column) { column.nullability = catalog::Nullability::NotNull; });
}

// PostgreSQL refuses for the columns of a primary key and for identity columns.
void drop_not_null(Alteration& alteration, const Node& command) {
    const Relation& relation = alteration.table.relation;
    const std::string name(command["name"].string());
    const Column* column = relation.find_column(name);
    if (relation.primary_key && std::ranges::find(relation.primary_key->columns, name) != relation.primary_key->columns.end())
        return;
    if (column != nullptr && column->identity != catalog::Identity::None) return;
    alteration.schema.forget_what_views_prove(relation.name);
    change_column(alteration, command, [](Column& changed) { changed.nullability = catalog::Nullability::Nullable; });
}

void alter_type(Alteration& alteration, const Node& command) {
    const Node& definition = command["def"];
    const catalog::Type type = resolve_type(alteration.schema, definition["typeName"]);
    const std::string collation = collation_beside(alteration.schema, definition["collClause"], type);
    change_column(alteration, command, [&](Column& column) {
        column.type = type;
        column.collation = collation;
    });
    alteration.schema.forget_what_views_prove(alteration.table.relation.name);  // a domain may refuse NULL
    SequenceState* owned = alteration.schema.owned_sequence(alteration.table.relation.name, command["name"].string());
    if (owned != nullptr && owned->sequence.is_identity) change_sequence_type(owned->sequence, sequence_type_of(type));
}

// The partitions share the sequence.
void add_identity(Alteration& alteration, const Node& command) {
    Column* own = find_column(alteration.table, command["name"].string());
    if (own == nullptr || own->identity != catalog::Identity::None) return;
    apply_column_attribute(alteration.schema, alteration.table, *own, command["def"], npos());
    const Column changed = *own;
    change_column(
        alteration, command,
        [&](Column& column) { std::tie(column.identity, column.nullability) = std::tie(changed.identity, changed.nullability); },
        Reaches::Partitions);
}

void set_identity(Alteration& alteration, const Node& command) {
    const Node& options = command["def"].is("List") ? command["def"]["items"] : command["def"];
    for (const Node* item : options.items()) {
        if ((*item)["defname"].string() != "generated") continue;
        const bool always = (*item)["arg"]["ival"].integer() == 'a';
        change_column(
            alteration, command,
            [always](Column& column) { column.identity = always ? catalog::Identity::Always : catalog::Identity::ByDefault; },
            Reaches::Partitions);
    }
    SequenceState* owned = alteration.schema.owned_sequence(alteration.table.relation.name, command["name"].string());
    if (owned != nullptr) apply_sequence_options(alteration.schema, owned->sequence, options, false);
}

void drop_identity(Alteration& alteration, const Node& command) {
    change_column(
        alteration, command, [](Column& column) { column.identity = catalog::Identity::None; }, Reaches::Partitions);
    const SequenceState* owned = alteration.schema.owned_sequence(alteration.table.relation.name, command["name"].string());
    if (owned != nullptr && owned->sequence.is_identity)
        alteration.schema.drop_sequence(catalog::QualifiedName(owned->sequence.name), false);
}

void set_expression(Alteration& alteration, const Node& command) {
    const std::uint32_t begin = after_words(alteration.schema.source.text, "set expression as", 0);
    if (begin == npos()) return;
    const std::string expression = inside_parentheses(alteration.schema.source.text, begin);
    change_column(alteration, command, [&](Column& column) { column.generated_expression = expression; });
}

void drop_expression(Alteration& alteration, const Node& command) {
    change_column(alteration, command, [](Column& column) {
        column.generated = catalog::Generated::None;
        column.generated_expression.reset();
    });
}

void add_constraint(Alteration& alteration, const Node& command) { alteration.pending.push_back({&command["def"], ""}); }

void drop_constraint_named(Relation& relation, const std::string& name) {
    const auto named = [&](const auto& constraint) { return constraint.name == name; };
    if (relation.primary_key && relation.primary_key->name == name) relation.primary_key.reset();
    std::erase_if(relation.unique_keys, named);
    std::erase_if(relation.foreign_keys, named);
    std::erase_if(relation.checks, named);
    if (std::erase_if(relation.exclusions, named) != 0) std::erase_if(relation.indexes, named);
}

void drop_check_of_children(SchemaBuilder& schema, const Relation& parent, const std::string& name) {
    for (RelationState* child : schema.children_of(parent.name)) {
        std::erase_if(child->relation.checks, [&](const catalog::Check& check) { return check.name == name; });
        drop_check_of_children(schema, child->relation, name);
    }
}

// CASCADE takes the foreign keys that need the key with it.
void drop_foreign_keys_to(SchemaBuilder& schema, const Relation& target, const std::string& key_name) {
    const catalog::Key* key = target.primary_key && target.primary_key->name == key_name ? &*target.primary_key : nullptr;
    for (const catalog::Key& unique : target.unique_keys) {
        if (unique.name == key_name) key = &unique;
    }
    if (key == nullptr) return;
    const std::vector<std::string> columns = key->columns;
    schema.for_each_relation([&](RelationState& state) {
        std::erase_if(state.relation.foreign_keys, [&](const catalog::ForeignKey& foreign) {
            return foreign.referenced_relation == target.name && foreign.referenced_columns == columns;
        });
    });
}

// GROUP BY of the primary key lets a view name the table's other columns, and makes it depend on the key. Whether it does so
// outside of aggregates is not told here.
void doubt_grouped_views(SchemaBuilder& schema, const Relation& table, const std::string& key_name) {
    if (!table.primary_key || table.primary_key->name != key_name) return;
    const auto is_grouped = [](const RelationState& state, const std::string& column) {
        return std::ranges::find(state.groups_by, column) != state.groups_by.end();
    };
    std::vector<catalog::QualifiedName> views;
    schema.for_each_relation([&](const RelationState& state) {
        const bool reads = std::ranges::find(state.reads, table.name) != state.reads.end();
        const auto& key = table.primary_key->columns;
        const bool by_key = std::ranges::all_of(key, [&](const std::string& column) { return is_grouped(state, column); });
        if (!reads || !by_key) return;
        const bool names_others = std::ranges::any_of(state.mentions, [&](const std::string& column) {
            return !is_grouped(state, column) && (column == "*" || table.find_column(column) != nullptr);
        });
        if (names_others) views.push_back(state.relation.name);
    });
    for (const catalog::QualifiedName& view : views) {
        if (RelationState* state = schema.find_relation(view)) doubt_relation_exists(schema, *state, true);
    }
}

void drop_constraint(Alteration& alteration, const Node& command) {
    const std::string name(command["name"].string());
    if (command["behavior"].string() == "DROP_CASCADE") drop_foreign_keys_to(alteration.schema, alteration.table.relation, name);
    if (command["behavior"].string() == "DROP_CASCADE") doubt_grouped_views(alteration.schema, alteration.table.relation, name);
    const auto& checks = alteration.table.relation.checks;
    const auto check = std::ranges::find(checks, name, &catalog::Check::name);
    if (check != checks.end() && check->inherited) drop_check_of_children(alteration.schema, alteration.table.relation, name);
    drop_constraint_named(alteration.table.relation, name);
}

void alter_constraint(Alteration& alteration, const Node& command) {
    for (catalog::ForeignKey& key : alteration.table.relation.foreign_keys) {
        if (key.name != command["def"]["conname"].string()) continue;
        const std::vector<NewerClause>& newer = alteration.schema.source.newer;
        if (!newer.empty()) {  // [NOT] ENFORCED
            key.enforced = newer.front().kind == NewerClause::Kind::Enforced;
            key.validated = key.enforced;
            continue;
        }
        key.initially_deferred = command["def"]["initdeferred"].boolean();
        key.deferrable = key.initially_deferred || command["def"]["deferrable"].boolean();
    }
}

void validate_check(SchemaBuilder& schema, Relation& relation, std::string_view name) {
    for (catalog::Check& check : relation.checks) {
        if (check.name == name) check.validated = true;
    }
    for (RelationState* child : schema.children_of(relation.name)) validate_check(schema, child->relation, name);
}

void validate_constraint(Alteration& alteration, const Node& command) {
    const std::string_view name = command["name"].string();
    for (catalog::ForeignKey& key : alteration.table.relation.foreign_keys) {
        if (key.name == name) key.validated = key.enforced;
    }
    validate_check(alteration.schema, alteration.table.relation, name);
}

void change_owner(Alteration& alteration, const Node& command) {
    alteration.schema.change_owner(alteration.table, role_of(alteration.schema.access, command["newowner"]).value_or(""));
}

void enable_row_security(Alteration& alteration, const Node&) { alteration.table.relation.row_security = true; }
void disable_row_security(Alteration& alteration, const Node&) { alteration.table.relation.row_security = false; }
void force_row_security(Alteration& alteration, const Node&) { alteration.table.relation.row_security_forced = true; }
void no_force_row_security(Alteration& alteration, const Node&) { alteration.table.relation.row_security_forced = false; }

void attach_partition(Alteration& alteration, const Node& command) {
    RelationState& child = alteration.schema.find_or_assume_relation(range_name(command["def"]["name"]));
    inherit_from(alteration.schema, child, alteration.table, true);
    clone_keys_to_partition(alteration.schema, child);
}

void detach_partition(Alteration& alteration, const Node& command) {
    RelationState* child = alteration.schema.find_relation(range_name(command["def"]["name"]));
    if (child == nullptr) return;
    child->relation.partition_of.reset();
    leave_parent(*child, alteration.table.relation);
    for (Column& column : child->relation.columns) column.identity = catalog::Identity::None;
}

void add_inherit(Alteration& alteration, const Node& command) {
    RelationState& parent = alteration.schema.find_or_assume_relation(range_name(command["def"]));
    inherit_from(alteration.schema, alteration.table, parent, false);
}

void drop_inherit(Alteration& alteration, const Node& command) {
    const RelationState* parent = alteration.schema.find_relation(range_name(command["def"]));
    if (parent == nullptr) return;
    leave_parent(alteration.table, parent->relation);
    std::erase(alteration.table.relation.inherits, parent->relation.name);
    alteration.schema.forget_what_views_prove(parent->relation.name);
}

void add_of(Alteration& alteration, const Node& command) {
    const catalog::TypeDefinition* type = alteration.schema.find_type(written_name(name_parts(command["def"])));
    if (type != nullptr) alteration.table.of_type = type->name;
}

void drop_of(Alteration& alteration, const Node&) { alteration.table.of_type = {}; }

void switch_trigger(Alteration& alteration, const Node& command) { switch_triggers(alteration.table.relation, command); }

struct CommandRow {
    std::string_view subtype;  // AlterTableType, src/include/nodes/parsenodes.h
    Command apply;
};

constexpr std::array<CommandRow, 36> kCommands = {{
    {"AT_AddColumn", add_column},
    {"AT_DropColumn", drop_column},
    {"AT_ColumnDefault", set_default},
    {"AT_SetNotNull", set_not_null},
    {"AT_DropNotNull", drop_not_null},
    {"AT_AlterColumnType", alter_type},
    {"AT_AddIdentity", add_identity},
    {"AT_SetIdentity", set_identity},
    {"AT_DropIdentity", drop_identity},
    {"AT_SetExpression", set_expression},
    {"AT_DropExpression", drop_expression},
    {"AT_AddConstraint", add_constraint},
    {"AT_DropConstraint", drop_constraint},
    {"AT_AlterConstraint", alter_constraint},
    {"AT_EnableRowSecurity", enable_row_security},
    {"AT_DisableRowSecurity", disable_row_security},
    {"AT_ForceRowSecurity", force_row_security},
    {"AT_NoForceRowSecurity", no_force_row_security},
    {"AT_ValidateConstraint", validate_constraint},
    {"AT_ChangeOwner", change_owner},
    {"AT_AttachPartition", attach_partition},
    {"AT_DetachPartition", detach_partition},
    {"AT_DetachPartitionFinalize", detach_partition},
    {"AT_AddInherit", add_inherit},
    {"AT_DropInherit", drop_inherit},
    {"AT_AddOf", add_of},
    {"AT_DropOf", drop_of},
    {"AT_AddIndexConstraint", add_constraint},
    {"AT_EnableTrig", switch_trigger},
    {"AT_EnableAlwaysTrig", switch_trigger},
    {"AT_EnableReplicaTrig", switch_trigger},
    {"AT_DisableTrig", switch_trigger},
    {"AT_EnableTrigAll", switch_trigger},
    {"AT_DisableTrigAll", switch_trigger},
    {"AT_EnableTrigUser", switch_trigger},
    {"AT_DisableTrigUser", switch_trigger},
}};

Command find_command(std::string_view subtype) {
    if (subtype.empty()) subtype = "AT_AddColumn";  // the first of the enumeration
    const auto found = std::ranges::find(kCommands, subtype, &CommandRow::subtype);
    return found == kCommands.end() ? nullptr : found->apply;
}

void alter_sequence_owner(SchemaBuilder& schema, const Node& statement) {
    SequenceState* state = schema.find_sequence(range_name(statement["relation"]));
    if (state == nullptr) return;
    for (const Node* command : statement["cmds"].items()) {
        if ((*command)["subtype"].string() != "AT_ChangeOwner") continue;
        schema.change_owner(*state, role_of(schema.access, (*command)["newowner"]).value_or(""));
    }
}

}  // namespace

}  // namespace rowtype::migrations
