// What simple CHECK constraints say of one column: bounds and lists of values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::types {

// The values that CHECKs leave to a column. Only what was wholly understood is in here.
struct CheckedValues {
    std::optional<double> minimum;
    bool minimum_excluded = false;
    std::optional<double> maximum;
    bool maximum_excluded = false;
    std::optional<std::vector<std::string>> values;  // "= ANY (ARRAY[…])", "IN (…)": texts, or numbers as written
    // A CHECK names the column and was not understood: it may say more than the members do.
    bool incomplete = false;
};

// From the relation's CHECKs that name this column alone, and those of its type's domains. `relation` may be null.
[[nodiscard]] CheckedValues checked_values(const catalog::Catalog& catalog, const catalog::Relation* relation,
                                           const catalog::Column& column);

// Reads one CHECK expression as PostgreSQL prints it or as DDL has it: comparisons of `column` with literals, BETWEEN, IN,
// = ANY (ARRAY[…]), joined by AND. False where anything else stands there; `values` is then unchanged.
bool read_check(std::string_view expression, std::string_view column, CheckedValues& values);

// Whether two numbers are so large, and so near to each other, that the whole numbers as written may be the same, one apart, or the other
// way round: doubles hold each whole number below 2^53, and no longer each from there on.
[[nodiscard]] bool may_be_neighbours(double left, double right);

}  // namespace rowtype::types
