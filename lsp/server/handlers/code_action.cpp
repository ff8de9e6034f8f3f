#include "lsp/server/code_actions.h"
#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

namespace {

// What the last analysis read in the text as it is now, unless there is none yet.
std::shared_ptr<const facts::FileFacts> known_facts(const Document& document) {
    const AnalysisState& state = document.analysis;
    if (!state.engine || !state.changes.empty()) return nullptr;
    return std::make_shared<const facts::FileFacts>(state.engine->facts());
}

}  // namespace

void handle_code_action(Session& session, const CodeActionParams& params, const Reply<std::vector<CodeAction>>& reply) {
    const Document* document = session.documents().find(params.uri);
    const ClientCapabilities& client = session.client().capabilities();
    const bool is_wanted_kind =
        is_wanted(params.only, kQuickFixKind) || is_wanted(params.only, kRewriteKind) || is_wanted(params.only, kExtractKind);
    const auto surroundings = document != nullptr ? session.analyses().surroundings_of(*document) : std::nullopt;
    if (!surroundings || !client.takes_code_action_literals || !is_wanted_kind) {
        reply.answer({});
        return;
    }
    CodeActionRequest request{.text = document->text,
                              .version = document->version,
                              .identity = document->identity,
                              .known = known_facts(*document),
                              .selection = params.range,
                              .only = params.only,
                              .surroundings = *surroundings,
                              .with_version = client.takes_document_changes,
                              .with_disabled = client.shows_disabled_actions,
                              .with_preferred = client.shows_preferred_actions};
    if (client.creates_files) request.drafts_at = std::chrono::system_clock::now();
    // Edits without a version would be applied to whatever the text has become.
    const auto is_stale = [&session, uri = params.uri, version = document->version, tied = client.takes_document_changes] {
        const Document* now = session.documents().find(uri);
        return !tied && (now == nullptr || now->version != version);
    };
    session.answer_in_background<std::vector<CodeAction>>(
        reply, [request = std::move(request)] { return code_actions(request); }, is_stale);
}

}  // namespace rowtype::server
