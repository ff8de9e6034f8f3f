// The output formats of `check`: pure functions from a report to text.
//
// To add a format: a function here with a file of its own, a name in options.cpp, a case in check.cpp, a test in
// tests/lsp/cli/.
#pragma once

#include <string>

#include "lsp/cli/report.h"
#include "lsp/cli/terminal_text.h"

namespace rowtype::cli {

struct TextLayout {
    Style style{false};
    int width = 100;     // columns of the terminal
    bool hints = false;  // findings of severity info are shown
    bool quiet = false;  // findings only
};

// Line by line with the source and carets, as compilers do.
[[nodiscard]] std::string full_text(const Report& report, const TextLayout& layout);
// The original plan's view: rows of table, field, issue, details.
[[nodiscard]] std::string table_text(const Report& report, const TextLayout& layout);
// The report that scripts read; one JSON object and a line end.
[[nodiscard]] std::string json_text(const Report& report);
// Workflow commands of GitHub Actions, which annotate the changed lines.
[[nodiscard]] std::string github_text(const Report& report, const TextLayout& layout);

// "Found 2 errors …" and the coverage. Lines, each ended.
[[nodiscard]] std::string summary_text(const Report& report, const TextLayout& layout);
// What was checked and what was not, with the remedy.
[[nodiscard]] std::string coverage_text(const Report& report, const TextLayout& layout);

// The details of a finding with "did you mean", as all text formats say it; printable.
[[nodiscard]] std::string message_of(const findings::Finding& finding);

}  // namespace rowtype::cli
