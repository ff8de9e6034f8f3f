// Ignore comments for many findings of one file at once: what `check --add-ignores` writes.
//
// A comment goes where the engine reads one for the finding (analysis/engine/suppression.h): on its line, or on the last
// line of the call, assignment or field around it where the finding stands inside a string of several lines.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/facts.h"
#include "analysis/findings/finding.h"

namespace rowtype::fixes {

struct IgnoreComments {
    std::vector<findings::TextEdit> edits;  // one a line, in the order of the file
    std::vector<findings::Finding> left;    // without a place for a comment
    std::string text;                       // the file with the edits made
    std::string objection;                  // why they cannot be made; `edits` and `text` are empty then
};

// The edits for `findings` (spans into `text`).
[[nodiscard]] IgnoreComments ignore_comments(std::string_view text, const facts::FileFacts& file,
                                             const std::vector<findings::Finding>& findings);

}  // namespace rowtype::fixes
