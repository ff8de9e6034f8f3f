#include "lsp/server/client.h"

#include <utility>

#include "lsp/server/protocol_text.h"

namespace rowtype::server {

namespace {

std::string notification(std::string_view method, const std::string& params_json) {
    return R"({"jsonrpc":"2.0","method":")" + std::string(method) + R"(","params":)" + params_json + "}";
}

}  // namespace

void Client::introduce(const InitializeParams& params) {
    capabilities_ = params.capabilities;
    trace_ = params.trace;
    encoding_ = PositionEncoding::Utf16;
    for (const std::string& name : capabilities_.position_encodings) {
        if (const auto known = parse_encoding(name)) {
            encoding_ = *known;
            break;
        }
    }
}

void Client::publish(const PublishDiagnosticsParams& params) {
    outgoing_.send_latest(params.uri, notification("textDocument/publishDiagnostics", write(params)));
}

void Client::show_message(MessageType type, const std::string& message) {
    notify("window/showMessage", write(MessageParams{type, message}));
}

void Client::log_message(MessageType type, const std::string& message) {
    outgoing_.send_droppable(notification("window/logMessage", write(MessageParams{type, message})));
}

void Client::log_trace(const std::string& message) {
    if (trace_ == TraceValue::Off) return;
    outgoing_.send_droppable(notification("$/logTrace", write(LogTraceParams{message})));
}

void Client::report_progress(const ProgressParams& params) { notify("$/progress", write(params)); }

void Client::create_progress(const std::string& token, std::function<void(bool)> on_answer) {
    request("window/workDoneProgress/create", write(ProgressCreateParams{token}),
            [on_answer = std::move(on_answer)](const ClientAnswer& answer) { on_answer(answer.succeeded); });
}

void Client::watch_files(const WatchFilesParams& params) {
    request("client/registerCapability", write(params), [](const ClientAnswer&) {});
}

void Client::report_status(const SchemaStatusParams& params) {
    if (capabilities_.shows_schema_status) notify("rowtype/status", write(params));
}

void Client::ask(const ShowMessageRequestParams& params, std::function<void(const std::string&)> on_answer) {
    request("window/showMessageRequest", write(params),
            [on_answer = std::move(on_answer)](const ClientAnswer& answer) { on_answer(answer.title); });
}

void Client::take_response(const RequestId& id, const ClientAnswer& answer) {
    const auto* number = std::get_if<std::int64_t>(&id);
    const auto found = number != nullptr ? waiting_.find(*number) : waiting_.end();
    if (found == waiting_.end()) return;
    const OnAnswer on_answer = std::move(found->second);
    waiting_.erase(found);
    on_answer(answer);
}

void Client::notify(std::string_view method, const std::string& params_json) {
    outgoing_.send(notification(method, params_json));
}

void Client::request(std::string_view method, const std::string& params_json, OnAnswer on_answer) {
    const std::int64_t id = next_request_++;
    waiting_.emplace(id, std::move(on_answer));
    outgoing_.send(R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")" + std::string(method) + R"(","params":)" +
                   params_json + "}");
}

}  // namespace rowtype::server
