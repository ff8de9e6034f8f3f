// Git as a program. It is asked, and changes nothing. Internal to lsp/workspace.
#pragma once

#include <string>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::workspace {

[[nodiscard]] bool has_git();  // whether there is one on PATH

// What `git -C folder arguments` prints; an Error with git's first line (in English) where it fails.
[[nodiscard]] Result<std::string> run_git(const std::string& folder, std::vector<std::string> arguments, std::string input = {});

[[nodiscard]] Error git_error(const std::string& message, const std::string& remedy, const std::string& place);

}  // namespace rowtype::workspace
