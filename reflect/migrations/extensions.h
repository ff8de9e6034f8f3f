// What well-known extensions bring with them.
#pragma once

#include <string>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

// CREATE EXTENSION: its types (of unknown kind) and relations (columns incomplete) come to exist, owned by it, in
// `written_schema` or where the extension or the search path puts them. An extension that is not known leaves a note and
// makes that schema incomplete. To teach another one: its row in kExtensions of extensions.cpp.
void add_extension(SchemaBuilder& schema, const std::string& name, const std::string& written_schema);

// DROP EXTENSION.
void drop_extension(SchemaBuilder& schema, const std::string& name, bool cascade);

}  // namespace rowtype::migrations
