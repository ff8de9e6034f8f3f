#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

void handle_shutdown(Session& session, const Nothing&, const Reply<Nothing>& reply) {
    session.lifecycle = Lifecycle::ShutDown;
    session.requests().cancel_before(reply.ticket());
    reply.answer({});
}

}  // namespace rowtype::server
