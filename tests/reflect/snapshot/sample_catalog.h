// Catalogs for the snapshot tests.
#pragma once

#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::testing {

// One of every kind of object, with every member away from its default somewhere.
catalog::CatalogData rich_catalog();

// Names that PostgreSQL allows and that break careless writers.
const std::vector<std::string>& hostile_names();

// `tables` tables of 15 columns each, with a primary key, a foreign key, a check and an index.
catalog::CatalogData wide_catalog(int tables);

}  // namespace rowtype::testing
