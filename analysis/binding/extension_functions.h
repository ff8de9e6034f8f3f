// The functions that well-known extensions install, in whatever schema they were given. Files of migrations tell that an extension
// is there and not what it brings, and of one that was enabled by hand they tell nothing.
#pragma once

#include <string_view>

namespace rowtype::binding {

// To teach another extension: its row in extension_functions.cpp, as a server lists them (pg_depend), without what only operators,
// types and indexes call.
[[nodiscard]] bool is_function_of_extension(std::string_view name);

}  // namespace rowtype::binding
