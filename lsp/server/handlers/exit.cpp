#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

void handle_exit(Session& session, const Nothing&) { session.exit(); }

}  // namespace rowtype::server
