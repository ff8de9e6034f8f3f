// A literal that the column beside it does not take: by its type, or None where it is NOT NULL.
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
    bool is_null = false;             // None, which a row writes into the column
};

}  // namespace rowtype::binding
