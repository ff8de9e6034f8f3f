// Edits that mend a column of a mapped class or a Table(…): what its call and its annotation say of type, nullability, length, keys and
// defaults.
//
// The declaration is found again by the place of the finding; a column that another class or a function declares gets no fix, nor one
// whose words are not written out there. New words are those of the class and its file (mapped_place.h).
#pragma once

#include <string_view>
#include <vector>

#include "analysis/rules/rule.h"

namespace rowtype::rules {

// "Declare … nullable" and "Declare … NOT NULL", in the words of the declaration: Mapped[str | None], nullable=False.
void mend_declared_nullability(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);
// The problems of constraint-mismatch that have a fix (Finding::problem).
inline constexpr std::string_view kLimitProblem = "limit";
inline constexpr std::string_view kDefaultProblem = "server-default";
inline constexpr std::string_view kForeignKeyProblem = "foreign-key";
inline constexpr std::string_view kUniqueProblem = "unique";

// "Change the length to 20": String(50) of a varchar(20), Numeric(10, 2), max_length=50 of SQLModel. "Declare the server default", "Declare
// the foreign key to …", "Declare the column unique": what the table has and the class does not say.
void mend_declared_constraint(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);
// "Change the type to BigInteger": in the call, and in the annotation where that holds other objects then.
void mend_declared_type(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);
// "Store the values of Status": Enum(…, values_callable=…).
void store_enum_values(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);

// mapped_column_fixes.cpp:
// "Add the column …" to a class or Table(…) that lacks it, and "Add all … missing columns".
void add_missing_columns(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);
// "Map … to the column …" where a near column has no attribute, and "Remove the column …" where nothing of the class names it.
void mend_stale_column(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);

}  // namespace rowtype::rules
