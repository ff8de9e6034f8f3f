#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

namespace {

// Python, and files of SQL, of which those are checked that Python code loads. Editors that attach the server to more get no diagnostics
// for the rest.
bool may_be_checked(const DidOpenParams& params) {
    return params.language_id == "python" || params.uri.ends_with(".py") || params.uri.ends_with(".pyi") ||
           params.uri.ends_with(".sql");
}

}  // namespace

void handle_did_open(Session& session, const DidOpenParams& params) {
    if (!may_be_checked(params)) return;
    // Opened twice without a close between: what was asked of the first one is still to be answered.
    if (Document* before = session.documents().find(params.uri)) {
        session.analyses().forget_questions(*before);
        session.analyses().withdraw(*before);
    }
    session.documents().open(params);
    session.projects().assign({params.uri});
}

}  // namespace rowtype::server
