// What a call gives for a parameter of the function that it calls.
#pragma once

#include "analysis/facts/facts.h"

namespace rowtype::binding {

// The parameter that a name in the function's body is; null where it is none, or is given another value there.
[[nodiscard]] const facts::Parameter* parameter_named(const facts::Function& function, const facts::StatementFacts& statement,
                                                      const facts::Value& name);

// What the call gives for a parameter of the function; null where that is its default, or is not told (may_give_more). "self" and "cls"
// are given by the object.
[[nodiscard]] const facts::Value* given_argument(const facts::Function& function, const facts::StatementFacts& statement,
                                                 const facts::Parameter& parameter, const facts::Value& call);

// "f(*arguments)", "f(**options)"
[[nodiscard]] bool may_give_more(const facts::Value& call);

}  // namespace rowtype::binding
