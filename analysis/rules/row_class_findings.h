// Findings about classes that a driver makes of a query's rows (analysis/binding/bound_row_class.h): the model rules say of them, at the
// row factory, what they say of a row model at its class.
#pragma once

#include "analysis/rules/rule.h"

namespace rowtype::rules {

// stale-field: a required field that the query does not give.
void report_unfilled_fields(const binding::BoundStatement& statement, FindingSink& sink);
// missing-field: a column that the class refuses.
void report_refused_columns(const binding::BoundStatement& statement, FindingSink& sink);
// type-mismatch
void report_unfit_outputs(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink);
// nullable-mismatch
void report_null_outputs(const binding::BoundStatement& statement, FindingSink& sink);

}  // namespace rowtype::rules
