// Classes by the names and objects that stand for them at a place in a module.
#pragma once

#include <cstdint>

#include "analysis/facts/facts.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

// Where a name is used: a scope of a statement, in a module.
struct Place {
    const facts::StatementFacts* statement = nullptr;
    std::uint32_t scope = 0;
    const types::ModuleScope* module = nullptr;
};

// All of them give a Definition of kind Class, or Unknown where there is none.

// The innermost class around a place in a method of it.
[[nodiscard]] types::Definition enclosing_class(const Place& place);
// The class that a name, dotted or not, stands for where it is used.
[[nodiscard]] types::Definition class_at(const facts::Value& name, const Place& place);
// The class of what a local name holds, where its annotation or the one call that it is assigned from says so.
[[nodiscard]] types::Definition class_of_object(const facts::Value& name, const Place& place);

}  // namespace rowtype::binding
