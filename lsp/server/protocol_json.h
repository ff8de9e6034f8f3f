// JSON in and out of the values of protocol.h. Included by the binder and the connection only.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "lsp/server/protocol.h"
#include "reflect/base/result.h"

namespace rowtype::server {

// Reading: fills in `params`, or says which member is missing or has the wrong type. Unknown members are ignored, as the
// protocol asks for.
[[nodiscard]] Status read(const nlohmann::json& json, Nothing& params);
[[nodiscard]] Status read(const nlohmann::json& json, InitializeParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, SetTraceParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, CancelParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, DidOpenParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, DidChangeParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, DocumentParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, DidChangeWatchedFilesParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, DidChangeWorkspaceFoldersParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, CodeActionParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, ExecuteCommandParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, PositionParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, CompletionParams& params);
[[nodiscard]] Status read(const nlohmann::json& json, RequestId& id);

}  // namespace rowtype::server
