#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

// The server has no settings of its own in the editor; the notification means that something changed: everything is read
// again.
void handle_did_change_configuration(Session& session, const Nothing&) {
    session.projects().reassign_all();
    session.projects().reload_all_schemas();
}

}  // namespace rowtype::server
