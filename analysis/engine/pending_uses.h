// Which names of a statement only a pending migration makes (reflect/catalog/pending.h).
#pragma once

#include <vector>

#include "analysis/binding/bound_statement.h"
#include "analysis/engine/engine.h"

namespace rowtype::engine {

// In the order of models, queries, SQL. A column of a pending table counts with its table, unless another migration adds it.
[[nodiscard]] std::vector<PendingUse> pending_uses(const binding::BoundStatement& statement, const catalog::Catalog& catalog);

}  // namespace rowtype::engine
