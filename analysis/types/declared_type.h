// A column's type as a mapper's model declares it, beside what the database has.
#pragma once

#include <cstdint>
#include <string>

#include "reflect/catalog/catalog.h"

namespace rowtype::types {

enum class Agreement : std::uint8_t {
    Same,       // but for limits
    NotKnown,   // one of them is not known: nothing follows
    Alike,      // another type for the same values: text and varchar, json and jsonb
    Related,    // of one family, with other limits: integer and bigint, timestamp with and without time zone
    Different,  // values of one are none of the other
};

struct DeclaredTypeVerdict {
    Agreement agreement = Agreement::Same;
    std::string reason;  // why it matters, as a clause; may be empty
};

// Dimensions of arrays are not compared: PostgreSQL does not keep to them. Domains count as what they are made of, enums by name, with
// their schema where both have one.
[[nodiscard]] DeclaredTypeVerdict compare_declared(const catalog::Type& declared, const catalog::Type& actual,
                                                   const catalog::Catalog& catalog);

// Whether both have modifiers (length, precision, scale) and these differ; of types that are the same.
[[nodiscard]] bool limits_differ(const catalog::Type& declared, const catalog::Type& actual, const catalog::Catalog& catalog);

}  // namespace rowtype::types
