// The output formats of `check`: pure functions from a report to text. How to add one stands in outputs.h.
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
// SARIF 2.1.0, for code scanning: what is level info only where hints are shown.
[[nodiscard]] std::string sarif_text(const Report& report, const TextLayout& layout);
// For a comment on a pull request: counts and a folded list of "**table.field**: details", each with the command that mends it.
// At most kMarkdownRoom bytes; says how many findings did not fit.
[[nodiscard]] std::string markdown_text(const Report& report, const TextLayout& layout);
// A GitHub comment holds 65,536 characters; what posts it adds a line or two of its own.
inline constexpr std::size_t kMarkdownRoom = 60'000;

// "Found 2 errors …" and the coverage. Lines, each ended.
[[nodiscard]] std::string summary_text(const Report& report, const TextLayout& layout);
// The first of its parts: how many were found, or why nothing was.
[[nodiscard]] std::string verdict_text(const Report& report, const TextLayout& layout);
// Input that could not be looked at, by name; said even when quiet, since the exit code speaks of it. May be empty.
[[nodiscard]] std::string not_analysed_text(const Report& report, const TextLayout& layout);
// What was checked and what was not, with the remedy.
[[nodiscard]] std::string coverage_text(const Report& report, const TextLayout& layout);

// One workflow command of GitHub's, ended by a line feed: ::error file=…,line=…::message. The texts are escaped here.
[[nodiscard]] std::string github_annotation(findings::Severity severity, const std::string& file, LineColumn begin,
                                            LineColumn end, const std::string& title, const std::string& message);

// The details of a finding with "did you mean", as all text formats say it; printable.
[[nodiscard]] std::string message_of(const findings::Finding& finding);

}  // namespace rowtype::cli
