// Columns and constraints of CREATE TABLE and ALTER TABLE, which share their nodes.
#pragma once

#include <vector>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

// The constraints that a statement declares, in PostgreSQL's order of naming: checks, keys, foreign keys.
struct PendingConstraint {
    const Node* node = nullptr;  // Constraint
    std::string column;          // of a column constraint; empty for table constraints
    bool deferrable = false;     // DEFERRABLE and INITIALLY DEFERRED behind a column constraint are nodes of their own
    bool initially_deferred = false;
    std::size_t command = 0;  // of ALTER TABLE: those of one sub-command have the same; 0 in CREATE TABLE
};

// The column that a ColumnDef node declares, with its type, default, identity, NOT NULL; its keys, checks and references
// are appended to `pending`. Makes the sequence of a serial or identity column.
[[nodiscard]] catalog::Column read_column(SchemaBuilder& schema, RelationState& table, const Node& definition,
                                          std::vector<PendingConstraint>& pending);

// Adds the constraints to the table. Unnamed ones are named as PostgreSQL names them; a key that repeats another one of
// the same statement is dropped as PostgreSQL drops it.
void add_constraints(SchemaBuilder& schema, RelationState& table, const std::vector<PendingConstraint>& pending);

// The collation that a COLLATE clause gives, beside the type's own: empty where it is that one. Not of PostgreSQL's own: with its schema.
[[nodiscard]] std::string collation_beside(SchemaBuilder& schema, const Node& clause, const catalog::Type& type);

// The column without NOT NULL, default and so on changed by one of the attribute constraints (NOT NULL, DEFAULT, IDENTITY,
// GENERATED) of a ColumnDef or an ALTER COLUMN. `next` is where the next part of the statement starts, for slices.
void apply_column_attribute(SchemaBuilder& schema, RelationState& table, catalog::Column& column, const Node& constraint,
                            std::uint32_t next);

// DEFAULT NULL, or a NULL of the column's type: PostgreSQL keeps no default for it, but for types with modifiers, whose coercion makes it an expression.
[[nodiscard]] bool is_no_default(SchemaBuilder& schema, const Node& expression, const catalog::Type& type);

// nextval('schema.sequence'::regclass), as PostgreSQL prints it.
[[nodiscard]] std::string nextval_expression(const catalog::QualifiedName& sequence);
// A default's text: as it is written, but that a sequence is named in full.
[[nodiscard]] std::string default_text(SchemaBuilder& schema, const Node& expression, std::string written);
// Makes the sequence of a serial or identity column; `options` as in apply_sequence_options().
catalog::Sequence& add_owned_sequence(SchemaBuilder& schema, RelationState& table, const catalog::Column& column,
                                      const Node& options);

}  // namespace rowtype::migrations
