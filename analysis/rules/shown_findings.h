// Findings as people are shown them: where a class lacks several columns, one finding that names them stands for one a column.
//
// Whatever looks at single columns (baselines, ignore comments, fixes of whole files, drafts, impact) works on the findings themselves.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "analysis/findings/finding.h"

namespace rowtype::rules {

struct ShownFinding {
    const findings::Finding* finding = nullptr;
    std::vector<std::string> fields;  // of one that stands for several, whose own `field` is empty
};

// Owns what was made; points at it and into the findings that it was made of, in their order. May be moved.
struct ShownFindings {
    std::vector<ShownFinding> findings;
    std::deque<findings::Finding> groups;
};

// Those of missing-field at one place, of one level and table, become one where there are several; its fixes are those that several of
// them have. `all` is in the order of places.
[[nodiscard]] ShownFindings shown_findings(const std::vector<findings::Finding>& all);

// missing_field.cpp: whether it says that a class lacks a column of its table.
[[nodiscard]] bool lacks_column(const findings::Finding& finding);
// missing_field.cpp: what such a finding says of all these columns.
[[nodiscard]] std::string message_of_several(const findings::Finding& one, const std::vector<std::string>& columns);

}  // namespace rowtype::rules
