#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

void handle_did_close(Session& session, const DocumentParams& params) {
    Document* document = session.documents().find(params.uri);
    if (document == nullptr) return;
    session.analyses().clear(*document);
    session.analyses().forget_questions(*document);
    session.analyses().withdraw(*document);
    session.documents().close(params.uri);
}

}  // namespace rowtype::server
