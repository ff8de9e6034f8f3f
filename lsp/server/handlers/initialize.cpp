#include "lsp/server/code_actions.h"
#include "lsp/server/completions.h"
#include "lsp/server/handle.h"
#include "lsp/server/session.h"
#include "rowtype_version.h"

namespace rowtype::server {

void handle_initialize(Session& session, const InitializeParams& params, const Reply<InitializeResult>& reply) {
    session.client().introduce(params);
    session.folders.clear();
    for (const std::string& uri : params.folder_uris) {
        if (auto path = path_of_uri(uri)) session.folders.push_back(std::move(*path));
    }
    if (params.process_id && session.options().watch_client) session.options().watch_client(*params.process_id);
    session.lifecycle = Lifecycle::Running;
    workspace::log::information("client: " + params.client_name + " " + params.client_version);
    reply.answer({.position_encoding = std::string(to_string(session.client().encoding())),
                  .code_action_kinds = {kQuickFixKind, kRewriteKind, kExtractKind},
                  .commands = {kRefreshSchemaCommand},
                  .completion_triggers = completion_triggers(),
                  .server_name = "rowtype",
                  .server_version = kVersion});
}

}  // namespace rowtype::server
