// Names that the functions and classes of a text have from outside of it, as Python's scoping says: what a function binds anywhere is its
// own everywhere in it. Told by the bytes, since of most functions there are no facts. Internal to analysis/facts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/script_names.h"

namespace rowtype::facts {

struct FreeNames {
    std::vector<std::string> names;
    std::vector<std::string>
        quoted;  // words of plain texts: a name where something runs texts or looks names up, anywhere in the module
};

// Those of the names that code of `definition` (a function or class, with or without its decorators) reads, changes or binds outside of
// all its functions, or imports from __main__. Whatever is not plain to see counts as that.
[[nodiscard]] FreeNames free_names(std::string_view definition, const SortedNames& names);

// Whether code may run a text or find a name that one says (exec, globals(), frames); true of what is not plain to see.
[[nodiscard]] bool looks_names_up(std::string_view code);

}  // namespace rowtype::facts
