// What every Supabase project has before its first migration.
#pragma once

#include <string_view>
#include <vector>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

// Whether the files are written for Supabase: by a path, or by the platform's schemas, roles and functions in a text.
[[nodiscard]] bool is_supabase(const std::vector<SqlFile>& files);

// Adds the platform's schemas, tables (owned by the extension name "supabase", columns incomplete), types, functions, and the
// privileges of its API roles; `exposes_new_objects` as in Options.
void add_supabase_objects(SchemaBuilder& schema, bool exposes_new_objects);

}  // namespace rowtype::migrations
