// Where tests find the repository and the programs. The one place that knows: objects of tests hold no path of a clone, so that
// clones share them in the compiler's cache.
#pragma once

#include <string>

namespace rowtype::testing {

[[nodiscard]] std::string source_folder();   // the repository; absolute
[[nodiscard]] std::string program_folder();  // of rowtype and rowtype-db, as this tree built them; absolute

}  // namespace rowtype::testing
