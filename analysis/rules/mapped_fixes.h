// Edits that mend a column of a mapped class or a Table(…): what its call and its annotation say of nullability and length.
//
// The declaration is found again by the place of the finding; a column that another class or a function declares gets no fix, nor one
// whose words are not written out there.
#pragma once

#include <vector>

#include "analysis/rules/rule.h"

namespace rowtype::rules {

// "Declare … nullable" and "Declare … NOT NULL", in the words of the declaration: Mapped[str | None], nullable=False.
void mend_declared_nullability(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);
// "Change the length to 20": String(50) of a varchar(20), Numeric(10, 2), max_length=50 of SQLModel.
void mend_declared_length(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);

}  // namespace rowtype::rules
