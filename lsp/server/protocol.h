// The part of LSP 3.17 that the server speaks, as plain values. JSON becomes these in protocol_reading.cpp and is made of
// them in protocol_writing.cpp; past the binder nobody sees JSON.
//
// To add a message: its types here, `read` or `write` for them beside the others, a handler file under handlers/, its
// signature in handle.h, one line in the table of binder.cpp, and a session under tests/lsp/server/sessions/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rowtype::server {

using RequestId = std::variant<std::int64_t, std::string>;

enum class ErrorCode : std::int32_t {
    ParseError = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    InternalError = -32603,
    ServerNotInitialized = -32002,
    ContentModified = -32801,
    RequestCancelled = -32800,
};

// Zero-based; the unit of `character` is the negotiated PositionEncoding.
struct Position {
    std::uint32_t line = 0;
    std::uint32_t character = 0;
    friend auto operator<=>(const Position&, const Position&) = default;
};

struct Range {
    Position start;
    Position end;
    friend bool operator==(const Range&, const Range&) = default;
};

struct Nothing {};  // params that a method does not have, or a null result

enum class TraceValue : std::uint8_t { Off, Messages, Verbose };

// What the client says it can do, as far as the server acts on it.
struct ClientCapabilities {
    std::vector<std::string> position_encodings;  // in the client's order
    bool publishes_versions = false;              // textDocument.publishDiagnostics.versionSupport
    bool shows_related_information = false;
    bool shows_code_descriptions = false;
    bool keeps_diagnostic_data = false;
    bool takes_code_action_literals = false;  // else only commands, which the server does not have
    bool shows_disabled_actions = false;
    bool shows_preferred_actions = false;
    bool reads_markdown_in_hovers = false;  // else plain text
    bool reads_markdown_in_completions = false;
    bool takes_snippets = false;
    bool takes_document_changes = false;   // workspace.workspaceEdit.documentChanges
    bool creates_files = false;            // these, with "create" among workspaceEdit.resourceOperations
    bool registers_watched_files = false;  // workspace.didChangeWatchedFiles.dynamicRegistration
    bool shows_progress = false;           // window.workDoneProgress
    bool shows_schema_status = false;      // experimental.rowtype.status: wants rowtype/status
    bool shows_questions = false;          // window.showMessage: can show a message with answers to choose from
};

struct InitializeParams {
    std::optional<std::int64_t> process_id;
    std::string client_name;
    std::string client_version;
    std::vector<std::string> folder_uris;  // workspaceFolders, else rootUri, else rootPath as a URI
    ClientCapabilities capabilities;
    TraceValue trace = TraceValue::Off;
};

struct InitializeResult {
    std::string position_encoding;
    std::vector<std::string> code_action_kinds;
    std::vector<std::string> commands;  // of workspace/executeCommand
    std::vector<std::string> completion_triggers;
    std::string server_name;
    std::string server_version;
};

struct SetTraceParams {
    TraceValue value = TraceValue::Off;
};

struct CancelParams {
    RequestId id;
};

struct DidOpenParams {
    std::string uri;
    std::string language_id;
    std::int32_t version = 0;
    std::string text;
};

struct ContentChange {
    std::optional<Range> range;  // none: `text` is the whole document
    std::string text;
};

struct DidChangeParams {
    std::string uri;
    std::optional<std::int32_t> version;
    std::vector<ContentChange> changes;  // each applies to the text that the one before left
};

struct DocumentParams {  // didSave, didClose
    std::string uri;
};

struct DidChangeWatchedFilesParams {
    std::vector<std::string> uris;
};

struct DidChangeWorkspaceFoldersParams {
    std::vector<std::string> added_uris;
    std::vector<std::string> removed_uris;
};

struct ExecuteCommandParams {
    std::string command;
};

enum class DiagnosticSeverity : std::uint8_t { Error = 1, Warning = 2, Information = 3, Hint = 4 };

struct RelatedInformation {
    std::string uri;
    Range range;
    std::string message;
    friend bool operator==(const RelatedInformation&, const RelatedInformation&) = default;
};

// Kept by clients that can between a diagnostic and the request for its code actions. Empty fields are left out.
struct DiagnosticData {
    std::string status;
    std::string table;
    std::string field;
    std::string suggestion;
    friend bool operator==(const DiagnosticData&, const DiagnosticData&) = default;
};

struct Diagnostic {
    Range range;
    DiagnosticSeverity severity = DiagnosticSeverity::Error;
    std::string code;
    std::string code_page;  // URI of the rule's documentation; empty: left out
    std::string message;
    std::vector<RelatedInformation> related;
    std::optional<DiagnosticData> data;
    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

struct PublishDiagnosticsParams {
    std::string uri;
    std::optional<std::int32_t> version;
    std::vector<Diagnostic> diagnostics;
};

struct CodeActionParams {
    std::string uri;
    Range range;
    std::vector<std::string> only;  // kinds; empty: all
};

struct PositionParams {  // textDocument/hover, textDocument/completion
    std::string uri;
    Position position;
};

struct MarkupContent {
    bool is_markdown = false;
    std::string value;
};

struct HoverContent {
    MarkupContent contents;
    Range range;
};

struct CompletionParams {
    PositionParams place;
    std::string trigger;  // the character that asked by itself; empty where the user did, or typed on
};

enum class CompletionItemKind : std::uint8_t {  // LSP's numbers
    Function = 3,
    Field = 5,
    Class = 7,
    Interface = 8,
    Module = 9,
    Keyword = 14,
    Reference = 18,
    EnumMember = 20,
};

struct CompletionItem {
    std::string label;
    CompletionItemKind kind = CompletionItemKind::Field;
    std::string detail;
    MarkupContent documentation;  // left out where its value is empty
    std::string new_text;
    bool is_snippet = false;
};

// In the order of the items; they all replace one range.
struct CompletionList {
    bool is_incomplete = false;
    Range replaced;
    std::vector<CompletionItem> items;
};

struct TextEdit {
    Range range;
    std::string new_text;
    friend bool operator==(const TextEdit&, const TextEdit&) = default;
};

// A file that is not there yet; never one that is.
struct CreatedFile {
    std::string uri;
    std::string text;
};

// Edits of one document, or new files. `version` none: the client cannot take versioned changes, `changes` is written instead.
struct WorkspaceEdit {
    std::string uri;
    std::optional<std::int32_t> version;
    std::vector<TextEdit> edits;
    std::vector<CreatedFile> created = {};  // `edits` are empty then
};

struct CodeAction {
    std::string title;
    std::string kind;
    std::vector<Diagnostic> diagnostics;
    bool is_preferred = false;
    std::string disabled_reason;  // empty: the action can be taken
    std::optional<WorkspaceEdit> edit;
};

enum class MessageType : std::uint8_t { Error = 1, Warning = 2, Information = 3, Log = 4 };

struct MessageParams {  // window/showMessage, window/logMessage
    MessageType type = MessageType::Information;
    std::string message;
};

struct ShowMessageRequestParams {  // window/showMessageRequest
    MessageType type = MessageType::Information;
    std::string message;
    std::vector<std::string> answers;  // titles
};

struct LogTraceParams {
    std::string message;
};

// $/progress with a WorkDoneProgress value.
struct ProgressParams {
    enum class Stage : std::uint8_t { Begin, End };

    std::string token;
    Stage stage = Stage::Begin;
    std::string title;    // of Begin
    std::string message;  // may be empty
};

struct ProgressCreateParams {
    std::string token;
};

// client/registerCapability for workspace/didChangeWatchedFiles.
struct WatchFilesParams {
    std::string registration_id;
    std::vector<std::string> globs;
};

// rowtype/status, of our own: where the schema of one project stands. Sent when that changes, to clients that ask for it.
struct SchemaStatusParams {
    enum class State : std::uint8_t {
        Loading,  // being read; `schema` is what serves meanwhile, if anything does
        Loaded,
        Stale,  // could not be read again: what was read before, or a snapshot, stands in
        None,   // there is none: nothing is checked
    };

    std::string root_uri;  // the project's folder; a document belongs to the project with the longest one
    State state = State::None;
    std::string schema;              // its source, for people, without credentials; empty: none
    std::uint64_t relations = 0;     // how many tables, views and the like it has
    std::string message;             // why it is stale or there is none, or what it comes from while the database is asked
    std::vector<std::string> notes;  // what was found as well and left, and the like
    friend bool operator==(const SchemaStatusParams&, const SchemaStatusParams&) = default;
};

}  // namespace rowtype::server
