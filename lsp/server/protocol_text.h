// The values that the server sends, as JSON text. Bytes that are not UTF-8 come out as U+FFFD.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lsp/server/protocol.h"

namespace rowtype::server {

[[nodiscard]] std::string write(const Nothing& value);  // null
[[nodiscard]] std::string write(const InitializeResult& value);
[[nodiscard]] std::string write(const PublishDiagnosticsParams& value);
[[nodiscard]] std::string write(const std::vector<CodeAction>& value);
[[nodiscard]] std::string write(const std::optional<HoverContent>& value);
[[nodiscard]] std::string write(const CompletionList& value);
[[nodiscard]] std::string write(const MessageParams& value);
[[nodiscard]] std::string write(const ShowMessageRequestParams& value);
[[nodiscard]] std::string write(const LogTraceParams& value);
[[nodiscard]] std::string write(const ProgressParams& value);
[[nodiscard]] std::string write(const ProgressCreateParams& value);
[[nodiscard]] std::string write(const WatchFilesParams& value);
[[nodiscard]] std::string write(const SchemaStatusParams& value);
[[nodiscard]] std::string write(const RequestId& value);
[[nodiscard]] std::string write_string(const std::string& value);

}  // namespace rowtype::server
