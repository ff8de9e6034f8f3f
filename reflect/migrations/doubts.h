// Marks of what may be otherwise than it stands, for statements of which not all is known.
//
// A column that may be gone, renamed or replaced is one of unknown nullability in a relation whose columns are not complete.
#pragma once

#include <functional>
#include <string>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

// Calls `visit` for the relation of that name and, as inheritance does, for those below it. Where the name could not be
// read: for every relation (of its schema, where that is known).
void for_each_meant(SchemaBuilder& schema, const WrittenName& written, const std::function<void(RelationState&)>& visit);
// The same of types.
void for_each_meant_type(SchemaBuilder& schema, const WrittenName& written,
                         const std::function<void(catalog::TypeDefinition&)>& visit);
// The schema in which something of that name is made; "*" where it is not known.
[[nodiscard]] std::string schema_meant(SchemaBuilder& schema, const WrittenName& written);

void doubt_type(catalog::Column& column);
// It may have come or gone.
void doubt_not_null(SchemaBuilder& schema, const RelationState& state, catalog::Column& column);
// Default, identity, generation.
void doubt_default(catalog::Column& column);
// The column may be gone, or renamed.
void doubt_existence(SchemaBuilder& schema, RelationState& state, catalog::Column& column);
// Anything of the relation, but that it is there.
void doubt_everything(SchemaBuilder& schema, RelationState& state);
// What was dropped, perhaps.
void doubt_relation_exists(SchemaBuilder& schema, RelationState& state, bool cascade);
// Its labels, attributes or conditions may be others. An enum whose labels are not known is a type of some other kind.
void doubt_definition(catalog::TypeDefinition& type);
void doubt_type_exists(SchemaBuilder& schema, catalog::TypeDefinition& type, bool cascade);

}  // namespace rowtype::migrations
