// A project's .env: the variables that its programs are started with. A file of the workspace; what it names is the
// workspace's and not the user's.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::workspace {

struct EnvironmentVariable {
    std::string value;  // may be a secret
    std::string file;   // absolute path of the .env that it stands in
};

// The variable in the .env of `root`, else of the repository's root. None where no file sets it. An Error names file and line
// where the value cannot be told: it refers to a variable that the same file does not set (values of our own environment are
// never put in: a file could send them anywhere), or a quote is not closed. A file that leads out of the repository by a link
// is not read.
[[nodiscard]] Result<std::optional<EnvironmentVariable>> read_environment_file(const std::string& root, const std::string& name);

// The files that are looked into for that, nearest first; they need not be there.
[[nodiscard]] std::vector<std::string> environment_files(const std::string& root);

// The value of `name` in a .env's text: NAME=value, export, quotes, comments, ${OTHER}; the last one counts. `file` is named
// in errors. No Error quotes a value.
[[nodiscard]] Result<std::optional<std::string>> find_variable(std::string_view text, const std::string& name,
                                                               const std::string& file);

}  // namespace rowtype::workspace
