#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

void handle_did_change(Session& session, const DidChangeParams& params) {
    Document* document = session.documents().find(params.uri);
    if (document == nullptr) return;
    const bool was_in_step = !document->is_out_of_step;
    if (apply_changes(*document, params, session.client().encoding())) {
        session.analyses().request(*document);
        return;
    }
    if (!was_in_step) return;
    session.analyses().clear(*document);
    session.client().show_message(
        MessageType::Warning,
        "rowtype: a change of " + document->uri + " came out of order; the file is not checked until it is opened again");
}

}  // namespace rowtype::server
