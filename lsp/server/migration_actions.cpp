#include "lsp/server/migration_actions.h"

#include <algorithm>
#include <utility>

#include "analysis/engine/schema_drafts.h"
#include "lsp/server/diagnostics.h"
#include "lsp/workspace/migration_folder.h"

namespace rowtype::server {

namespace {

CodeAction action_of(const drafts::SchemaDraft& draft, const workspace::MigrationFolder& folder,
                     const CodeActionRequest& request) {
    CodeAction action{
        .title = draft.title(), .kind = kQuickFixKind, .diagnostics = {}, .disabled_reason = {}, .edit = WorkspaceEdit{}};
    for (workspace::DraftedFile& file : workspace::drafted_files(folder, drafts::migration_text({draft}), *request.drafts_at)) {
        action.edit->created.push_back({uri_of_path(file.path), std::move(file.text)});
    }
    return action;
}

}  // namespace

std::vector<CodeAction> migration_actions(const CodeActionRequest& request, const TextView& view,
                                          const std::vector<findings::Finding>& findings) {
    std::vector<CodeAction> actions;
    const Surroundings& around = request.surroundings;
    if (!request.drafts_at || around.schema == nullptr) return actions;
    const std::vector<engine::DraftedFinding> drafted =
        engine::draft_changes(request.identity, request.text, around.environment(), findings, request.known);
    const bool has_drafts =
        std::ranges::any_of(drafted, [](const auto& finding) { return !finding.drafts.empty() && finding.reason.empty(); });
    if (!has_drafts) return actions;
    const Result<workspace::MigrationFolder> folder = workspace::find_migration_folder(*around.configuration, *around.schema);
    if (!folder) return actions;
    for (const engine::DraftedFinding& finding : drafted) {
        if (!finding.reason.empty()) continue;
        const Diagnostic diagnostic = diagnostic_of(finding.finding, view, around.style);
        for (const drafts::SchemaDraft& draft : finding.drafts) {
            CodeAction action = action_of(draft, *folder, request);
            // Two findings may ask for the same change.
            const auto same = std::ranges::find(actions, action.title, &CodeAction::title);
            if (same != actions.end()) {
                same->diagnostics.push_back(diagnostic);
                continue;
            }
            action.diagnostics = {diagnostic};
            actions.push_back(std::move(action));
        }
    }
    return actions;
}

}  // namespace rowtype::server
