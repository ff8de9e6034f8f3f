#include "lsp/cli/reporters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/lsp/cli/reporter_test.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using testing::ReporterTest;

class Reporters : public ReporterTest {};

TEST_F(Reporters, FullShowsPlaceSourceCaretsAndFix) {
    add_unknown_column();
    EXPECT_EQ(full_text(report(), layout_),
              "Schema: supabase/migrations (2 files), 1 relation\n\n"
              "app/users.py:1:42: error[unknown-column] public.users has no column \"nmae\": did you mean \"name\"?\n"
              "   |\n"
              " 1 | rows = client.table(\"users\").select(\"id, nmae\")\n"
              "   |                                          ^^^^\n"
              "   = note: renamed here (supabase/migrations/2.sql:7)\n"
              "   = help: fix available: Replace by \"name\"\n"
              "\n"
              "Found 1 error, 1 with a fix.\n"
              "Checked 1 model, 2 queries and 1 SQL statement in 3 files against 1 relation, 0.00 s.\n");
}

TEST_F(Reporters, TheSummaryNamesTheOptionOfUnsafeFixes) {
    add_unknown_column(findings::Fix::Safety::Unsafe);
    EXPECT_THAT(full_text(report(), layout_), HasSubstr("Found 1 error, 1 with an unsafe fix (--unsafe-fixes).\n"));
    add_unknown_column();
    EXPECT_THAT(full_text(report(), layout_), HasSubstr("Found 2 errors, 2 with a fix, 1 of them unsafe (--unsafe-fixes).\n"));
}

TEST_F(Reporters, TheSummarySaysHowMuchConforms) {
    check_.statistics.queries_faulty = 1;
    check_.statistics.sql_faulty = 1;
    add_unknown_column();
    EXPECT_THAT(full_text(report(), layout_),
                HasSubstr("2 queries (1 conformant) and 1 SQL statement (0 conformant) in 3 files"));
}

TEST_F(Reporters, ColourIsAllThatStyleAdds) {
    add_unknown_column();
    const std::string plain = full_text(report(), layout_);
    layout_.style = Style(true);
    std::string colored = full_text(report(), layout_);
    EXPECT_THAT(colored, HasSubstr("\x1b[1;31merror[unknown-column]\x1b[0m"));
    for (std::size_t at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b')) {
        colored.erase(at, colored.find('m', at) - at + 1);
    }
    EXPECT_EQ(colored, plain);
}

TEST_F(Reporters, SilencingIsNoFix) {
    add_unknown_column();
    check_.files.front().analysis.findings[0].fixes = {{"Ignore it here", findings::Fix::Safety::Safe, false, {}, true}};
    EXPECT_THAT(full_text(report(), layout_), Not(HasSubstr("fix")));
    EXPECT_THAT(json_text(report()), HasSubstr("\"fix\": null"));
}

TEST_F(Reporters, HintsAreHiddenAndCounted) {
    add_finding("stale-field", findings::Severity::Info, "User", "a hint");
    EXPECT_THAT(full_text(report(), layout_), Not(HasSubstr("a hint")));
    EXPECT_THAT(full_text(report(), layout_), HasSubstr("1 hint not shown (--hints)"));
    layout_.hints = true;
    EXPECT_THAT(full_text(report(), layout_), HasSubstr("info[stale-field] a hint"));
}

TEST_F(Reporters, QuietShowsFindingsAlone) {
    add_unknown_column();
    layout_.quiet = true;
    EXPECT_TRUE(full_text(report(), layout_).starts_with("app/users.py:1:42"));
    EXPECT_THAT(full_text(report(), layout_), Not(HasSubstr("Checked")));
}

TEST_F(Reporters, HostileNamesReachNoTextOutputRaw) {
    findings::Finding& finding = add_finding("unknown-column", findings::Severity::Error, "nmae",
                                             "no column \"\x1b]0;owned\x07\"\n::error file=x::forged\xE2\x80\xAE");
    finding.table = "public.\x1b[2J";
    finding.fixes.push_back({"Replace by \x1b[31m", findings::Fix::Safety::Safe, true, {}});
    check_.files.front().identity.path = "app/\x1b[1m.py";
    for (const std::string& text :
         {full_text(report(), layout_), table_text(report(), layout_), github_text(report(), layout_), json_text(report())}) {
        EXPECT_THAT(text, Not(HasSubstr("\x1b")));
        EXPECT_THAT(text, Not(HasSubstr("\x07")));
    }
    EXPECT_THAT(github_text(report(), layout_), Not(HasSubstr("\n::error file=x")));
    EXPECT_THAT(full_text(report(), layout_), Not(HasSubstr("\xE2\x80\xAE")));
}

TEST_F(Reporters, CleanRunSaysSo) {
    EXPECT_THAT(full_text(report(), layout_), HasSubstr("No disagreement between code and schema was found."));
    EXPECT_THAT(table_text(report(), layout_), HasSubstr("All schemas are conformant!"));
}

TEST_F(Reporters, NothingCheckedNeverReadsAsClean) {
    check_.statistics = {};
    for (const std::string& text : {full_text(report(), layout_), table_text(report(), layout_)}) {
        EXPECT_THAT(text, HasSubstr("Nothing was checked: no model, query or SQL statement"));
        EXPECT_THAT(text, Not(HasSubstr("conformant")));
        EXPECT_THAT(text, Not(HasSubstr("No disagreement")));
    }
    check_.files_found = 0;
    EXPECT_THAT(full_text(report(), layout_), HasSubstr("there is no Python file here"));
}

TEST_F(Reporters, NotAnalysedNeverReadsAsClean) {
    check_.files.front().analysis.not_analysed = "nested too deeply";
    for (const std::string& text : {full_text(report(), layout_), table_text(report(), layout_)}) {
        EXPECT_THAT(text, HasSubstr("1 input was NOT ANALYSED"));
        EXPECT_THAT(text, HasSubstr("app/users.py: nested too deeply"));
        EXPECT_THAT(text, Not(HasSubstr("All schemas are conformant!")));
        EXPECT_THAT(text, Not(HasSubstr("No disagreement")));
    }
}

TEST_F(Reporters, UncheckedClassesComeWithTheRemedy) {
    check_.files.front().analysis.statistics.unchecked_lookalikes = {"User ~ public.users"};
    check_.statistics.unchecked_lookalikes = {"User ~ public.users"};
    check_.statistics.queries_skipped = 2;
    const std::string text = full_text(report(), layout_);
    EXPECT_THAT(text, HasSubstr("1 pydantic class looks like a table (User ~ public.users) and is not checked; add `models = "
                                "[\"app/users.py\"]` to [tool.rowtype] of pyproject.toml."));
    EXPECT_THAT(text, HasSubstr("2 queries were not checked"));
}

TEST_F(Reporters, TableIsSortedBySeverityTableField) {
    add_finding("stale-field", findings::Severity::Warning, "User", "a warning").table = "public.a";
    add_finding("unknown-column", findings::Severity::Error, "id", "an error on id");
    add_finding("unknown-column", findings::Severity::Error, "client", "an error on client");
    const std::string text = table_text(report(), layout_);
    EXPECT_THAT(text, HasSubstr("Database: supabase/migrations\nModels: app/models/**/*.py\n"));
    EXPECT_THAT(text, HasSubstr("Found 2 errors, 1 warning"));
    EXPECT_LT(text.find("an error on client"), text.find("an error on id"));
    EXPECT_LT(text.find("an error on id"), text.find("a warning"));
    EXPECT_THAT(text, HasSubstr("missing_in_db"));
}

TEST_F(Reporters, TableWrapsDetailsToTheTerminal) {
    add_finding("unknown-column", findings::Severity::Error, "nmae",
                std::string(20, 'x') + " many words follow that need more than one row");
    layout_.width = 90;
    const std::string text = table_text(report(), layout_);
    EXPECT_THAT(text, Not(HasSubstr(std::string(20, 'x') + " many words follow that need more than one row")));
    EXPECT_THAT(text, HasSubstr("one row (app/users.py:1)"));
}

TEST_F(Reporters, JsonHasTheFieldsThatScriptsRead) {
    add_unknown_column();
    check_.files.front().analysis.models.push_back({"User", "public.users", {54, 58}, true, false});
    const auto document = nlohmann::json::parse(json_text(report()));
    const auto expected = nlohmann::json::parse(R"({
        "version": 1, "timestamp": "2025-11-24T16:00:00Z", "database": "supabase/migrations", "model_path": ["app/models/**/*.py"],
        "issues": [{"file": "app/users.py", "line": 1, "column": 42, "end_line": 1, "end_column": 46, "rule": "unknown-column",
                    "severity": "error", "status": "missing_in_db", "table": "public.users", "field": "nmae",
                    "details": "public.users has no column \"nmae\"", "suggestion": "name", "fix": "safe"}],
        "tables": [{"table": "public.users", "model": "User", "file": "app/users.py", "status": "conformant"}], "pending": [], "not_analysed_files": [],
        "summary": {"total_issues": 1, "errors": 1, "warnings": 0, "infos": 0, "files": 3, "not_analysed": 0}})");
    EXPECT_EQ(document, expected) << document.dump(2);
}

TEST_F(Reporters, JsonUsesNullAndStaysValidUtf8) {
    findings::Finding& finding = add_finding("invalid-sql", findings::Severity::Error, "nmae", "bytes \xFF and \x1b");
    finding.status = findings::FindingStatus::None;
    finding.table.clear();
    finding.field.clear();
    const auto document = nlohmann::json::parse(json_text(report()));
    const auto& issue = document["issues"][0];
    for (const char* key : {"status", "table", "field", "suggestion", "fix"}) EXPECT_TRUE(issue[key].is_null()) << key;
}

TEST_F(Reporters, JsonTableRowHasTheStatusOfItsWorstFinding) {
    workspace::CheckedFile& file = check_.files.front();
    file.analysis.models.push_back(
        {"User", "public.users", {static_cast<std::uint32_t>(file.text.find("User")), 58}, true, true});
    findings::Finding& finding = add_finding("missing-field", findings::Severity::Error, "User", "a field is missing");
    finding.status = findings::FindingStatus::MissingInModel;
    check_.files.front().project_findings.push_back(finding);
    check_.files.front().project_findings.back().table = "public.orders";
    const auto document = nlohmann::json::parse(json_text(report()));
    ASSERT_EQ(document["tables"].size(), 2U);
    EXPECT_EQ(document["tables"][0]["table"], "public.orders");
    EXPECT_TRUE(document["tables"][0]["model"].is_null());
    EXPECT_EQ(document["tables"][1]["status"], "missing_in_model");
}

TEST_F(Reporters, ColumnsAreCodePoints) {
    check_.files.clear();
    add_file("a.py", "grüße = \"世界\" + nmae\n");
    add_unknown_column();
    EXPECT_EQ(report().issues[0].begin, (LineColumn{1, 16}));
    EXPECT_THAT(full_text(report(), layout_), HasSubstr(" 1 | grüße = \"世界\" + nmae\n   |                  ^^^^\n"));
}

TEST_F(Reporters, GithubAnnotates) {
    add_unknown_column();
    check_.files.front().absolute_path = workspace::current_folder() + "/app/a,b:c.py";
    check_.files.front().analysis.findings[0].message = "100% of it";
    const std::string text = github_text(report(), layout_);
    EXPECT_THAT(text,
                HasSubstr("::error file=app/a%2Cb%3Ac.py,line=1,col=42,endLine=1,endColumn=46,title=rowtype (unknown-column)::"
                          "100%25 of it: did you mean \"name\"?\n"));
}

TEST_F(Reporters, SchemaNotesAreSaid) {
    catalog::CatalogData data = schema_.catalog->data();
    for (int i = 0; i < 8; ++i) data.notes.push_back({"1.sql", static_cast<std::uint32_t>(i + 1), "not understood"});
    schema_.catalog = std::make_shared<const catalog::Catalog>(data);
    schema_.notes = {"found as well and left: migrations"};
    const std::string text = full_text(report(), layout_);
    EXPECT_THAT(text, HasSubstr("note: found as well and left: migrations"));
    EXPECT_THAT(text, HasSubstr("8 parts of the schema could not be read"));
    EXPECT_THAT(text, HasSubstr("  1.sql:5: not understood\n  … and 3 more\n"));
}

}  // namespace
}  // namespace rowtype::cli
