// A call's SQL that may be one text or another: conditions and loops before it, or a conditional expression, decide which.
#pragma once

#include <vector>

#include "analysis/binding/bound_sql.h"
#include "analysis/binding/text_places.h"

namespace rowtype::binding {

// One of the texts, and what was made of it.
struct SqlReading {
    BoundSql bound;
    TextPlaces places;
};

// One statement of those readings, none empty. What is reported stands in the source at a place of which every text that holds it says
// so: choices that belong together are no findings. `is_exact`: no text has a part that may be left out at run time; else what such a
// part may bring about (an ambiguous name, a wrong number of columns) is not reported.
[[nodiscard]] BoundSql one_statement_of(std::vector<SqlReading> readings, bool is_exact);

}  // namespace rowtype::binding
