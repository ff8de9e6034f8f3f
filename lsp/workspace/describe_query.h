// Types of a query's columns, told by the reader of migrations: as of a view that a migration would make of it.
#pragma once

#include <memory>
#include <string>

#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

// The columns of the SELECT over the catalog: types by PostgreSQL's overload resolution, NOT NULL where that is proven. Null where not all
// columns are known. `select` may hold $1 and the like, whose types are unknown. Needs the stack of a pool thread.
[[nodiscard]] std::shared_ptr<const catalog::Relation> describe_query(const catalog::Catalog& catalog, const std::string& select);

}  // namespace rowtype::workspace
