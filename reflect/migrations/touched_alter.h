// What ALTER of a relation or type could change of which not all is known. Internal to touched.cpp.
#pragma once

#include "reflect/migrations/schema_builder.h"
#include "reflect/migrations/words.h"

namespace rowtype::migrations {

// `words` stands behind ALTER TABLE, VIEW, MATERIALIZED VIEW or FOREIGN TABLE, and is moved to the end of the statement.
// Answers whether anything is unknown now beside privileges and row-level security.
bool mark_alter_table(SchemaBuilder& schema, Words& words);
// The same behind ALTER TYPE and ALTER DOMAIN.
bool mark_alter_type(SchemaBuilder& schema, Words& words);

}  // namespace rowtype::migrations
