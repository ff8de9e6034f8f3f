#include "lsp/server/binder.h"

#include <algorithm>
#include <array>
#include <exception>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <utility>

#include "lsp/server/handle.h"
#include "lsp/server/json_text.h"
#include "lsp/server/protocol_json.h"
#include "lsp/server/session.h"
#include "lsp/workspace/log.h"

namespace rowtype::server {

namespace {

using nlohmann::json;

// A method that the client may call. Exactly one of the two functions is set; both say what is wrong with the params.
struct Method {
    std::string_view name;
    Status (*request)(Session&, const json& params, Requests::Ticket) = nullptr;
    Status (*notification)(Session&, const json& params) = nullptr;
};

std::span<const Method> methods();
void receive_request(Session& session, const std::string& name, const json& message, const json& params);
void receive_notification(Session& session, const std::string& name, const json& params);
void receive_response(Session& session, const json& message);
void receive_message(Session& session, const json& message);

}  // namespace

void receive(Session& session, std::string body) {
    Requests& requests = session.requests();
    try {
        if (const Status status = prepare_json(body); !status) {
            requests.fail_without_id(ErrorCode::ParseError, status.error().message);
            return;
        }
        const json message = json::parse(body, nullptr, false);
        if (message.is_discarded()) {
            requests.fail_without_id(ErrorCode::ParseError, "the message is not JSON");
            return;
        }
        receive_message(session, message);
    } catch (const std::exception& problem) {
        workspace::log::error(std::string("a message could not be handled: ") + problem.what());
    }
}

void receive_broken(Session& session, const std::string& reason) {
    workspace::log::error("the client's stream cannot be read: " + reason);
    session.requests().fail_without_id(ErrorCode::ParseError, reason);
}

namespace {

template <class Params, class Result, void (*handler)(Session&, const Params&, const Reply<Result>&)>
Status call_request(Session& session, const json& params, Requests::Ticket ticket) {
    Params parsed;
    if (Status status = read(params, parsed); !status) return status;
    handler(session, parsed, Reply<Result>(session.requests(), ticket));
    return {};
}

template <class Params, void (*handler)(Session&, const Params&)>
Status call_notification(Session& session, const json& params) {
    Params parsed;
    if (Status status = read(params, parsed); !status) return status;
    handler(session, parsed);
    return {};
}

// The one table. What the server announces at initialize stands beside the values it answers with: write(InitializeResult).
std::span<const Method> methods() {
    static constexpr auto kTable = std::to_array<Method>({
        {.name = "initialize", .request = call_request<InitializeParams, InitializeResult, handle_initialize>},
        {.name = "initialized", .notification = call_notification<Nothing, handle_initialized>},
        {.name = "shutdown", .request = call_request<Nothing, Nothing, handle_shutdown>},
        {.name = "exit", .notification = call_notification<Nothing, handle_exit>},
        {.name = "$/setTrace", .notification = call_notification<SetTraceParams, handle_set_trace>},
        {.name = "$/cancelRequest", .notification = call_notification<CancelParams, handle_cancel_request>},
        {.name = "textDocument/didOpen", .notification = call_notification<DidOpenParams, handle_did_open>},
        {.name = "textDocument/didChange", .notification = call_notification<DidChangeParams, handle_did_change>},
        {.name = "textDocument/didSave", .notification = call_notification<DocumentParams, handle_did_save>},
        {.name = "textDocument/didClose", .notification = call_notification<DocumentParams, handle_did_close>},
        {.name = "textDocument/hover", .request = call_request<PositionParams, std::optional<HoverContent>, handle_hover>},
        {.name = "textDocument/completion", .request = call_request<CompletionParams, CompletionList, handle_completion>},
        {.name = "textDocument/codeAction",
         .request = call_request<CodeActionParams, std::vector<CodeAction>, handle_code_action>},
        {.name = "workspace/executeCommand", .request = call_request<ExecuteCommandParams, Nothing, handle_execute_command>},
        {.name = "workspace/didChangeConfiguration", .notification = call_notification<Nothing, handle_did_change_configuration>},
        {.name = "workspace/didChangeWatchedFiles",
         .notification = call_notification<DidChangeWatchedFilesParams, handle_did_change_watched_files>},
        {.name = "workspace/didChangeWorkspaceFolders",
         .notification = call_notification<DidChangeWorkspaceFoldersParams, handle_did_change_workspace_folders>},
    });
    return kTable;
}

const Method* find_method(std::string_view name) {
    const auto table = methods();
    const auto found = std::find_if(table.begin(), table.end(), [name](const Method& method) { return method.name == name; });
    return found == table.end() ? nullptr : &*found;
}

void receive_message(Session& session, const json& message) {
    const auto method = message.is_object() ? message.find("method") : message.end();
    if (!message.is_object() || (method != message.end() && !method->is_string())) {
        session.requests().fail_without_id(ErrorCode::InvalidRequest, "a message must be an object with a method or a result");
        return;
    }
    if (method == message.end()) {
        receive_response(session, message);
        return;
    }
    const auto found = message.find("params");
    const json params = found == message.end() ? json() : *found;
    const auto& name = method->get_ref<const std::string&>();
    session.client().log_trace("received " + name);
    if (message.contains("id")) {
        receive_request(session, name, message, params);
    } else {
        receive_notification(session, name, params);
    }
}

void receive_request(Session& session, const std::string& name, const json& message, const json& params) {
    Requests& requests = session.requests();
    RequestId id;
    if (const Status status = read(message.at("id"), id); !status) {
        requests.fail_without_id(ErrorCode::InvalidRequest, status.error().message);
        return;
    }
    const Requests::Ticket ticket = requests.open(std::move(id));
    const Method* method = find_method(name);
    const bool initializes = name == "initialize";
    if (session.lifecycle == Lifecycle::Uninitialized && !initializes) {
        requests.fail(ticket, ErrorCode::ServerNotInitialized, "the server waits for initialize");
    } else if (session.lifecycle == Lifecycle::ShutDown || session.lifecycle == Lifecycle::Exited) {
        requests.fail(ticket, ErrorCode::InvalidRequest, "the server is shut down");
    } else if (session.lifecycle == Lifecycle::Running && initializes) {
        requests.fail(ticket, ErrorCode::InvalidRequest, "the server is initialized already");
    } else if (method == nullptr || method->request == nullptr) {
        requests.fail(ticket, ErrorCode::MethodNotFound, "the server has no request " + name);
    } else {
        try {
            const Status status = method->request(session, params, ticket);
            if (!status) requests.fail(ticket, ErrorCode::InvalidParams, name + ": " + status.error().message);
        } catch (const std::exception& problem) {
            workspace::log::error(name + " failed: " + problem.what());
            requests.fail(ticket, ErrorCode::InternalError, "the request failed inside the server; its log says more");
        }
    }
}

void receive_notification(Session& session, const std::string& name, const json& params) {
    const Method* method = find_method(name);
    const bool is_allowed = session.lifecycle == Lifecycle::Running || name == "exit";
    if (!is_allowed || method == nullptr || method->notification == nullptr) {
        workspace::log::debug("ignored " + name);
        return;
    }
    const Status status = method->notification(session, params);
    if (!status) workspace::log::warning("ignored " + name + ": " + status.error().message);
}

// Of a MessageActionItem; everything else that a result can be chooses nothing.
std::string chosen_title(const json& message) {
    const auto result = message.find("result");
    if (message.contains("error") || result == message.end() || !result->is_object()) return {};
    const auto title = result->find("title");
    return title != result->end() && title->is_string() ? title->get<std::string>() : std::string();
}

void receive_response(Session& session, const json& message) {
    const auto id = message.find("id");
    const bool has_outcome = message.contains("result") || message.contains("error");
    RequestId known;
    if (id == message.end() || !has_outcome) {
        session.requests().fail_without_id(ErrorCode::InvalidRequest, "a message must have a method, a result or an error");
    } else if (read(*id, known)) {
        session.client().take_response(known, {!message.contains("error"), chosen_title(message)});
    }
}

}  // namespace

}  // namespace rowtype::server
