// Names that the functions and classes of a text have from outside of it, as Python's scoping says: what a function binds anywhere is its
// own everywhere in it. Told by the bytes, since of most functions there are no facts. Internal to analysis/facts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/script_names.h"

namespace rowtype::facts {

// Those of the names that code of `definition` (a function or class, with or without its decorators) reads, changes or binds outside of
// all its functions. Whatever is not plain to see counts as that; so do words of plain texts where something may run these, or look
// names up by them.
[[nodiscard]] std::vector<std::string> free_names(std::string_view definition, const SortedNames& names);

}  // namespace rowtype::facts
