// The class of the project whose object an expression is: of "self.gateway", "Gateway(client)", "get_gateway()", a parameter.
#pragma once

#include "analysis/binding/class_at.h"
#include "analysis/facts/facts.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

// A function or method of the project.
struct FoundFunction {
    const facts::Function* function = nullptr;  // null: none
    const facts::StatementFacts* statement = nullptr;
    const types::ModuleScope* module = nullptr;
    types::Definition self;  // of a method: the class of the object that it is called on
};

// All of them follow annotations, constructors, assignments, results and bases, over modules. What branches may make of an expression
// has to be one class; a class itself counts as an object of it.
[[nodiscard]] types::Definition object_class(const facts::Value& value, const Place& place);
// The same, where an External definition stands for a class of a library: what an annotation or a call names.
[[nodiscard]] types::Definition object_class_or_library(const facts::Value& value, const Place& place);

// What "f", "module.f", "self.f", "gateway.f" or "Class.f" stands for.
[[nodiscard]] FoundFunction function_at(const facts::Value& callee, const Place& place);

// The method or, where that is asked for, property of a class or of its bases.
[[nodiscard]] FoundFunction method_of(const types::Definition& owner, std::string_view name, bool is_property);

}  // namespace rowtype::binding
