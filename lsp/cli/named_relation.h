// Tables and views that a command line names.
#pragma once

#include <string>

#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::cli {

// "orders" on the search path, "billing.invoices", quoted or not; null where there is none.
[[nodiscard]] const catalog::Relation* find_named_relation(const catalog::Catalog& catalog, const std::string& name);

// That there is none, with the nearest name.
[[nodiscard]] Error no_such_table(const catalog::Catalog& catalog, const std::string& name);

}  // namespace rowtype::cli
