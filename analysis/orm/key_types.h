// Types of columns that have none of their own, since a foreign key leads to the column which has it: Column(ForeignKey("users.id")).
#pragma once

#include <optional>

#include "analysis/binding/bound_table.h"
#include "analysis/binding/context.h"
#include "analysis/binding/model_modules.h"
#include "analysis/orm/column_types.h"
#include "analysis/orm/declaration.h"

namespace rowtype::orm {

// As SQLAlchemy gives it to a column of `declaration` in `key` (ForeignKey._set_type): the type of the column in the class or Core table,
// of the whole project, that stands for the key's table. Nothing where that cannot be told, or where the database has both columns of one
// type: then whatever is to be said of it is said of the other one. `text` names that.
[[nodiscard]] std::optional<TypeOfColumn> type_of_key(const binding::DeclaredForeignKey& key,
                                                      const binding::DeclaredColumn& column, const Declaration& declaration,
                                                      const binding::Context& context, binding::ModelModules& modules);

}  // namespace rowtype::orm
