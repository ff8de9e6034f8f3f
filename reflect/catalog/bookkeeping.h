// The tables of migration tools, by their names.
#pragma once

#include "reflect/catalog/catalog.h"

namespace rowtype::catalog {

// The books of a migration tool, which no schema is about.
[[nodiscard]] bool is_bookkeeping_table(const QualifiedName& name);

}  // namespace rowtype::catalog
