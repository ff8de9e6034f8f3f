// The tables of a chain whose class leaves it to its subclasses to name one: "self.client.table(self.table_name)" in a method of
// Repository, where each of Orders(Repository) and Users(Repository) says table_name = "…"; also of what goes on from such a method's
// result (self._table().select("id")).
//
// All subclasses of the project are looked at, through further subclasses. Nothing is told where one of them is not understood: it names no
// single constant table, overrides the method, or stands in a function; nor where the class itself may be used with a table of its own:
// what its constructor is handed is left to subclasses only where the class is abstract.
#pragma once

#include <string>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/model_modules.h"
#include "analysis/facts/facts.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

struct SubclassTable {
    types::Definition definition;
    std::string table;
    // Attributes of self as an object of the subclass has them; other names are nobody's.
    ValueResolver of_object;
};

// "self.table_name" of self.client.table(self.table_name), also of "cls"; null for other chains.
[[nodiscard]] const facts::Value* own_table(const facts::Chain& chain);
// Whether it is an attribute of "self" or "cls".
[[nodiscard]] bool is_of_self(const facts::Value& value);

// Empty where nothing is told. Sorted by the classes' files; what they hold refers to `modules` and to the context.
[[nodiscard]] std::vector<SubclassTable> tables_of_subclasses(const facts::Chain& chain, const StatementView& statement,
                                                              const Context& context, ModelModules& modules);

}  // namespace rowtype::binding
