// Files that reports are written to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "lsp/cli/cli.h"
#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ReportFiles : public CommandProject {};

TEST_F(ReportFiles, ADashIsStandardOutputAndNeverAFile) {
    write_module("a.py", "client.table('users').select('nmae').execute()\n");
    EXPECT_EQ(run({"check", "-o", "-"}), kExitFindings);
    EXPECT_EQ(nlohmann::json::parse(out())["summary"]["errors"], 1) << "the report and nothing else";
    EXPECT_EQ(run({"check", "-o", "-", "--output-format", "table:r.txt"}), kExitFindings);
    EXPECT_EQ(nlohmann::json::parse(out())["summary"]["errors"], 1);
    EXPECT_EQ(run({"check", "-o", "-", "--output-format", "full"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("two output formats for standard output"));
    EXPECT_EQ(run({"pull", "--schema", "migrations:supabase/migrations", "-o", "-"}), kExitClean);
    EXPECT_TRUE(nlohmann::json::parse(out()).contains("relations")) << out();
    EXPECT_EQ(run({"pull", "--check", "-o", "-"}), kExitUsage);
    EXPECT_EQ(run({"baseline", "-o", "-"}), kExitUsage);
    EXPECT_FALSE(exists("-"));
}

TEST_F(ReportFiles, ReportsReplaceReportsAlone) {
    write_module("app.py", "client.table('users').select('nmae').execute()\n");
    folder_.write("package.json", "{\"name\": \"shop\", \"version\": 1}\n");
    folder_.write("notes.md", "## Plans\n");
    const auto refused = [&](const std::vector<std::string>& arguments, const std::string& file) {
        const std::string before = folder_.read(file);
        EXPECT_EQ(run(arguments), kExitUsage);
        EXPECT_EQ(errors(), "error: " + file + ": this file is no report of rowtype's, and is left as it is\n" +
                                "  name another one for the report, or remove it\n");
        EXPECT_THAT(out(), IsEmpty());
        EXPECT_EQ(folder_.read(file), before);
    };
    refused({"check", "-o", "app.py"}, "app.py");
    refused({"check", "-o", "package.json"}, "package.json");
    refused({"check", "--output-format", "sarif:package.json"}, "package.json");
    refused({"check", "-o", "new.json", "--output-format", "markdown:notes.md"}, "notes.md");
    EXPECT_FALSE(exists("new.json")) << "before anything is written";
    folder_.write("empty.json", "\n");
    EXPECT_EQ(run({"check", "-o", "empty.json"}), kExitFindings) << errors();
}

// Each format, whatever was found, is known again: a report can be written over and over.
TEST_F(ReportFiles, EveryReportIsKnownAgain) {
    const std::string client = "from supabase import create_client\nclient = create_client('http://x', 'key')\n";
    const std::vector<std::pair<std::string, std::string>> programs = {
        {"findings", client + "client.table('users').select('nmae').execute()\n"},
        {"clean", client + "client.table('users').select('name').execute()\n"},
        {"nothing", "print('hello')\n"},
        {"not analysed", client + "client.table('users').select('name').execute()\nx = " + std::string(3000, '(')},
    };
    for (const std::string format : {"full", "table", "json", "github", "sarif", "markdown"}) {
        for (const auto& [kind, text] : programs) {
            folder_.write("a.py", text);
            for (const char* option : {"--hints", "--quiet"}) {
                for (int time = 0; time < 2; ++time) {
                    EXPECT_NE(run({"check", option, "--output-format", format + ":report"}), kExitUsage)
                        << format << ", " << kind << ", " << option << ": " << errors() << folder_.read("report");
                }
                std::filesystem::remove(folder_ / "report");
            }
        }
    }
}

// Fixes are looked for where a report tells of them alone.
TEST_F(ReportFiles, EveryReportThatTellsOfFixesHasThem) {
    write_module("app/a.py", "client.table('users').select('id, nmae').execute()\n");
    for (const auto& [format, told] : std::to_array<std::pair<const char*, const char*>>({{"full", "1 with a fix"},
                                                                                          {"table", "nmae"},
                                                                                          {"json", "\"fix\": \"safe\""},
                                                                                          {"github", "1 with a fix"},
                                                                                          {"sarif", "\"fixes\""},
                                                                                          {"markdown", "Replace by"}})) {
        run({"check", "--output-format", format});
        EXPECT_THAT(out(), HasSubstr(told)) << format;
    }
}

}  // namespace
}  // namespace rowtype::cli
