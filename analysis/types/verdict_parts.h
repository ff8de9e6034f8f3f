// The parts that judge() is made of. Internal to analysis/types.
#pragma once

#include <string>
#include <vector>

#include "analysis/types/type_verdict.h"
#include "analysis/types/verdict_tables.h"

namespace rowtype::types {

// A Literal or Enum against the labels of an enum type.
[[nodiscard]] TypeVerdict judge_labels(const Annotation& annotation, const std::vector<std::string>& labels,
                                       const ColumnSite& site);
// A Literal or Enum against a column without labels of its own: CHECKs may list its values.
[[nodiscard]] TypeVerdict judge_listed_values(const Annotation& annotation, const Family& family, const ColumnSite& site);
// Lengths, precision and bounds of an annotation whose type fits already; `verdict` is what it has so far.
[[nodiscard]] TypeVerdict judge_limits(const Annotation& annotation, const catalog::Type& base, const Family& family,
                                       const ColumnSite& site, TypeVerdict verdict);

// What is left of a verdict about pydantic 2 where the model is one of pydantic 1, which converts more.
[[nodiscard]] TypeVerdict in_legacy(const Annotation& annotation, const ColumnSite& site, TypeVerdict verdict);

}  // namespace rowtype::types
