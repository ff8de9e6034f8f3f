// Triggers and rules of relations while statements change them.
#pragma once

#include <string>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

// ALTER TABLE … ENABLE and DISABLE TRIGGER. ALL and USER mean the same here: triggers of foreign keys are not kept.
void switch_triggers(catalog::Relation& relation, const Node& command);

// The name stands behind its table's.
void drop_trigger(SchemaBuilder& schema, const Node& object);
void drop_rule(SchemaBuilder& schema, const Node& object);
void rename_trigger(SchemaBuilder& schema, const Node& statement, const std::string& to);
void rename_rule(SchemaBuilder& schema, const Node& statement, const std::string& to);

void rename_trigger_function(SchemaBuilder& schema, const catalog::QualifiedName& from, const catalog::QualifiedName& to);
// What DROP FUNCTION … CASCADE takes.
void drop_triggers_with(catalog::Relation& relation, const catalog::QualifiedName& function);
// What DROP COLUMN … CASCADE takes: those of UPDATE OF it.
void drop_triggers_of_column(catalog::Relation& relation, const std::string& column);
void rename_in_triggers(catalog::Relation& relation, const std::string& from, const std::string& to);

}  // namespace rowtype::migrations
