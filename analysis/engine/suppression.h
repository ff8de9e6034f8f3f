// Ignore comments: what they silence, and those that silence nothing.
#pragma once

#include <vector>

#include "analysis/facts/facts.h"
#include "analysis/findings/finding.h"
#include "analysis/settings/settings.h"
#include "reflect/base/text.h"

namespace rowtype::engine {

// Removes the findings that a comment of the file ignores, and adds unused-ignore for comments that ignored nothing.
//
// A comment holds for findings that begin on its line, and for those inside a call, assignment or field of several lines
// whose first or last line it stands on: inside a triple-quoted SQL text there is no place for a comment.
// `rules_ran` is false where they did not (no schema): nothing is known about the comment then.
void apply_ignores(const facts::FileFacts& file, const LineIndex& lines, const Settings& settings, const FileIdentity& identity,
                   bool rules_ran, std::vector<findings::Finding>& findings);

}  // namespace rowtype::engine
