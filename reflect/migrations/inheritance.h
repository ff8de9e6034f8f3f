// What a table takes from the tables that it inherits from or is a partition of.
#pragma once

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

// INHERITS and PARTITION OF: columns with NOT NULL and defaults, and checks; keys are not inherited (but see below).
void inherit_from(SchemaBuilder& schema, RelationState& table, RelationState& parent, bool as_partition);

// A partition gets its own copies of the parent's keys and indexes. PostgreSQL's copies of foreign keys (pg_constraint.conparentid)
// are left out, as the live source leaves them out: they were declared once.
void clone_keys_to_partition(SchemaBuilder& schema, RelationState& partition);
// The same for all partitions below a partitioned table, after it got another key or index.
void clone_keys_to_partitions(SchemaBuilder& schema, const RelationState& table);

// NO INHERIT and DETACH PARTITION: the columns stay.
void leave_parent(RelationState& table, const catalog::Relation& parent);

}  // namespace rowtype::migrations
