#include "tests/support/paths.h"

namespace rowtype::testing {

std::string source_folder() { return ROWTYPE_SOURCE_DIR; }

std::string program_folder() { return ROWTYPE_BIN_DIR; }

}  // namespace rowtype::testing
