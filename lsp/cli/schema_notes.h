// What a schema's source could not take in, for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::cli {

// "2 parts of the schema could not be read; what they could concern is not reported:" and the first few, a line each with file and
// line. Empty where there are none.
[[nodiscard]] std::string notes_text(const std::vector<catalog::Note>& notes, std::string_view schema,
                                     std::string_view consequence);

}  // namespace rowtype::cli
