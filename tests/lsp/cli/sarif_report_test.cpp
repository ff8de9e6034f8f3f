// What a SARIF log says. That its form is right is tested in tests/automation against the published schema.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "analysis/rules/rule.h"
#include "rowtype_version.h"
#include "tests/lsp/cli/reporter_test.h"

namespace rowtype::cli {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class SarifReport : public testing::ReporterTest {
protected:
    json run() { return json::parse(sarif_text(sourced_report(), layout_))["runs"][0]; }
    // Wherever the test runs: the repository is the working directory.
    Report sourced_report() {
        Report made = report();
        made.source_root = workspace::current_folder();
        return made;
    }
    std::string fingerprint(std::size_t result = 0) {
        return run()["results"][result]["partialFingerprints"]["rowtypeFinding/v1"];
    }
    void replace_text(const std::string& text) {
        check_.files.clear();
        add_file("app/users.py", text);
        add_unknown_column();
    }
};

TEST_F(SarifReport, SaysWhatAndWhere) {
    add_unknown_column();
    findings::Finding& finding = check_.files.front().analysis.findings.front();
    finding.fixes[0].edits.push_back({finding.span, "name"});
    const json expected = json::parse(R"({
        "ruleId": "unknown-column", "level": "error",
        "message": {"text": "public.users has no column \"nmae\": did you mean \"name\"?"},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": "app/users.py", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 1, "startColumn": 42, "endLine": 1, "endColumn": 46}}}],
        "relatedLocations": [{"id": 0, "message": {"text": "renamed here"}, "physicalLocation": {
            "artifactLocation": {"uri": "supabase/migrations/2.sql", "uriBaseId": "%SRCROOT%"}, "region": {"startLine": 7}}}],
        "fixes": [{"description": {"text": "Replace by \"name\""}, "artifactChanges": [{
            "artifactLocation": {"uri": "app/users.py", "uriBaseId": "%SRCROOT%"},
            "replacements": [{"deletedRegion": {"startLine": 1, "startColumn": 42, "endLine": 1, "endColumn": 46},
                              "insertedContent": {"text": "name"}}]}]}],
        "properties": {"status": "missing_in_db", "table": "public.users", "field": "nmae", "suggestion": "name"}})");
    json result = run()["results"][0];
    EXPECT_EQ(run()["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"], "unknown-column");
    result.erase("ruleIndex");
    result.erase("partialFingerprints");
    EXPECT_EQ(result, expected) << result.dump(2);
}

TEST_F(SarifReport, NamesTheToolAndEveryRule) {
    const json driver = run()["tool"]["driver"];
    EXPECT_EQ(driver["version"], kVersion);
    EXPECT_EQ(driver["rules"].size(), rules::all_rules().size());
    for (const json& rule : driver["rules"]) {
        const std::string id = rule["id"];
        EXPECT_THAT(rule["help"]["text"].get<std::string>(), Not(::testing::IsEmpty())) << id;
        EXPECT_THAT(rule["help"]["markdown"].get<std::string>(), HasSubstr("## " + id));
        EXPECT_THAT(rule["helpUri"].get<std::string>(), ::testing::StartsWith("https://")) << id;
        EXPECT_THAT(rule["helpUri"].get<std::string>(), ::testing::EndsWith("#" + id));
    }
}

TEST_F(SarifReport, ColumnsAreCodePoints) {
    replace_text("grüße = \"世界\" + nmae\n");
    EXPECT_EQ(run()["columnKind"], "unicodeCodePoints");
    EXPECT_EQ(run()["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"], 16);
}

TEST_F(SarifReport, FingerprintsSurviveMovesAndTellTwinsApart) {
    add_unknown_column();
    const std::string before = fingerprint();
    replace_text("import os\n\n\ndef f():\n    rows = client.table(\"users\").select(\"id, nmae\")\n");
    EXPECT_EQ(fingerprint(), before) << "moved and indented";
    add_unknown_column();
    EXPECT_EQ(fingerprint(0), before);
    EXPECT_NE(fingerprint(1), before) << "a second one on a line that reads the same";
    replace_text("rows = client.table(\"users\").select(\"nmae\")\n");
    EXPECT_NE(fingerprint(), before) << "another line";
}

TEST_F(SarifReport, HintsAreNotesWhereTheyAreShown) {
    add_finding("stale-field", findings::Severity::Info, "User", "a hint");
    EXPECT_TRUE(run()["results"].empty());
    layout_.hints = true;
    EXPECT_EQ(run()["results"][0]["level"], "note");
}

TEST_F(SarifReport, SilencingIsNoFix) {
    add_unknown_column();
    check_.files.front().analysis.findings[0].fixes = {
        {"Ignore it here", findings::Fix::Safety::Safe, false, {{{0, 0}, "# rowtype: ignore"}}, true}};
    EXPECT_FALSE(run()["results"][0].contains("fixes"));
}

TEST_F(SarifReport, WhatWasLeftOutIsNotified) {
    check_.files.front().analysis.not_analysed = "nested too deeply";
    catalog::CatalogData data = schema_.catalog->data();
    data.notes.push_back({"supabase/migrations/1.sql", 3, "dynamic SQL"});
    schema_.catalog = std::make_shared<const catalog::Catalog>(data);
    const json notes = run()["invocations"][0]["toolExecutionNotifications"];
    ASSERT_EQ(notes.size(), 2U);
    EXPECT_EQ(notes[0]["message"]["text"], "not analysed: nested too deeply");
    EXPECT_EQ(notes[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "app/users.py");
    EXPECT_EQ(notes[1]["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
}

TEST_F(SarifReport, PathsAreUris) {
    add_unknown_column();
    check_.files.front().absolute_path = workspace::current_folder() + "/a b/ü:%.py";
    const auto uri = [&] { return run()["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]; };
    EXPECT_EQ(uri()["uri"], "a%20b/%C3%BC%3A%25.py");
    check_.files.front().absolute_path = "/elsewhere/\xFF.py";
    EXPECT_EQ(uri(), json({{"uri", "file:///elsewhere/%FF.py"}}));
}

TEST_F(SarifReport, HostileTextIsHarmless) {
    findings::Finding& finding =
        add_finding("unknown-column", findings::Severity::Error, "nmae", "\x1b[2J [here](http://x) \xFF");
    finding.table = "public.\x1b\xFF";
    finding.related.push_back({"\x07[x](1)", "a\x1b.sql", {}, 1});
    const std::string text = sarif_text(sourced_report(), layout_);
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\\u001b")));
    EXPECT_THAT(run()["results"][0]["message"]["text"].get<std::string>(), Not(HasSubstr("](")));
}

}  // namespace
}  // namespace rowtype::cli
