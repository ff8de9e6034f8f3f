// From a TypeName node to a catalog type.
#pragma once

#include <string>

#include "reflect/catalog/types.h"
#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

// The type that a TypeName node means at this point of the files: built-in names first, then the search path, row types of
// relations and `table.column%TYPE` included. A name that nothing defines gives an unknown type (empty schema, name as
// written).
[[nodiscard]] catalog::Type resolve_type(SchemaBuilder& schema, const Node& type_name);

// The integer that a serial pseudo-type stands for ("int4" of serial), or an empty string.
[[nodiscard]] std::string serial_base(const Node& type_name);

}  // namespace rowtype::migrations
