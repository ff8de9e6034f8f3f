// What in a working tree is not committed, for commands that change many files of it.
#pragma once

#include <string>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::workspace {

// The files (absolute, sorted) below `folder` that differ from the last commit, and those of `concerned` that git does not know; none
// where there is no repository. An Error where git cannot tell.
[[nodiscard]] Result<std::vector<std::string>> uncommitted_files(const std::string& folder,
                                                                 const std::vector<std::string>& concerned);

}  // namespace rowtype::workspace
