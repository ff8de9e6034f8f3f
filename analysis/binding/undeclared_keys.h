// What a relation keeps unique and a declared table does not say: asked when tables are bound, since other code may say it, and by the
// rule that tells it.
#pragma once

#include <string>
#include <vector>

#include "analysis/binding/bound_table.h"

namespace rowtype::binding {

struct UndeclaredKey {
    std::vector<std::string> columns;
    bool is_constraint = false;  // else an index of all rows, and of columns alone
};

// Whether it leaves columns out on purpose, one of these among them: then a key of them is not its business.
[[nodiscard]] bool leaves_out(const BoundTable& table, const std::vector<std::string>& columns);
// Each set of columns once; constraints first. Nothing where the table's own keys are not all known. `table.relation` is not null.
[[nodiscard]] std::vector<UndeclaredKey> undeclared_unique_keys(const BoundTable& table);
// Those of the relation, which owns them. Nothing where the table's own are not all known; one of the same columns that leads elsewhere is
// declared. `table.relation` is not null.
[[nodiscard]] std::vector<const catalog::ForeignKey*> undeclared_foreign_keys(const BoundTable& table);

}  // namespace rowtype::binding
