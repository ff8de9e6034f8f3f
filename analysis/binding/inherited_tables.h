// Tables that a class names for chains of its bases: class Orders(Repository): table_name = "orders", where a method of Repository reads
// self.client.table(self.table_name). What the base's own columns are is judged where they stand, by the tables of all its subclasses
// (subclass_tables.h).
#pragma once

#include "analysis/binding/bound_query.h"
#include "analysis/binding/context.h"

namespace rowtype::binding {

// Adds a query without columns for each name that stands in the statement and that no query of it names already.
void bind_inherited_tables(const StatementView& statement, const Context& context, QueryBinding& binding);

}  // namespace rowtype::binding
