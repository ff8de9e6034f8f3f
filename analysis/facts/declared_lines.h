// The lines that declared_names() goes by, for those who look for something else in them. Internal to analysis/facts.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "analysis/facts/declared_names.h"
#include "analysis/facts/marks.h"

namespace rowtype::facts {

// Of a line whose first word is followed by a point: where the word begins, and the word.
using LineVisitor = std::function<void(std::size_t at, std::string_view word)>;

[[nodiscard]] DeclaredNames declared_names(std::string_view bytes, const Marks& marks, const LineVisitor& visit);

}  // namespace rowtype::facts
