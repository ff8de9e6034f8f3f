#include <nlohmann/json.hpp>
#include <utility>

#include "lsp/server/protocol_text.h"

namespace rowtype::server {

namespace {

using nlohmann::json;

json to_json(const Range& range);
json to_json(const Diagnostic& diagnostic);
json to_json(const WorkspaceEdit& edit);
json to_json(const CodeAction& action);
std::string text_of(const json& value);

}  // namespace

std::string write(const Nothing&) { return "null"; }

// The document's side of the capabilities is fixed: open, close, save, incremental changes.
std::string write(const InitializeResult& value) {
    const json sync = {{"openClose", true}, {"change", 2}, {"save", {{"includeText", false}}}};
    const json capabilities = {
        {"positionEncoding", value.position_encoding},
        {"textDocumentSync", sync},
        {"codeActionProvider", {{"codeActionKinds", value.code_action_kinds}}},
        {"workspace", {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}},
    };
    return text_of(
        {{"capabilities", capabilities}, {"serverInfo", {{"name", value.server_name}, {"version", value.server_version}}}});
}

std::string write(const PublishDiagnosticsParams& value) {
    json params = {{"uri", value.uri}, {"diagnostics", json::array()}};
    if (value.version) params["version"] = *value.version;
    for (const Diagnostic& diagnostic : value.diagnostics) params["diagnostics"].push_back(to_json(diagnostic));
    return text_of(params);
}

std::string write(const std::vector<CodeAction>& value) {
    json actions = json::array();
    for (const CodeAction& action : value) actions.push_back(to_json(action));
    return text_of(actions);
}

std::string write(const MessageParams& value) {
    return text_of({{"type", static_cast<int>(value.type)}, {"message", value.message}});
}

std::string write(const LogTraceParams& value) { return text_of({{"message", value.message}}); }

std::string write(const ProgressParams& value) {
    const bool begins = value.stage == ProgressParams::Stage::Begin;
    json progress = {{"kind", begins ? "begin" : "end"}};
    if (begins) progress["title"] = value.title;
    if (!value.message.empty()) progress["message"] = value.message;
    return text_of({{"token", value.token}, {"value", progress}});
}

std::string write(const ProgressCreateParams& value) { return text_of({{"token", value.token}}); }

std::string write(const WatchFilesParams& value) {
    json watchers = json::array();
    for (const std::string& glob : value.globs) watchers.push_back({{"globPattern", glob}});
    const json registration = {{"id", value.registration_id},
                               {"method", "workspace/didChangeWatchedFiles"},
                               {"registerOptions", {{"watchers", watchers}}}};
    return text_of({{"registrations", json::array({registration})}});
}

std::string write(const RequestId& value) {
    return std::visit([](const auto& id) { return text_of(json(id)); }, value);
}

std::string write_string(const std::string& value) { return text_of(json(value)); }

namespace {

std::string text_of(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

json to_json(const Range& range) {
    return {{"start", {{"line", range.start.line}, {"character", range.start.character}}},
            {"end", {{"line", range.end.line}, {"character", range.end.character}}}};
}

json to_json(const DiagnosticData& data) {
    json result = json::object();
    if (!data.status.empty()) result["status"] = data.status;
    if (!data.table.empty()) result["table"] = data.table;
    if (!data.field.empty()) result["field"] = data.field;
    if (!data.suggestion.empty()) result["suggestion"] = data.suggestion;
    return result;
}

json to_json(const Diagnostic& diagnostic) {
    json result = {{"range", to_json(diagnostic.range)},
                   {"severity", static_cast<int>(diagnostic.severity)},
                   {"source", "rowtype"},
                   {"message", diagnostic.message}};
    if (!diagnostic.code.empty()) result["code"] = diagnostic.code;
    if (!diagnostic.code_page.empty()) result["codeDescription"] = {{"href", diagnostic.code_page}};
    for (const RelatedInformation& related : diagnostic.related) {
        result["relatedInformation"].push_back(
            {{"location", {{"uri", related.uri}, {"range", to_json(related.range)}}}, {"message", related.message}});
    }
    if (diagnostic.data) result["data"] = to_json(*diagnostic.data);
    return result;
}

json to_json(const WorkspaceEdit& edit) {
    json edits = json::array();
    for (const TextEdit& change : edit.edits) edits.push_back({{"range", to_json(change.range)}, {"newText", change.new_text}});
    if (!edit.version) return {{"changes", {{edit.uri, edits}}}};
    const json document = {{"uri", edit.uri}, {"version", *edit.version}};
    return {{"documentChanges", json::array({{{"textDocument", document}, {"edits", edits}}})}};
}

json to_json(const CodeAction& action) {
    json result = {{"title", action.title}, {"kind", action.kind}};
    for (const Diagnostic& diagnostic : action.diagnostics) result["diagnostics"].push_back(to_json(diagnostic));
    if (action.is_preferred) result["isPreferred"] = true;
    if (!action.disabled_reason.empty()) result["disabled"] = {{"reason", action.disabled_reason}};
    if (action.edit) result["edit"] = to_json(*action.edit);
    return result;
}

}  // namespace

}  // namespace rowtype::server
