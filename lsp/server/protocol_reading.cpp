#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "lsp/server/convert.h"
#include "lsp/server/protocol_json.h"

namespace rowtype::server {

namespace {

using nlohmann::json;

// Thrown by the member readers below and caught by `reading`: it never leaves this file.
struct Unreadable {
    std::string message;
};

template <class Body>
Status reading(Body body);
Error invalid(std::string message);
const json* member(const json& object, const char* name);
const json& required(const json& object, const char* name);
const json* path(const json& object, std::initializer_list<const char*> names);
bool flag(const json& object, std::initializer_list<const char*> names);
std::string text_of(const json& object, const char* name);
std::string text_or_empty(const json& object, const char* name);
std::vector<std::string> texts_of(const json& list);
std::int64_t integer(const json& value, const char* name, std::int64_t low, std::int64_t high);
bool has_text(const json* list, const char* text);
Position position_of_json(const json& position);
Range range_member(const json& object, const char* name);
const json& document(const json& params);
std::vector<std::string> folders_of(const json& params);
TraceValue trace_of(const std::string& name);

}  // namespace

Status read(const json&, Nothing&) { return {}; }

Status read(const json& params, InitializeParams& result) {
    return reading([&] {
        if (!params.is_object()) throw Unreadable{"params must be an object"};
        if (const json* id = member(params, "processId")) {
            result.process_id = integer(*id, "processId", 0, std::numeric_limits<std::int32_t>::max());
        }
        if (const json* info = member(params, "clientInfo")) {
            result.client_name = text_or_empty(*info, "name");
            result.client_version = text_or_empty(*info, "version");
        }
        result.folder_uris = folders_of(params);
        result.trace = trace_of(text_or_empty(params, "trace"));

        const json* found = member(params, "capabilities");
        if (found == nullptr) return;
        const json& client = *found;
        ClientCapabilities& capabilities = result.capabilities;
        if (const json* encodings = path(client, {"general", "positionEncodings"})) {
            capabilities.position_encodings = texts_of(*encodings);
        }
        capabilities.publishes_versions = flag(client, {"textDocument", "publishDiagnostics", "versionSupport"});
        capabilities.shows_related_information = flag(client, {"textDocument", "publishDiagnostics", "relatedInformation"});
        capabilities.shows_code_descriptions = flag(client, {"textDocument", "publishDiagnostics", "codeDescriptionSupport"});
        capabilities.keeps_diagnostic_data = flag(client, {"textDocument", "publishDiagnostics", "dataSupport"});
        capabilities.takes_code_action_literals =
            path(client, {"textDocument", "codeAction", "codeActionLiteralSupport"}) != nullptr;
        capabilities.shows_disabled_actions = flag(client, {"textDocument", "codeAction", "disabledSupport"});
        capabilities.shows_preferred_actions = flag(client, {"textDocument", "codeAction", "isPreferredSupport"});
        capabilities.reads_markdown_in_hovers = has_text(path(client, {"textDocument", "hover", "contentFormat"}), "markdown");
        if (const json* item = path(client, {"textDocument", "completion", "completionItem"})) {
            capabilities.reads_markdown_in_completions = has_text(member(*item, "documentationFormat"), "markdown");
            capabilities.takes_snippets = flag(*item, {"snippetSupport"});
        }
        capabilities.takes_document_changes = flag(client, {"workspace", "workspaceEdit", "documentChanges"});
        capabilities.creates_files = capabilities.takes_document_changes &&
                                     has_text(path(client, {"workspace", "workspaceEdit", "resourceOperations"}), "create");
        capabilities.registers_watched_files = flag(client, {"workspace", "didChangeWatchedFiles", "dynamicRegistration"});
        capabilities.shows_progress = flag(client, {"window", "workDoneProgress"});
        capabilities.shows_schema_status = flag(client, {"experimental", "rowtype", "status"});
        capabilities.shows_questions = path(client, {"window", "showMessage"}) != nullptr;
    });
}

Status read(const json& params, SetTraceParams& result) {
    return reading([&] { result.value = trace_of(text_of(params, "value")); });
}

Status read(const json& params, CancelParams& result) {
    return reading([&] {
        const Status status = read(required(params, "id"), result.id);
        if (!status) throw Unreadable{status.error().message};
    });
}

Status read(const json& params, DidOpenParams& result) {
    return reading([&] {
        const json& opened = document(params);
        result.uri = text_of(opened, "uri");
        result.language_id = text_or_empty(opened, "languageId");
        result.version =
            static_cast<std::int32_t>(integer(required(opened, "version"), "version", std::numeric_limits<std::int32_t>::min(),
                                              std::numeric_limits<std::int32_t>::max()));
        result.text = text_of(opened, "text");
    });
}

Status read(const json& params, DidChangeParams& result) {
    return reading([&] {
        const json& changed = document(params);
        result.uri = text_of(changed, "uri");
        if (const json* version = member(changed, "version")) {
            result.version = static_cast<std::int32_t>(
                integer(*version, "version", std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
        }
        const json& changes = required(params, "contentChanges");
        if (!changes.is_array()) throw Unreadable{"contentChanges must be an array"};
        for (const json& change : changes) {
            ContentChange& added = result.changes.emplace_back();
            if (member(change, "range") != nullptr) added.range = range_member(change, "range");
            added.text = text_of(change, "text");
        }
    });
}

Status read(const json& params, DocumentParams& result) {
    return reading([&] { result.uri = text_of(document(params), "uri"); });
}

Status read(const json& params, DidChangeWatchedFilesParams& result) {
    return reading([&] {
        const json& changes = required(params, "changes");
        if (!changes.is_array()) throw Unreadable{"changes must be an array"};
        for (const json& change : changes) result.uris.push_back(text_of(change, "uri"));
    });
}

Status read(const json& params, DidChangeWorkspaceFoldersParams& result) {
    return reading([&] {
        const json& event = required(params, "event");
        const auto uris = [&event](const char* name) {
            std::vector<std::string> list;
            const json& folders = required(event, name);
            if (!folders.is_array()) throw Unreadable{std::string(name) + " must be an array"};
            for (const json& folder : folders) list.push_back(text_of(folder, "uri"));
            return list;
        };
        result.added_uris = uris("added");
        result.removed_uris = uris("removed");
    });
}

Status read(const json& params, CodeActionParams& result) {
    return reading([&] {
        result.uri = text_of(document(params), "uri");
        result.range = range_member(params, "range");
        if (const json* only = path(params, {"context", "only"})) result.only = texts_of(*only);
    });
}

Status read(const json& params, ExecuteCommandParams& result) {
    return reading([&] { result.command = text_of(params, "command"); });
}

Status read(const json& params, PositionParams& result) {
    return reading([&] {
        result.uri = text_of(document(params), "uri");
        result.position = position_of_json(required(params, "position"));
    });
}

Status read(const json& params, CompletionParams& result) {
    const Status status = read(params, result.place);
    if (!status) return status;
    return reading([&] {
        if (const json* context = member(params, "context")) result.trigger = text_or_empty(*context, "triggerCharacter");
    });
}

Status read(const json& value, RequestId& id) {
    if (value.is_string()) {
        id = value.get<std::string>();
    } else if (value.is_number_unsigned() ? value.get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max()
                                          : value.is_number_integer()) {
        id = value.get<std::int64_t>();
    } else {
        return invalid("id must be an integer or a string");
    }
    return {};
}

namespace {

template <class Body>
Status reading(Body body) {
    try {
        body();
        return {};
    } catch (const Unreadable& problem) {
        return invalid(problem.message);
    } catch (const json::exception&) {
        return invalid("params do not have the form that the method asks for");
    }
}

Error invalid(std::string message) { return {Error::Kind::Invalid, std::move(message), {}, {}}; }

// The member, or null where it is absent or JSON's null.
const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

const json& required(const json& object, const char* name) {
    const json* found = member(object, name);
    if (found == nullptr) throw Unreadable{std::string(name) + " is missing"};
    return *found;
}

const json* path(const json& object, std::initializer_list<const char*> names) {
    const json* current = &object;
    for (const char* name : names) {
        current = member(*current, name);
        if (current == nullptr) return nullptr;
    }
    return current;
}

bool flag(const json& object, std::initializer_list<const char*> names) {
    const json* found = path(object, names);
    return found != nullptr && found->is_boolean() && found->get<bool>();
}

std::string text_of(const json& object, const char* name) {
    const json& value = required(object, name);
    if (!value.is_string()) throw Unreadable{std::string(name) + " must be a string"};
    return value.get<std::string>();
}

std::string text_or_empty(const json& object, const char* name) {
    const json* value = member(object, name);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::vector<std::string> texts_of(const json& list) {
    std::vector<std::string> result;
    if (!list.is_array()) return result;
    for (const json& item : list) {
        if (item.is_string()) result.push_back(item.get<std::string>());
    }
    return result;
}

// Clients write whole numbers as floating-point ones too; a number beyond the limits means the limit, because "to the end
// of the line" is written as the largest number that the client's language has.
std::int64_t integer(const json& value, const char* name, std::int64_t low, std::int64_t high) {
    if (value.is_number_unsigned()) {
        return static_cast<std::int64_t>(std::min(value.get<std::uint64_t>(), static_cast<std::uint64_t>(high)));
    }
    if (value.is_number_integer()) return std::clamp(value.get<std::int64_t>(), low, high);
    if (value.is_number_float()) {
        const double number = value.get<double>();
        if (std::nearbyint(number) == number) {
            if (number <= static_cast<double>(low)) return low;
            if (number >= static_cast<double>(high)) return high;
            return static_cast<std::int64_t>(number);
        }
    }
    throw Unreadable{std::string(name) + " must be an integer"};
}

std::uint32_t coordinate(const json& position, const char* name) {
    const json& value = required(position, name);
    if (value.is_number() && !value.is_number_unsigned() && value.get<double>() < 0) {
        throw Unreadable{std::string(name) + " must not be negative"};
    }
    return static_cast<std::uint32_t>(integer(value, name, 0, std::numeric_limits<std::uint32_t>::max()));
}

Range range_member(const json& object, const char* name) {
    const json& range = required(object, name);
    return {position_of_json(required(range, "start")), position_of_json(required(range, "end"))};
}

Position position_of_json(const json& position) { return {coordinate(position, "line"), coordinate(position, "character")}; }

bool has_text(const json* list, const char* text) {
    return list != nullptr && list->is_array() && std::find(list->begin(), list->end(), json(text)) != list->end();
}

const json& document(const json& params) { return required(params, "textDocument"); }

std::vector<std::string> folders_of(const json& params) {
    std::vector<std::string> uris;
    if (const json* folders = member(params, "workspaceFolders"); folders != nullptr && folders->is_array()) {
        for (const json& folder : *folders) uris.push_back(text_of(folder, "uri"));
    }
    if (!uris.empty()) return uris;
    if (const std::string root = text_or_empty(params, "rootUri"); !root.empty()) return {root};
    if (const std::string root = text_or_empty(params, "rootPath"); !root.empty()) return {uri_of_path(root)};
    return {};
}

TraceValue trace_of(const std::string& name) {
    if (name == "messages") return TraceValue::Messages;
    if (name == "verbose") return TraceValue::Verbose;
    return TraceValue::Off;
}

}  // namespace

}  // namespace rowtype::server
