// The client at the other end: what it can do, and everything that the server says to it without being asked.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "lsp/server/convert.h"
#include "lsp/server/loop.h"
#include "lsp/server/protocol.h"

namespace rowtype::server {

// What a client answered to a request of ours.
struct ClientAnswer {
    bool succeeded = false;
    std::string title;  // of the action that the user chose; empty: none
};

// Thread: the session's. What initialize said stays as it is afterwards (`trace` aside).
class Client {
public:
    explicit Client(Outgoing& outgoing) : outgoing_(outgoing) {}

    // Takes over what the client said about itself and picks the position encoding: the first of the client's list that
    // we know, UTF-16 where it has none.
    void introduce(const InitializeParams& params);

    [[nodiscard]] const ClientCapabilities& capabilities() const { return capabilities_; }
    [[nodiscard]] PositionEncoding encoding() const { return encoding_; }
    [[nodiscard]] TraceValue trace() const { return trace_; }
    void set_trace(TraceValue value) { trace_ = value; }

    void publish(const PublishDiagnosticsParams& params);
    void show_message(MessageType type, const std::string& message);
    void log_message(MessageType type, const std::string& message);
    void log_trace(const std::string& message);  // sent when the client asked for a trace
    void report_progress(const ProgressParams& params);
    // `on_answer` gets whether the client agreed; never called when it does not answer.
    void create_progress(const std::string& token, std::function<void(bool)> on_answer);
    void watch_files(const WatchFilesParams& params);
    void report_status(const SchemaStatusParams& params);  // sent when the client asked for it
    // Asks the user; `on_answer` gets the title that they chose, or an empty one where they closed the question or the client
    // could not show it. Never called when it does not answer.
    void ask(const ShowMessageRequestParams& params, std::function<void(const std::string&)> on_answer);

    // The client's answer to a request of ours.
    void take_response(const RequestId& id, const ClientAnswer& answer);

private:
    void notify(std::string_view method, const std::string& params_json);
    using OnAnswer = std::function<void(const ClientAnswer&)>;
    void request(std::string_view method, const std::string& params_json, OnAnswer on_answer);

    Outgoing& outgoing_;
    ClientCapabilities capabilities_;
    PositionEncoding encoding_ = PositionEncoding::Utf16;
    TraceValue trace_ = TraceValue::Off;
    std::int64_t next_request_ = 1;
    std::map<std::int64_t, OnAnswer> waiting_;
};

}  // namespace rowtype::server
