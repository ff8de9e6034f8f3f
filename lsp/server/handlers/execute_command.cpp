#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

// The answer says that the command was begun; the schema comes later, and rowtype/status tells how that went.
void handle_execute_command(Session& session, const ExecuteCommandParams& params, const Reply<Nothing>& reply) {
    if (params.command != kRefreshSchemaCommand) {
        reply.fail(ErrorCode::InvalidParams, "the server has no command " + params.command);
        return;
    }
    session.projects().reload_all_schemas();
    reply.answer({});
}

}  // namespace rowtype::server
