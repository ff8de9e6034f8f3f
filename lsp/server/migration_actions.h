// Drafts of migrations as code actions: a new file beside the others, which the editor makes and nobody runs.
#pragma once

#include <vector>

#include "analysis/findings/finding.h"
#include "lsp/server/code_actions.h"
#include "lsp/server/convert.h"

namespace rowtype::server {

// For these findings of the text. None where the client makes no files or the project has no folder of migrations that shows
// how the next is called. Looks at the files of that folder; on a pool thread.
[[nodiscard]] std::vector<CodeAction> migration_actions(const CodeActionRequest& request, const TextView& view,
                                                        const std::vector<findings::Finding>& findings);

}  // namespace rowtype::server
