// What a folder holds, to tell whether a command left every byte alone.
#pragma once

#include <map>
#include <string>

#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::testing {

// By path below the folder: of a file its mode, owner and bytes, of a link what it leads to. Without .git and .rowtype.
using FileStates = std::map<std::string, std::string>;
[[nodiscard]] FileStates file_states(const TemporaryFolder& folder);

}  // namespace rowtype::testing
