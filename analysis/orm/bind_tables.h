// The mapped classes and Core tables of a statement, beside the relations that they stand for.
#pragma once

#include <vector>

#include "analysis/binding/bound_table.h"
#include "analysis/binding/context.h"

namespace rowtype::orm {

struct TableBinding {
    std::vector<binding::BoundTable> tables;
    std::vector<binding::UnlikeTable> unlike;
    binding::MuteCounts muted{};  // those that were seen and not bound
};

[[nodiscard]] TableBinding bind_tables(const binding::StatementView& statement, const binding::Context& context);

}  // namespace rowtype::orm
