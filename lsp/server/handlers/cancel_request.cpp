#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

void handle_cancel_request(Session& session, const CancelParams& params) { session.requests().cancel(params.id); }

}  // namespace rowtype::server
