#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "lsp/server/protocol_json.h"
#include "lsp/server/protocol_text.h"

namespace rowtype::server {
namespace {

using nlohmann::json;

template <class T>
std::string problem_of(const char* text) {
    T params;
    const Status status = read(json::parse(text), params);
    return status.ok() ? "" : status.error().message;
}

TEST(Reading, InitializeTakesWhatItActsOn) {
    InitializeParams params;
    const Status status = read(json::parse(R"({
        "processId": 42, "clientInfo": {"name": "ed", "version": "1"}, "trace": "verbose",
        "rootUri": "file:///root", "workspaceFolders": [{"uri": "file:///w", "name": "w"}],
        "capabilities": {
            "general": {"positionEncodings": ["utf-32", 5, "utf-8"]},
            "textDocument": {"publishDiagnostics": {"relatedInformation": true, "dataSupport": "yes"},
                             "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}},
            "workspace": {"workspaceEdit": {"documentChanges": true}}, "window": null}})"),
                               params);
    ASSERT_TRUE(status.ok());
    EXPECT_EQ(params.process_id, 42);
    EXPECT_EQ(params.client_name, "ed");
    EXPECT_EQ(params.trace, TraceValue::Verbose);
    EXPECT_EQ(params.folder_uris, std::vector<std::string>{"file:///w"});
    EXPECT_EQ(params.capabilities.position_encodings, (std::vector<std::string>{"utf-32", "utf-8"}));
    EXPECT_TRUE(params.capabilities.shows_related_information);
    EXPECT_TRUE(params.capabilities.takes_code_action_literals);
    EXPECT_TRUE(params.capabilities.takes_document_changes);
    EXPECT_FALSE(params.capabilities.keeps_diagnostic_data) << "not a boolean";
    EXPECT_FALSE(params.capabilities.shows_progress);
    EXPECT_FALSE(params.capabilities.shows_schema_status);
}

TEST(Reading, OnlyAClientThatAsksForItGetsTheSchemaStatus) {
    InitializeParams params;
    ASSERT_TRUE(
        read(json::parse(R"({"processId": null, "capabilities": {"experimental": {"rowtype": {"status": true}}}})"), params)
            .ok());
    EXPECT_TRUE(params.capabilities.shows_schema_status);
    InitializeParams other;
    ASSERT_TRUE(read(json::parse(R"({"processId": null, "capabilities": {"experimental": ["rowtype"]}})"), other).ok());
    EXPECT_FALSE(other.capabilities.shows_schema_status);
}

TEST(Reading, OnlyAClientThatCanShowThemGetsQuestions) {
    InitializeParams params;
    ASSERT_TRUE(read(json::parse(R"({"capabilities": {"window": {"workDoneProgress": true}}})"), params).ok());
    EXPECT_FALSE(params.capabilities.shows_questions);
    ASSERT_TRUE(read(json::parse(R"({"capabilities": {"window": {"showMessage": {}}}})"), params).ok());
    EXPECT_TRUE(params.capabilities.shows_questions);
}

TEST(Reading, OldClientsNameTheirFolderInOtherWays) {
    InitializeParams by_uri;
    ASSERT_TRUE(read(json::parse(R"({"processId": null, "rootUri": "file:///r", "capabilities": {}})"), by_uri).ok());
    EXPECT_EQ(by_uri.folder_uris, std::vector<std::string>{"file:///r"});
    EXPECT_FALSE(by_uri.process_id.has_value());
    InitializeParams by_path;
    ASSERT_TRUE(
        read(json::parse(R"({"processId": null, "rootUri": null, "rootPath": "/r s", "capabilities": {}})"), by_path).ok());
    EXPECT_EQ(by_path.folder_uris, std::vector<std::string>{"file:///r%20s"});
}

TEST(Reading, SaysWhatIsWrong) {
    EXPECT_EQ(problem_of<DidOpenParams>(R"({})"), "textDocument is missing");
    EXPECT_EQ(problem_of<DidOpenParams>(R"([])"), "textDocument is missing");
    EXPECT_EQ(problem_of<DidOpenParams>(R"({"textDocument": {"uri": 3}})"), "uri must be a string");
    EXPECT_EQ(problem_of<DidOpenParams>(R"({"textDocument": {"uri": "a:b", "version": 1.5, "text": ""}})"),
              "version must be an integer");
    EXPECT_EQ(problem_of<DidChangeParams>(R"({"textDocument": {"uri": "a:b", "version": 1}, "contentChanges": {}})"),
              "contentChanges must be an array");
    EXPECT_EQ(problem_of<CancelParams>(R"({"id": 1.5})"), "id must be an integer or a string");
    EXPECT_EQ(problem_of<InitializeParams>("null"), "params must be an object");
    EXPECT_EQ(
        problem_of<CodeActionParams>(
            R"({"textDocument": {"uri": "a:b"}, "range": {"start": {"line": -1, "character": 0}, "end": {"line": 0, "character": 0}}})"),
        "line must not be negative");
}

TEST(Reading, PositionsAreTakenAsEditorsWriteThem) {
    CodeActionParams params;
    const Status status =
        read(json::parse(R"({"textDocument": {"uri": "a:b"}, "context": {"diagnostics": [], "only": ["quickfix"]},
        "range": {"start": {"line": 1.0, "character": 0}, "end": {"line": 1, "character": 9007199254740991}}})"),
             params);
    ASSERT_TRUE(status.ok()) << status.error().message;
    EXPECT_EQ(params.range, (Range{{1, 0}, {1, 4294967295U}}));
    EXPECT_EQ(params.only, std::vector<std::string>{"quickfix"});
}

TEST(Reading, AChangeWithoutRangeIsTheWholeText) {
    DidChangeParams params;
    ASSERT_TRUE(read(json::parse(R"({"textDocument": {"uri": "a:b", "version": null}, "contentChanges": [
        {"text": "all"}, {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}, "rangeLength": 1, "text": ""}]})"),
                     params)
                    .ok());
    EXPECT_FALSE(params.version.has_value());
    ASSERT_EQ(params.changes.size(), 2U);
    EXPECT_FALSE(params.changes[0].range.has_value());
    EXPECT_TRUE(params.changes[1].range.has_value());
}

TEST(Reading, IdsKeepTheirKind) {
    RequestId id;
    ASSERT_TRUE(read(json("1"), id).ok());
    EXPECT_EQ(id, RequestId(std::string("1")));
    ASSERT_TRUE(read(json(-3), id).ok());
    EXPECT_EQ(id, RequestId(std::int64_t{-3}));
    EXPECT_FALSE(read(json(nullptr), id).ok());
    EXPECT_FALSE(read(json(18446744073709551615ULL), id).ok());
}

TEST(Writing, DiagnosticsLeaveOutWhatTheyDoNotHave) {
    const Diagnostic bare{.range = {{1, 2}, {1, 5}},
                          .severity = DiagnosticSeverity::Hint,
                          .code = "unknown-column",
                          .code_page = {},
                          .message = "m",
                          .related = {},
                          .data = {}};
    EXPECT_EQ(json::parse(write(PublishDiagnosticsParams{"file:///a.py", 3, {bare}})),
              json::parse(R"({"uri": "file:///a.py", "version": 3,
        "diagnostics": [{"range": {"start": {"line": 1, "character": 2}, "end": {"line": 1, "character": 5}}, "severity": 4,
        "source": "rowtype", "code": "unknown-column", "message": "m"}]})"));
    EXPECT_EQ(json::parse(write(PublishDiagnosticsParams{"file:///a.py", std::nullopt, {}})),
              json::parse(R"({"uri": "file:///a.py", "diagnostics": []})"));
}

TEST(Writing, DiagnosticsCarryWhatTheyHave) {
    Diagnostic full;
    full.code_page = "https://example.org/RULES.md#x";
    full.related.push_back({"file:///b.sql", {{4, 0}, {4, 0}}, "dropped here"});
    full.data = DiagnosticData{.status = "missing_in_db", .table = "public.users", .field = {}, .suggestion = "name"};
    const json written = json::parse(write(PublishDiagnosticsParams{"file:///a.py", 1, {full}}))["diagnostics"][0];
    EXPECT_EQ(written["codeDescription"], json::parse(R"({"href": "https://example.org/RULES.md#x"})"));
    EXPECT_EQ(written["relatedInformation"][0]["location"]["uri"], "file:///b.sql");
    EXPECT_EQ(written["data"], json::parse(R"({"status": "missing_in_db", "table": "public.users", "suggestion": "name"})"));
}

TEST(Writing, EditsAreTiedToAVersionWhereTheClientCan) {
    CodeAction action{
        .title = "Replace", .kind = "quickfix", .diagnostics = {}, .is_preferred = true, .disabled_reason = {}, .edit = {}};
    action.edit = WorkspaceEdit{"file:///a.py", 5, {{{{0, 1}, {0, 2}}, "b"}}};
    EXPECT_EQ(json::parse(write(std::vector{action})),
              json::parse(R"([{"title": "Replace", "kind": "quickfix", "isPreferred": true,
        "edit": {"documentChanges": [{"textDocument": {"uri": "file:///a.py", "version": 5}, "edits": [
            {"range": {"start": {"line": 0, "character": 1}, "end": {"line": 0, "character": 2}}, "newText": "b"}]}]}}])"));
    action.edit->version.reset();
    EXPECT_EQ(json::parse(write(std::vector{action}))[0]["edit"], json::parse(R"({"changes": {"file:///a.py": [
            {"range": {"start": {"line": 0, "character": 1}, "end": {"line": 0, "character": 2}}, "newText": "b"}]}})"));
    const CodeAction disabled{
        .title = "Regenerate", .kind = "refactor.rewrite", .diagnostics = {}, .disabled_reason = "because", .edit = {}};
    EXPECT_EQ(json::parse(write(std::vector{disabled})),
              json::parse(R"([{"title": "Regenerate", "kind": "refactor.rewrite", "disabled": {"reason": "because"}}])"));
}

TEST(Writing, ProgressBeginsAndEnds) {
    EXPECT_EQ(json::parse(write(ProgressParams{"t", ProgressParams::Stage::Begin, "Loading", ""})),
              json::parse(R"({"token": "t", "value": {"kind": "begin", "title": "Loading"}})"));
    EXPECT_EQ(json::parse(write(ProgressParams{"t", ProgressParams::Stage::End, "", "done"})),
              json::parse(R"({"token": "t", "value": {"kind": "end", "message": "done"}})"));
    EXPECT_EQ(json::parse(write(ProgressCreateParams{"t"})), json::parse(R"({"token": "t"})"));
    EXPECT_EQ(json::parse(write(ShowMessageRequestParams{MessageType::Information, "may I?", {"Yes", "No"}})),
              json::parse(R"({"type": 3, "message": "may I?", "actions": [{"title": "Yes"}, {"title": "No"}]})"));
}

TEST(Writing, BytesThatAreNotUtf8NeverReachTheClient) {
    EXPECT_EQ(write(MessageParams{MessageType::Warning, "a\xFF\n"}), "{\"type\":2,\"message\":\"a\xEF\xBF\xBD\\n\"}");
}

TEST(Writing, EveryTextComesBackAsItWas) {
    std::string text;
    for (int byte = 0; byte < 0x80; ++byte) text += static_cast<char>(byte);
    text += "\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80";
    EXPECT_EQ(json::parse(write_string(text)).get<std::string>(), text);
    EXPECT_EQ(write_string(""), "\"\"");
}

TEST(Writing, TheCapabilitiesAreAnnounced) {
    const json result = json::parse(write(InitializeResult{"utf-8", {"quickfix"}, {"rowtype.do"}, {"\""}, "rowtype", "0.1.0"}));
    EXPECT_EQ(result["capabilities"]["positionEncoding"], "utf-8");
    EXPECT_EQ(result["capabilities"]["textDocumentSync"]["change"], 2);
    EXPECT_EQ(result["capabilities"]["codeActionProvider"]["codeActionKinds"], json::parse(R"(["quickfix"])"));
    EXPECT_EQ(result["capabilities"]["executeCommandProvider"]["commands"], json::parse(R"(["rowtype.do"])"));
    EXPECT_EQ(result["capabilities"]["hoverProvider"], true);
    EXPECT_EQ(result["capabilities"]["completionProvider"]["triggerCharacters"], json::parse(R"(["\""])"));
    EXPECT_EQ(result["serverInfo"]["name"], "rowtype");
}

TEST(Writing, TheSchemaStatusLeavesOutWhatItDoesNotHave) {
    SchemaStatusParams status;
    status.root_uri = "file:///w";
    status.message = "no schema";
    EXPECT_EQ(json::parse(write(status)), json::parse(R"({"root": "file:///w", "state": "none", "message": "no schema"})"));
    status.state = SchemaStatusParams::State::Stale;
    status.schema = "migrations";
    status.relations = 3;
    status.notes = {"left: b"};
    EXPECT_EQ(json::parse(write(status)), json::parse(R"({"root": "file:///w", "state": "stale", "schema": "migrations",
        "relations": 3, "message": "no schema", "notes": ["left: b"]})"));
}

TEST(Writing, CompletionItemsKeepTheirOrder) {
    CompletionList list;
    list.replaced = {{1, 2}, {1, 4}};
    for (int count = 0; count < 12; ++count) {
        CompletionItem& item = list.items.emplace_back();
        item.label = "c" + std::to_string(count);
        item.new_text = "\"" + item.label + "\"";
    }
    list.items[1].documentation = {true, "*x*"};
    list.items[1].is_snippet = true;
    const json written = json::parse(write(list));
    ASSERT_EQ(written["items"].size(), 12U);
    for (std::size_t index = 1; index < 12; ++index) {
        EXPECT_LT(written["items"][index - 1]["sortText"].get<std::string>(),
                  written["items"][index]["sortText"].get<std::string>());
    }
    EXPECT_EQ(written["items"][1], json::parse(R"({"label":"c1","kind":5,"documentation":{"kind":"markdown","value":"*x*"},
        "sortText":"000001","filterText":"c1","insertTextFormat":2,"textEdit":{"newText":"\"c1\"",
        "range":{"start":{"line":1,"character":2},"end":{"line":1,"character":4}}}})"));
    EXPECT_FALSE(written["items"][0].contains("documentation"));
}

}  // namespace
}  // namespace rowtype::server
