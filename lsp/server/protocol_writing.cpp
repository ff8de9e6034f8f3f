#include <algorithm>
#include <string_view>

#include "lsp/server/json_writer.h"
#include "lsp/server/protocol_text.h"

namespace rowtype::server {

namespace {

std::string_view name_of(SchemaStatusParams::State state);
void put(JsonText& json, const Range& range);
void put(JsonText& json, const Diagnostic& diagnostic);
void put(JsonText& json, const WorkspaceEdit& edit);
void put(JsonText& json, const CodeAction& action);
void put(JsonText& json, const MarkupContent& content);

}  // namespace

std::string write(const Nothing&) { return "null"; }

// The document's side of the capabilities is fixed: open, close, save, incremental changes.
std::string write(const InitializeResult& value) {
    JsonText json;
    json.begin_object().key("capabilities").begin_object();
    json.member("positionEncoding", value.position_encoding);
    json.key("textDocumentSync").begin_object().member("openClose", true).member("change", 2);
    json.key("save").begin_object().member("includeText", false).end_object().end_object();
    json.key("codeActionProvider").begin_object().key("codeActionKinds").begin_array();
    for (const std::string& kind : value.code_action_kinds) json.value(kind);
    json.end_array().end_object();
    json.key("executeCommandProvider").begin_object().key("commands").begin_array();
    for (const std::string& command : value.commands) json.value(command);
    json.end_array().end_object();
    json.member("hoverProvider", true);
    json.key("completionProvider").begin_object().key("triggerCharacters").begin_array();
    for (const std::string& character : value.completion_triggers) json.value(character);
    json.end_array().end_object();
    json.key("workspace").begin_object().key("workspaceFolders").begin_object();
    json.member("supported", true).member("changeNotifications", true).end_object().end_object();
    json.end_object();
    json.key("serverInfo").begin_object().member("name", value.server_name).member("version", value.server_version).end_object();
    return json.end_object().take();
}

std::string write(const PublishDiagnosticsParams& value) {
    JsonText json;
    json.begin_object().member("uri", value.uri);
    if (value.version) json.member("version", *value.version);
    json.key("diagnostics").begin_array();
    for (const Diagnostic& diagnostic : value.diagnostics) put(json, diagnostic);
    return json.end_array().end_object().take();
}

std::string write(const std::vector<CodeAction>& value) {
    JsonText json;
    json.begin_array();
    for (const CodeAction& action : value) put(json, action);
    return json.end_array().take();
}

std::string write(const std::optional<HoverContent>& value) {
    if (!value) return "null";
    JsonText json;
    json.begin_object().key("contents");
    put(json, value->contents);
    json.key("range");
    put(json, value->range);
    return json.end_object().take();
}

// The order is told by sortText, which editors compare as text; what is typed is compared with filterText.
std::string write(const CompletionList& value) {
    JsonText json;
    json.begin_object().member("isIncomplete", value.is_incomplete).key("items").begin_array();
    std::size_t place = 0;
    for (const CompletionItem& item : value.items) {
        const std::string order = std::to_string(place++);
        json.begin_object().member("label", item.label).member("kind", static_cast<int>(item.kind));
        json.text_unless_empty("detail", item.detail);
        if (!item.documentation.value.empty()) {
            json.key("documentation");
            put(json, item.documentation);
        }
        json.member("sortText", std::string(6 - std::min<std::size_t>(6, order.size()), '0') + order);
        json.member("filterText", item.label).member("insertTextFormat", item.is_snippet ? 2 : 1);
        json.key("textEdit").begin_object().key("range");
        put(json, value.replaced);
        json.member("newText", item.new_text).end_object().end_object();
    }
    return json.end_array().end_object().take();
}

std::string write(const MessageParams& value) {
    JsonText json;
    return json.begin_object().member("type", static_cast<int>(value.type)).member("message", value.message).end_object().take();
}

std::string write(const ShowMessageRequestParams& value) {
    JsonText json;
    json.begin_object()
        .member("type", static_cast<int>(value.type))
        .member("message", value.message)
        .key("actions")
        .begin_array();
    for (const std::string& answer : value.answers) json.begin_object().member("title", answer).end_object();
    return json.end_array().end_object().take();
}

std::string write(const LogTraceParams& value) {
    JsonText json;
    return json.begin_object().member("message", value.message).end_object().take();
}

std::string write(const ProgressParams& value) {
    const bool begins = value.stage == ProgressParams::Stage::Begin;
    JsonText json;
    json.begin_object().member("token", value.token).key("value").begin_object().member("kind", begins ? "begin" : "end");
    if (begins) json.member("title", value.title);
    return json.text_unless_empty("message", value.message).end_object().end_object().take();
}

std::string write(const ProgressCreateParams& value) {
    JsonText json;
    return json.begin_object().member("token", value.token).end_object().take();
}

std::string write(const WatchFilesParams& value) {
    JsonText json;
    json.begin_object().key("registrations").begin_array().begin_object();
    json.member("id", value.registration_id).member("method", "workspace/didChangeWatchedFiles");
    json.key("registerOptions").begin_object().key("watchers").begin_array();
    for (const std::string& glob : value.globs) json.begin_object().member("globPattern", glob).end_object();
    return json.end_array().end_object().end_object().end_array().end_object().take();
}

std::string write(const SchemaStatusParams& value) {
    JsonText json;
    json.begin_object().member("root", value.root_uri).member("state", name_of(value.state));
    if (!value.schema.empty()) json.member("schema", value.schema).member("relations", value.relations);
    json.text_unless_empty("message", value.message);
    if (!value.notes.empty()) {
        json.key("notes").begin_array();
        for (const std::string& note : value.notes) json.value(note);
        json.end_array();
    }
    return json.end_object().take();
}

std::string write(const RequestId& value) {
    JsonText json;
    std::visit([&json](const auto& id) { json.value(id); }, value);
    return json.take();
}

std::string write_string(const std::string& value) {
    JsonText json;
    return json.value(value).take();
}

namespace {

std::string_view name_of(SchemaStatusParams::State state) {
    switch (state) {
        case SchemaStatusParams::State::Loading: return "loading";
        case SchemaStatusParams::State::Loaded: return "loaded";
        case SchemaStatusParams::State::Stale: return "stale";
        case SchemaStatusParams::State::None: break;
    }
    return "none";
}

void put(JsonText& json, const Range& range) {
    json.begin_object();
    json.key("start").begin_object().member("line", range.start.line).member("character", range.start.character).end_object();
    json.key("end").begin_object().member("line", range.end.line).member("character", range.end.character).end_object();
    json.end_object();
}

void put(JsonText& json, const Diagnostic& diagnostic) {
    json.begin_object().key("range");
    put(json, diagnostic.range);
    json.member("severity", static_cast<int>(diagnostic.severity)).text_unless_empty("code", diagnostic.code);
    if (!diagnostic.code_page.empty()) {
        json.key("codeDescription").begin_object().member("href", diagnostic.code_page).end_object();
    }
    json.member("source", "rowtype").member("message", diagnostic.message);
    if (!diagnostic.related.empty()) {
        json.key("relatedInformation").begin_array();
        for (const RelatedInformation& related : diagnostic.related) {
            json.begin_object().key("location").begin_object().member("uri", related.uri).key("range");
            put(json, related.range);
            json.end_object().member("message", related.message).end_object();
        }
        json.end_array();
    }
    if (diagnostic.data) {
        json.key("data").begin_object().text_unless_empty("status", diagnostic.data->status);
        json.text_unless_empty("table", diagnostic.data->table).text_unless_empty("field", diagnostic.data->field);
        json.text_unless_empty("suggestion", diagnostic.data->suggestion).end_object();
    }
    json.end_object();
}

void put(JsonText& json, const std::vector<TextEdit>& edits) {
    json.begin_array();
    for (const TextEdit& edit : edits) {
        json.begin_object().key("range");
        put(json, edit.range);
        json.member("newText", edit.new_text).end_object();
    }
    json.end_array();
}

void put_created(JsonText& json, const std::vector<CreatedFile>& files) {
    json.key("documentChanges").begin_array();
    for (const CreatedFile& file : files) {
        json.begin_object().member("kind", "create").member("uri", file.uri);
        json.key("options").begin_object().member("overwrite", false).member("ignoreIfExists", false).end_object().end_object();
        json.begin_object().key("textDocument").begin_object().member("uri", file.uri).key("version").null().end_object();
        json.key("edits");
        put(json, std::vector<TextEdit>{{Range{}, file.text}});
        json.end_object();
    }
    json.end_array();
}

void put(JsonText& json, const WorkspaceEdit& edit) {
    json.begin_object();
    if (!edit.created.empty()) {
        put_created(json, edit.created);
    } else if (!edit.version) {
        json.key("changes").begin_object().key(edit.uri);
        put(json, edit.edits);
        json.end_object();
    } else {
        json.key("documentChanges").begin_array().begin_object();
        json.key("textDocument").begin_object().member("uri", edit.uri).member("version", *edit.version).end_object();
        json.key("edits");
        put(json, edit.edits);
        json.end_object().end_array();
    }
    json.end_object();
}

void put(JsonText& json, const MarkupContent& content) {
    json.begin_object().member("kind", content.is_markdown ? "markdown" : "plaintext").member("value", content.value);
    json.end_object();
}

void put(JsonText& json, const CodeAction& action) {
    json.begin_object().member("title", action.title).member("kind", action.kind);
    if (!action.diagnostics.empty()) {
        json.key("diagnostics").begin_array();
        for (const Diagnostic& diagnostic : action.diagnostics) put(json, diagnostic);
        json.end_array();
    }
    if (action.is_preferred) json.member("isPreferred", true);
    if (!action.disabled_reason.empty()) {
        json.key("disabled").begin_object().member("reason", action.disabled_reason).end_object();
    }
    if (action.edit) {
        json.key("edit");
        put(json, *action.edit);
    }
    json.end_object();
}

}  // namespace

}  // namespace rowtype::server
