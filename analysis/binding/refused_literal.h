// A literal that the type of the column beside it does not take.
#pragma once

#include <string>
#include <vector>

#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

struct RefusedLiteral {
    std::string value;                            // without quotes
    Span span;                                    // in SQL with its quotes, in a builder's call without
    const catalog::Relation* relation = nullptr;  // null, as the column, of a literal that is cast
    const catalog::Column* column = nullptr;
    catalog::Type type;               // of values: domains walked
    std::vector<std::string> labels;  // of an enum; empty otherwise
};

}  // namespace rowtype::binding
