// Files that reports are written to: one that rowtype did not write is left as it is, since a slip of the hand
// (`check -o app.py`) must not cost anybody a source file.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "lsp/cli/outputs.h"
#include "reflect/base/result.h"

namespace rowtype::cli {

// Whether a file's text is, as far as its beginning tells, a report in any of the output formats, or nothing but white space.
// JSON and SARIF may have been formatted anew.
[[nodiscard]] bool is_report(std::string_view text);

// The first file of the outputs that exists and must not be replaced.
[[nodiscard]] std::optional<Error> refuse_foreign_files(const std::vector<Output>& outputs);

}  // namespace rowtype::cli
