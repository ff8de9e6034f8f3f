// Expressions over mapped classes and Core tables, bound: bind_uses.cpp has the paths ("User.name"), chain_uses.cpp what calls name by
// keywords and texts, model_texts.cpp the texts of relationship() in the bodies of models.
//
// To teach a call: its name in analysis/facts/orm_reader.cpp, what its arguments are in chain_uses.cpp, and cases in
// tests/analysis/orm/uses_test.cpp and in the oracle's module beside it.
#pragma once

#include "analysis/binding/bound_orm.h"
#include "analysis/binding/context.h"

namespace rowtype::orm {

[[nodiscard]] binding::BoundOrm bind_uses(const binding::StatementView& statement, const binding::Context& context);

}  // namespace rowtype::orm
