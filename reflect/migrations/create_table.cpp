// CREATE TABLE with LIKE, INHERITS, PARTITION BY and PARTITION OF; CREATE FOREIGN TABLE.
#include <algorithm>
#include <optional>
#include <tuple>

#include "reflect/migrations/columns.h"
#include "reflect/migrations/doubts.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/inheritance.h"
#include "reflect/migrations/object_names.h"
#include "reflect/migrations/sequences.h"
#include "reflect/migrations/type_names.h"

namespace rowtype::migrations {

using catalog::Column;
using catalog::QualifiedName;
using catalog::Relation;

namespace {

bool keeps_existing(SchemaBuilder& schema, const Node& statement, const QualifiedName& name);
void fill_table(SchemaBuilder& schema, RelationState& table, const Node& statement);
void keep_later_additions(RelationState& table, const std::optional<RelationState>& before);

}  // namespace

void apply_create_table(SchemaBuilder& schema, const Node& statement) {
    const Node& target = statement["relation"];
    const bool temporary = target["relpersistence"].string() == "t";
    const QualifiedName name =
        temporary ? QualifiedName{"pg_temp", range_name(target).name} : schema.name_to_create(range_name(target));
    if (keeps_existing(schema, statement, name)) return;
    std::optional<RelationState> assumed;
    if (const RelationState* existing = schema.find_relation(name); existing != nullptr && existing->assumed) assumed = *existing;

    Relation relation;
    relation.name = name;
    relation.kind = statement["partspec"] ? catalog::RelationKind::PartitionedTable : catalog::RelationKind::Table;
    RelationState& table = schema.add_relation(std::move(relation));
    table.temporary = temporary;
    if (temporary) table.relation.grants.clear();
    fill_table(schema, table, statement);
    keep_later_additions(table, assumed);
    // The statement that was not understood may have been the one that PostgreSQL took.
    if (assumed && assumed->not_understood && statement["if_not_exists"].boolean()) table.relation.columns_complete = false;
}

void apply_create_foreign_table(SchemaBuilder& schema, const Node& statement) {
    const Node& base = statement["base"] ? statement["base"] : statement["base_stmt"];
    apply_create_table(schema, base ? base : statement);
    const Node& target = (base ? base : statement)["relation"];
    RelationState* table = schema.find_relation(range_name(target));
    if (table != nullptr) table->relation.kind = catalog::RelationKind::ForeignTable;
}

namespace {

void add_columns(SchemaBuilder& schema, RelationState& table, const Node& elements, std::vector<PendingConstraint>& pending);
void add_like(SchemaBuilder& schema, RelationState& table, const Node& clause);
void add_typed_columns(SchemaBuilder& schema, RelationState& table, const Node& type_name);

// PostgreSQL keeps a relation that exists: silently with IF NOT EXISTS, else with an error. What a platform or an ALTER
// only announced gives way to the definition.
bool keeps_existing(SchemaBuilder& schema, const Node& statement, const QualifiedName& name) {
    RelationState* existing = schema.find_relation(name);
    if (existing == nullptr || existing->assumed) return false;
    if (existing->relation.presumed) {  // dropped before, perhaps
        if (!statement["if_not_exists"].boolean() && !schema.conditional) return false;
        existing->relation.presumed = false;
        doubt_everything(schema, *existing);
        return true;
    }
    if (statement["if_not_exists"].boolean() || schema.conditional) return true;
    if (!existing->relation.extension.empty()) return false;
    const bool differs = std::ranges::any_of(statement["tableElts"].items(), [&](const Node* element) {
        return element->is("ColumnDef") && existing->relation.find_column((*element)["colname"].string()) == nullptr;
    });
    if (differs) {
        schema.note(name.to_string() + " is created a second time, with other columns; which of them it has is taken as unknown");
        doubt_columns(*existing);
    }
    return true;
}

void fill_table(SchemaBuilder& schema, RelationState& table, const Node& statement) {
    std::vector<PendingConstraint> pending;
    for (const Node* parent : statement["inhRelations"].items()) {
        inherit_from(schema, table, schema.find_or_assume_relation(range_name(*parent)),
                     static_cast<bool>(statement["partbound"]));
    }
    if (statement["ofTypename"]) add_typed_columns(schema, table, statement["ofTypename"]);
    add_columns(schema, table, statement["tableElts"], pending);
    for (const NewerClause& clause : schema.source.newer) {
        if (clause.kind != NewerClause::Kind::NotNull) continue;
        for (Column& column : table.relation.columns) {
            if (column.name == clause.column) column.nullability = catalog::Nullability::NotNull;
        }
    }
    for (const Node* constraint : statement["constraints"].items()) pending.push_back({constraint, ""});
    add_constraints(schema, table, pending);
    if (statement["partbound"]) clone_keys_to_partition(schema, table);
}

void add_columns(SchemaBuilder& schema, RelationState& table, const Node& elements, std::vector<PendingConstraint>& pending) {
    for (const Node* element : elements.items()) {
        if (element->is("Constraint")) pending.push_back({element, ""});
        if (element->is("TableLikeClause")) add_like(schema, table, *element);
        if (!element->is("ColumnDef")) continue;
        Column column = read_column(schema, table, *element, pending);
        schema.set_column_origin(table, column.name, element->location());
        const auto inherited = std::ranges::find(table.relation.columns, column.name, &Column::name);
        if (inherited == table.relation.columns.end()) {
            table.relation.columns.push_back(std::move(column));
        } else {  // merged with an inherited or typed column: own attributes win, NOT NULL adds up
            const auto entry = table.inherited.find(column.name);
            if (entry != table.inherited.end() && !table.relation.partition_of) entry->second.is_local = true;
            if ((*element)["typeName"]) inherited->type = column.type;
            if (column.nullability == catalog::Nullability::NotNull) inherited->nullability = column.nullability;
            if (column.default_expression) inherited->default_expression = column.default_expression;
            if (column.identity != catalog::Identity::None) inherited->identity = column.identity;
            if (column.generated != catalog::Generated::None) {
                inherited->generated = column.generated;
                inherited->generated_expression = column.generated_expression;
            }
            if (!column.collation.empty()) inherited->collation = column.collation;
        }
    }
}

void add_typed_columns(SchemaBuilder& schema, RelationState& table, const Node& type_name) {
    const catalog::TypeDefinition* type = schema.find_type(written_name(name_parts(type_name)));
    if (type == nullptr) {
        schema.note("the type of the typed table " + table.relation.name.to_string() + " is not known");
        table.relation.columns_complete = false;
        return;
    }
    table.of_type = type->name;
    for (const catalog::Attribute& attribute : type->attributes) {
        Column column;
        column.name = attribute.name;
        column.type = attribute.type;
        column.type.array_dimensions = std::min<std::uint8_t>(column.type.array_dimensions, 1);
        table.relation.columns.push_back(std::move(column));
    }
}

// Bits of TableLikeOption (src/include/nodes/parsenodes.h).
constexpr std::int64_t kLikeComments = 1 << 0;
constexpr std::int64_t kLikeConstraints = 1 << 2;
constexpr std::int64_t kLikeDefaults = 1 << 3;
constexpr std::int64_t kLikeGenerated = 1 << 4;
constexpr std::int64_t kLikeIdentity = 1 << 5;
constexpr std::int64_t kLikeIndexes = 1 << 6;

Column like_column(const Column& original, std::int64_t options) {
    Column column = original;
    if ((options & kLikeComments) == 0) column.comment.clear();
    if ((options & kLikeDefaults) == 0) column.default_expression.reset();
    if ((options & kLikeIdentity) == 0) column.identity = catalog::Identity::None;
    if ((options & kLikeGenerated) == 0) {
        column.generated = catalog::Generated::None;
        column.generated_expression.reset();
    }
    return column;
}

// INCLUDING INDEXES gives the copies names of their own.
void like_indexes(SchemaBuilder& schema, RelationState& table, const Relation& original, bool with_comments) {
    const QualifiedName name = table.relation.name;
    if (original.primary_key && !table.relation.primary_key) {
        table.relation.primary_key = original.primary_key;
        table.relation.primary_key->name = choose_relation_name(schema, name, "", "pkey", true);
        if (!with_comments) table.relation.primary_key->comment.clear();
    }
    for (catalog::Key key : original.unique_keys) {
        key.name = choose_key_name(schema, name, key);
        if (!with_comments) key.comment.clear();
        table.relation.unique_keys.push_back(std::move(key));
    }
    for (catalog::Index index : original.indexes) {
        const auto excludes = std::ranges::find(original.exclusions, index.name, &catalog::Exclusion::name);
        const std::string addition = join_column_names(index_column_names(named_columns(index)));
        if (excludes == original.exclusions.end()) {
            index.name = choose_index_name(schema, name, index);
        } else {
            catalog::Exclusion exclusion = *excludes;
            exclusion.name = index.name = choose_relation_name(schema, name, addition, "excl", true);
            if (!with_comments) exclusion.comment.clear();
            table.relation.exclusions.push_back(std::move(exclusion));
        }
        table.relation.indexes.push_back(std::move(index));
    }
}

// The copy has a sequence of its own, with the options of the original's.
void copy_identity_sequence(SchemaBuilder& schema, RelationState& table, const Relation& original, const Column& column) {
    const SequenceState* copied = schema.owned_sequence(original.name, column.name);
    const std::optional<catalog::Sequence> options = copied == nullptr ? std::nullopt : std::optional(copied->sequence);
    catalog::Sequence& sequence = add_owned_sequence(schema, table, column, Node::null());
    sequence.is_identity = true;
    sequence.type = "int8";  // the one thing that PostgreSQL does not copy
    if (!options) return;
    std::tie(sequence.start, sequence.increment, sequence.minimum, sequence.maximum, sequence.cache, sequence.cycle) =
        std::tie(options->start, options->increment, options->minimum, options->maximum, options->cache, options->cycle);
}

void add_like(SchemaBuilder& schema, RelationState& table, const Node& clause) {
    const std::int64_t options = clause["options"].integer();
    const Relation original = schema.find_or_assume_relation(range_name(clause["relation"])).relation;
    if (!original.columns_complete) table.relation.columns_complete = false;
    for (const Column& column : original.columns) {
        schema.set_column_origin(table, column.name, clause["relation"].location());
        table.relation.columns.push_back(like_column(column, options));
        Column& copy = table.relation.columns.back();  // of a view no NOT NULL is declared
        if (original.is_view()) copy.nullability = catalog::Nullability::Nullable;
        const bool copied_identity = table.relation.columns.back().identity != catalog::Identity::None;
        if (copied_identity) copy_identity_sequence(schema, table, original, column);
    }
    const bool with_comments = (options & kLikeComments) != 0;
    for (catalog::Check check : original.checks) {
        if ((options & kLikeConstraints) == 0) break;
        check.validated = check.enforced;
        if (!with_comments) check.comment.clear();
        table.relation.checks.push_back(std::move(check));
    }
    if ((options & kLikeIndexes) != 0) like_indexes(schema, table, original, with_comments);
}

// A migration dated before the table that it alters: what it added stays.
void keep_later_additions(RelationState& table, const std::optional<RelationState>& before) {
    if (!before) return;
    for (const Column& column : before->relation.columns) {
        if (table.relation.find_column(column.name) != nullptr) continue;
        table.relation.columns.push_back(column);
        if (const auto origin = before->column_origins.find(column.name); origin != before->column_origins.end()) {
            table.column_origins[column.name] = origin->second;
        }
    }
    Relation& relation = table.relation;
    const auto keep = [](auto& own, const auto& earlier) {
        for (const auto& object : earlier) {
            const bool has = std::ranges::any_of(own, [&](const auto& other) { return other.name == object.name; });
            if (!has) own.push_back(object);
        }
    };
    if (!relation.primary_key) relation.primary_key = before->relation.primary_key;
    keep(relation.unique_keys, before->relation.unique_keys);
    keep(relation.foreign_keys, before->relation.foreign_keys);
    keep(relation.checks, before->relation.checks);
    keep(relation.indexes, before->relation.indexes);
    keep(relation.exclusions, before->relation.exclusions);
    keep(relation.policies, before->relation.policies);
    keep(relation.triggers, before->relation.triggers);
    relation.rules = before->relation.rules;
    relation.row_security = before->relation.row_security;
    relation.row_security_forced = before->relation.row_security_forced;
    for (const catalog::Grant& grant : before->relation.grants) {
        add_grant(relation.grants, grant.role, grant.column, grant.privileges);
    }
    table.policy_reads = before->policy_reads;
    if (!relation.primary_key) return;
    for (Column& column : relation.columns) {
        const std::vector<std::string>& key = relation.primary_key->columns;
        if (std::ranges::find(key, column.name) != key.end()) column.nullability = catalog::Nullability::NotNull;
    }
}

}  // namespace

}  // namespace rowtype::migrations
