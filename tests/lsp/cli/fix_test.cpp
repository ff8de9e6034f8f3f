// check --fix, --unsafe-fixes, --diff, --dry-run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <nlohmann/json.hpp>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class FixCommand : public CommandProject {
protected:
    // The lines behind the client's.
    std::string lines(const std::string& file) const {
        const std::string text = folder_.read(file);
        return text.substr(text.find("'key')") + 7);
    }
    void write_models(const std::string& body, const std::string& head = "from pydantic import BaseModel\n") {
        folder_.write("rowtype.toml", "models = [\"models.py\"]\n[rules]\nmissing-model = \"off\"\n");
        folder_.write("models.py", head + body);
    }
};

TEST_F(FixCommand, MendsWhatIsPlainlyWrongAndReportsTheRest) {
    write_module("app/a.py",
                 "client.table('users').select('id, nmae').eq('naame', 1).execute()  # why\n"
                 "client.table('user').select('id').execute()\n"
                 "client.table('nothing_like_it').select('id').execute()\n");
    EXPECT_EQ(run({"check", "--fix"}), kExitFindings);
    EXPECT_EQ(lines("app/a.py"),
              "client.table('users').select('id, name').eq('name', 1).execute()  # why\n"
              "client.table('users').select('id').execute()\n"
              "client.table('nothing_like_it').select('id').execute()\n");
    EXPECT_THAT(errors(), HasSubstr("Fixed 3 findings in 1 file; the old files are in .rowtype/backup/"));
    EXPECT_THAT(out(), HasSubstr("nothing_like_it"));
    EXPECT_THAT(out(), HasSubstr("Found 1 error."));
    EXPECT_THAT(out(), Not(HasSubstr("nmae")));
    const std::string after = folder_.read("app/a.py");
    EXPECT_EQ(run({"check", "--fix"}), kExitFindings);
    EXPECT_THAT(errors(), Not(HasSubstr("Fixed")));
    EXPECT_EQ(folder_.read("app/a.py"), after);
}

TEST_F(FixCommand, GuessesAndRemovalsWaitForUnsafeFixes) {
    write_models("class User(BaseModel):\n    id: int\n    name: int\n    nick: str\n    gone: str\n");
    write_module("a.py", "client.table('users').select('id, namme_x').execute()\n");
    EXPECT_EQ(run({"check", "--fix"}), kExitFindings);
    EXPECT_THAT(folder_.read("models.py"), HasSubstr("    name: int\n    nick: str | None = None\n    gone: str\n"));
    EXPECT_EQ(run({"check", "models.py", "--unsafe-fixes"}), kExitClean) << out();
    EXPECT_EQ(
        folder_.read("models.py"),
        "from pydantic import BaseModel\nclass User(BaseModel):\n    id: int\n    name: str\n    nick: str | None = None\n");
}

TEST_F(FixCommand, AMisspeltFieldGetsNoSecondOneBesideIt) {
    write_models("class User(BaseModel):\n    id: int\n    nmae: str\n    nick: str | None = None\n");
    const std::string before = folder_.read("models.py");
    EXPECT_EQ(run({"check", "--fix"}), kExitFindings);
    EXPECT_EQ(folder_.read("models.py"), before);
    EXPECT_EQ(run({"check", "--unsafe-fixes"}), kExitClean) << out();
    EXPECT_EQ(
        folder_.read("models.py"),
        "from pydantic import BaseModel\nclass User(BaseModel):\n    id: int\n    name: str\n    nick: str | None = None\n");
}

TEST_F(FixCommand, ANameThatDiffersByANumberOrALetterOfItsOwnIsAGuess) {
    folder_.write("supabase/migrations/2.sql",
                  "create table points (id bigint primary key, price2 int not null, side_b int not null);\n");
    write_module("a.py", "client.table('points').select('price1, side_a').execute()\n");
    EXPECT_EQ(run({"check", "--fix"}), kExitFindings);
    EXPECT_THAT(lines("a.py"), HasSubstr("'price1, side_a'"));
    EXPECT_EQ(run({"check", "--unsafe-fixes"}), kExitClean) << out();
    EXPECT_THAT(lines("a.py"), HasSubstr("'price2, side_b'"));
}

TEST_F(FixCommand, DiffAndDryRunWriteNothing) {
    write_module("a.py", "client.table('usrs').select('id').execute()\n");
    const std::string before = folder_.read("a.py");
    EXPECT_EQ(run({"check", "--diff"}), kExitFindings);
    EXPECT_EQ(out(),
              "--- a.py\n+++ a.py\n@@ -1,3 +1,3 @@\n from supabase import create_client\n"
              " client = create_client('http://x', 'key')\n-client.table('usrs').select('id').execute()\n"
              "+client.table('users').select('id').execute()\n");
    EXPECT_EQ(run({"check", "--fix", "--dry-run"}), kExitClean);
    EXPECT_EQ(out(), "Would fix 1 finding in 1 file:\n  a.py: 1 finding\n");
    EXPECT_EQ(folder_.read("a.py"), before);
    EXPECT_FALSE(exists(".rowtype/backup"));
    EXPECT_EQ(run({"check", "--fix"}), kExitClean) << out();
    EXPECT_EQ(run({"check", "--fix", "--diff"}), kExitClean);
    EXPECT_THAT(out(), IsEmpty());
}

// A model that holds datetimes from now on is dumped, in another file, into what JSON refuses.
TEST_F(FixCommand, GoesOnWhileAFixInOneFileBringsUpAFindingInAnother) {
    folder_.write("supabase/migrations/2.sql", "create table events (id bigint primary key, at timestamptz not null);\n");
    write_models("\n\nclass Event(BaseModel):\n    id: int\n    at: int\n");
    write_module("a.py",
                 "from models import Event\n\n\ndef save(event: Event) -> None:\n"
                 "    client.table('events').insert(event.model_dump()).execute()\n");
    const std::string before = folder_.read("a.py");
    const std::string models = folder_.read("models.py");
    EXPECT_EQ(run({"check", "--unsafe-fixes", "--diff"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("+    at: AwareDatetime\n"));
    EXPECT_THAT(out(), HasSubstr("mode=\"json\""));
    EXPECT_EQ(run({"check", "--unsafe-fixes"}), kExitClean) << out();
    EXPECT_THAT(errors(), HasSubstr("Fixed 2 findings in 2 files"));
    EXPECT_THAT(folder_.read("models.py"), HasSubstr("    at: AwareDatetime\n"));
    EXPECT_THAT(folder_.read("a.py"), HasSubstr("mode=\"json\""));
    // One command, one backup.
    EXPECT_EQ(run({"undo"}), kExitClean) << errors();
    EXPECT_EQ(folder_.read("a.py"), before);
    EXPECT_EQ(folder_.read("models.py"), models);
}

TEST_F(FixCommand, TheJsonReportNamesWhatWasFixed) {
    write_module("a.py", "client.table('usrs').select('id').execute()\n");
    EXPECT_EQ(run({"check", "--fix", "--output-format", "json"}), kExitClean) << out();
    const nlohmann::json report = nlohmann::json::parse(out());
    EXPECT_EQ(report["summary"]["total_issues"], 0);
    EXPECT_EQ(report["fixed"],
              nlohmann::json::parse(R"({"total": 1, "files": [{"file": "a.py", "fixes": [)"
                                    R"({"line": 3, "rule": "unknown-table", "title": "Replace by \"users\""}]}]})"));
    EXPECT_EQ(run({"check", "--output-format", "json"}), kExitClean);
    EXPECT_FALSE(nlohmann::json::parse(out()).contains("fixed"));
}

TEST_F(FixCommand, OptionsThatContradictAreRefused) {
    EXPECT_EQ(run({"check", "--fix", "--add-ignores"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("do not go together"));
    EXPECT_EQ(run({"check", "--dry-run"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("--fix"));
    console_.input = "x = 1\n";
    EXPECT_EQ(run({"check", "-", "--fix"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("not into standard input"));
}

TEST_F(FixCommand, FieldsThatNeedImportsComeInPassesEachImportOnce) {
    folder_.write("supabase/migrations/2.sql",
                  "create table events (id uuid primary key, at timestamptz not null, day date not null, cost numeric not null,"
                  " ends timestamptz not null);\n");
    write_models("class Event(BaseModel):\n    id: UUID\n", "from uuid import UUID\n\nfrom pydantic import BaseModel\n");
    EXPECT_EQ(run({"check", "models.py", "--fix"}), kExitClean) << out();
    const std::string text = folder_.read("models.py");
    for (const char* field : {"    at: ", "    day: ", "    cost: ", "    ends: "}) EXPECT_THAT(text, HasSubstr(field));
    for (const std::string import : {"from decimal import Decimal\n", "from datetime import date\n"}) {
        ASSERT_THAT(text, HasSubstr(import));
        EXPECT_EQ(text.find(import), text.rfind(import));
    }
}

TEST_F(FixCommand, KeepsEncodingByteOrderMarkLineEndsLinksAndModes) {
    const std::string call = "client.table('usrs').select('id').execute()";
    const std::string head = "from supabase import create_client\r\nclient = create_client('http://x', 'key')\r\n";
    folder_.write("bom.py", "\xEF\xBB\xBF" + head + call + "\r\nx = 1");
    folder_.write("latin.py", "# -*- coding: latin-1 -*-\r\n" + head + "name = '\xE9'\r\n" + call + "\r\n");
    folder_.write("real/target.py", head + call + "\r\n");
    std::filesystem::create_symlink("real/target.py", folder_ / "link.py");
    ASSERT_EQ(::chmod((folder_ / "bom.py").c_str(), 0750), 0);
    EXPECT_EQ(run({"check", "bom.py", "latin.py", "link.py", "--fix"}), kExitClean) << out() << errors();
    const std::string mended = "client.table('users').select('id').execute()";
    EXPECT_EQ(folder_.read("bom.py"), "\xEF\xBB\xBF" + head + mended + "\r\nx = 1");
    EXPECT_EQ(folder_.read("latin.py"), "# -*- coding: latin-1 -*-\r\n" + head + "name = '\xE9'\r\n" + mended + "\r\n");
    EXPECT_EQ(folder_.read("real/target.py"), head + mended + "\r\n");
    EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "link.py"));
    struct stat status {};
    ASSERT_EQ(::stat((folder_ / "bom.py").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0750U);
}

TEST_F(FixCommand, WhatIsIgnoredExcusedOrNotSelectedStays) {
    write_module("a.py",
                 "client.table('usrs').select('id').execute()  # rowtype: ignore[unknown-table]\n"
                 "client.table('users').select('nmae').execute()\n");
    EXPECT_EQ(run({"check", "--fix", "--select", "unknown-table"}), kExitClean) << out();
    EXPECT_THAT(errors(), Not(HasSubstr("Fixed")));
    EXPECT_EQ(run({"baseline"}), kExitClean);
    EXPECT_EQ(run({"check", "--fix"}), kExitClean) << out();
    EXPECT_THAT(lines("a.py"), HasSubstr("'nmae'"));
}

TEST_F(FixCommand, FilesThatCannotBeWrittenAreNamedAndTheOthersAreMended) {
    for (const char* file : {"a.py", "b.py"}) write_module(file, "client.table('usrs').select('id').execute()\n");
    std::filesystem::create_hard_link(folder_ / "b.py", folder_ / "twin");
    EXPECT_EQ(run({"check", "--fix"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("error: 1 file of 2 could not be written:\n  b.py: the file has several hard links"));
    EXPECT_THAT(lines("a.py"), HasSubstr("'users'"));
    EXPECT_THAT(lines("b.py"), HasSubstr("'usrs'"));
}

}  // namespace
}  // namespace rowtype::cli
