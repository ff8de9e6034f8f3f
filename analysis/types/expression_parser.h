// Annotations that are written as strings: "list['User'] | None".
#pragma once

#include <string_view>

#include "analysis/facts/value.h"

namespace rowtype::types {

// The expression as facts would hold it, without spans. Unknown for texts that are not an annotation's: names, attributes,
// subscripts, unions, strings, numbers, lists, tuples, None and "..." are understood, calls are not.
[[nodiscard]] facts::Value parse_annotation_text(std::string_view text);

}  // namespace rowtype::types
