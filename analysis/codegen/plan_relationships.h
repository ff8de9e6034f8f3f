// Attributes that lead from the rows of one mapped class to those of another. Internal to analysis/codegen.
#pragma once

#include "analysis/codegen/plan.h"

namespace rowtype::codegen {

// Whether a mapper can map the class: a table with a primary key. Others are plain tables.
[[nodiscard]] bool is_mapped(const PlannedClass& model);

// For each foreign key between mapped classes an attribute at either end, and one for each pair of them in a table whose primary
// key they are. Names avoid those of the fields and each other.
void add_relationships(ModulePlan& plan);

}  // namespace rowtype::codegen
