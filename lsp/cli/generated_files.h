// The files that `generate` writes, a module or those of a package, beside what stands there now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/codegen/generate.h"
#include "reflect/base/result.h"

namespace rowtype::cli {

struct GeneratedTarget {
    std::string file;   // absolute
    std::string shown;  // from the working directory
    bool exists = false;
    std::string present;
    std::optional<std::string> wanted;  // none: a file of the package whose table is gone
};

// `path`: absolute, of the module or of the package's folder, in which files that rowtype wrote and would not write now are targets, too.
// Files that are as they should be are left out. The texts are taken out of the module.
[[nodiscard]] Result<std::vector<GeneratedTarget>> stale_targets(const std::string& path, codegen::GeneratedModule& module);

// "app/models/users.py is not what would be generated now"
[[nodiscard]] std::string state_of(const GeneratedTarget& target);

// The first file that stands where another would be written and that rowtype did not write; null where there is none.
[[nodiscard]] const GeneratedTarget* find_foreign(const std::vector<GeneratedTarget>& targets);

}  // namespace rowtype::cli
