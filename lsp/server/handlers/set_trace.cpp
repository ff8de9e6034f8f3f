#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

void handle_set_trace(Session& session, const SetTraceParams& params) { session.client().set_trace(params.value); }

}  // namespace rowtype::server
