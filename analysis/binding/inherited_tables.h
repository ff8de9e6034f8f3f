// Tables that a class names for chains of its bases: class Orders(Repository): table_name = "orders", where a method of Repository reads
// self.client.table(self.table_name).
#pragma once

#include "analysis/binding/bound_query.h"
#include "analysis/binding/context.h"

namespace rowtype::binding {

// Adds a query without columns for each name that stands in the statement and that no query of it names already. Which columns the
// base's methods ask for is not said: not every class of a hierarchy is used with all of them.
void bind_inherited_tables(const StatementView& statement, const Context& context, QueryBinding& binding);

}  // namespace rowtype::binding
