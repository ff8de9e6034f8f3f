// One function for each method that the client may call; each stands in the file of its name under handlers/. All run on
// the session's thread and return at once: what takes long goes to a pool thread with values of its own.
//
// Requests get a Reply that must be answered or passed on; notifications get none.
#pragma once

#include <optional>
#include <vector>

#include "lsp/server/protocol.h"
#include "lsp/server/requests.h"

namespace rowtype::server {

class Session;

// The commands of workspace/executeCommand.
inline constexpr const char* kRefreshSchemaCommand = "rowtype.refreshSchema";

// The session's life.
void handle_initialize(Session& session, const InitializeParams& params, const Reply<InitializeResult>& reply);
void handle_initialized(Session& session, const Nothing& params);
void handle_shutdown(Session& session, const Nothing& params, const Reply<Nothing>& reply);
void handle_exit(Session& session, const Nothing& params);
void handle_set_trace(Session& session, const SetTraceParams& params);
void handle_cancel_request(Session& session, const CancelParams& params);

// Documents.
void handle_did_open(Session& session, const DidOpenParams& params);
void handle_did_change(Session& session, const DidChangeParams& params);
void handle_did_save(Session& session, const DocumentParams& params);
void handle_did_close(Session& session, const DocumentParams& params);
void handle_hover(Session& session, const PositionParams& params, const Reply<std::optional<HoverContent>>& reply);
void handle_completion(Session& session, const CompletionParams& params, const Reply<CompletionList>& reply);
void handle_code_action(Session& session, const CodeActionParams& params, const Reply<std::vector<CodeAction>>& reply);

// The workspace.
void handle_execute_command(Session& session, const ExecuteCommandParams& params, const Reply<Nothing>& reply);
void handle_did_change_configuration(Session& session, const Nothing& params);
void handle_did_change_watched_files(Session& session, const DidChangeWatchedFilesParams& params);
void handle_did_change_workspace_folders(Session& session, const DidChangeWorkspaceFoldersParams& params);

}  // namespace rowtype::server
