// The texts of foreign keys, ForeignKey("users.id"), where they stand, and what they name.
#pragma once

#include "analysis/binding/bound_table.h"
#include "analysis/binding/context.h"
#include "analysis/facts/value.h"
#include "analysis/orm/declaration.h"

namespace rowtype::orm {

// Fills key.texts: of key.written, those that `written` (null: nothing is) holds inside of `within` as literals. Says of a table or column
// that it is absent only where the database certainly lacks it and no code of the project may declare it.
void locate_key(binding::DeclaredForeignKey& key, const facts::Value* written, Span within, const Declaration& declaration,
                const binding::Context& context);

// Where a key leads, by its schema, or without one along the search path and in the class's own; null where several tables may be meant.
[[nodiscard]] const catalog::Relation* referenced_relation(const binding::DeclaredForeignKey& key, const Declaration& declaration,
                                                           const binding::Context& context);

// Whether code of the project may declare a class or table of that name; true where nobody knows.
[[nodiscard]] bool may_be_declared(const std::string& name, const binding::Context& context);

}  // namespace rowtype::orm
