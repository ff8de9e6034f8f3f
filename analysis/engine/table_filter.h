// Which tables never need a model.
#pragma once

#include "analysis/settings/settings.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::engine {

// Tables that migration tools keep their books in: alembic_version, schema_migrations, django_migrations …
[[nodiscard]] bool is_bookkeeping_table(const catalog::QualifiedName& name);
// Matched by a glob of `exclude-tables`, by its name or by schema.name. "*" and "?" as in a shell.
[[nodiscard]] bool is_excluded_table(const catalog::QualifiedName& name, const Settings& settings);

}  // namespace rowtype::engine
