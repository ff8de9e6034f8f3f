// What models for inserts and updates say of columns that they are sent to, beside types and nullability.
#pragma once

#include "analysis/rules/rule.h"

namespace rowtype::rules {

// constraint-mismatch: columns that only PostgreSQL fills, limits that are looser than the column's.
void report_refused_writes(const binding::BoundModel& model, const binding::Context& context, FindingSink& sink);
// missing-required-column: columns that an insert needs and the model does not have. Code may add them: a hint, and a warning where the
// model is said to be that table's.
void report_lacking_columns(const binding::BoundModel& model, const catalog::Catalog& catalog, FindingSink& sink);

}  // namespace rowtype::rules
