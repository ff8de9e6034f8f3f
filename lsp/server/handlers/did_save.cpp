#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

// Some editors attach the server to the configuration and to SQL files, and report no watched files.
void handle_did_save(Session& session, const DocumentParams& params) {
    if (const auto path = path_of_uri(params.uri)) session.projects().files_changed({*path});
}

}  // namespace rowtype::server
