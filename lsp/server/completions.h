// Completion as the editor shows it. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "analysis/features/completion.h"
#include "lsp/server/convert.h"
#include "lsp/server/protocol.h"

namespace rowtype::server {

// What the client can show.
struct CompletionStyle {
    bool with_markdown = false;
    bool with_snippets = false;
};

// The characters after which the editor asks by itself. Each costs a request wherever it is typed, in code that has nothing to
// do with a database most of the time: those that begin a name inside the strings that are completed, and the blank, because
// "id, name" is how people write (may_complete_after_blank() answers the others at once).
[[nodiscard]] std::vector<std::string> completion_triggers();

[[nodiscard]] CompletionList completion_list(const features::Completion& completion, const TextView& view, CompletionStyle style);

}  // namespace rowtype::server
