// Adopting an old repository by ignore comments: check --add-ignores.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class AddIgnores : public CommandProject {
protected:
    // The lines behind the client's, after the command.
    std::string lines(const std::string& file) const {
        const std::string text = folder_.read(file);
        return text.substr(text.find("'key')\n") + 7);
    }
};

TEST_F(AddIgnores, WritesOneCommentALineAndASecondRunAddsNothing) {
    write_module("app/a.py",
                 "client.table('usrs').select('id').execute()\n"
                 "client.table('users').select('nmae').eq('idd', 1).execute()  # noqa\n"
                 "rows = client.table('users').select('''\n    id,\n    nmae\n''').execute()\n"
                 "client.table('users').select('nick').execute()\n");
    const std::string before = folder_.read("app/a.py");
    EXPECT_EQ(run({"check", "--add-ignores"}), kExitClean) << errors();
    EXPECT_THAT(out(),
                HasSubstr("Added ignore comments for 4 findings on 3 lines in 1 file; the old files are in .rowtype/backup/"));
    EXPECT_EQ(lines("app/a.py"),
              "client.table('usrs').select('id').execute()  # rowtype: ignore[unknown-table]\n"
              "client.table('users').select('nmae').eq('idd', 1).execute()  # noqa  # rowtype: ignore[unknown-column]\n"
              "rows = client.table('users').select('''\n    id,\n    nmae\n''').execute()  # rowtype: ignore[unknown-column]\n"
              "client.table('users').select('nick').execute()\n");
    bool is_kept = false;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / ".rowtype/backup")) {
        if (entry.path().filename() != "a.py") continue;
        is_kept = folder_.read(std::filesystem::relative(entry.path(), folder_.path()).string()) == before;
    }
    EXPECT_TRUE(is_kept);

    EXPECT_EQ(run({"check"}), kExitClean) << out();
    const std::string after = folder_.read("app/a.py");
    EXPECT_EQ(run({"check", "--add-ignores"}), kExitClean);
    EXPECT_EQ(out(), "There is nothing to add an ignore comment for.\n");
    EXPECT_EQ(folder_.read("app/a.py"), after);
}

TEST_F(AddIgnores, NamesWhatWasWrittenWhereAFileCannotBe) {
    for (const char* file : {"a.py", "b.py", "c.py"}) write_module(file, "client.table('usrs').select('id').execute()\n");
    std::filesystem::create_hard_link(folder_ / "b.py", folder_ / "twin");  // which a safe write refuses
    EXPECT_EQ(run({"check", "--add-ignores"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("error: 1 file of 3 could not be written:\n"
                                    "  b.py: the file has several hard links, which a safe write would part; "));
    EXPECT_THAT(errors(), HasSubstr("Ignore comments were written to:\n  a.py: 1 line\n  c.py: 1 line\n"
                                    "The old files are in .rowtype/backup/"));
    EXPECT_EQ(lines("b.py"), "client.table('usrs').select('id').execute()\n");
    EXPECT_THAT(lines("c.py"), HasSubstr("# rowtype: ignore"));
    EXPECT_EQ(run({"check", "--add-ignores"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("error: 1 file of 1 could not be written:\n"));
    EXPECT_THAT(errors(), HasSubstr("No file was written.\n"));
}

TEST_F(AddIgnores, ExtendsCommentsThatAreThereAndKeepsLineEnds) {
    write_module("a.py",
                 "client.table('users').select('nmae')  # rowtype: ignore[unknown-table]\r\n"
                 "client.table('users').select('id, (').execute(); client.table('usrs').select('id').execute()\r\n");
    EXPECT_EQ(run({"check", "--add-ignores", "--ignore", "unused-ignore"}), kExitClean) << out();
    EXPECT_EQ(lines("a.py"),
              "client.table('users').select('nmae')  # rowtype: ignore[unknown-table, unknown-column]\r\n"
              "client.table('users').select('id, (').execute(); client.table('usrs').select('id').execute()"
              "  # rowtype: ignore[invalid-select, unknown-table]\r\n");
}

TEST_F(AddIgnores, DryRunAndDiffWriteNothing) {
    write_module("a.py", "client.table('usrs').select('id').execute()\n");
    const std::string before = folder_.read("a.py");
    EXPECT_EQ(run({"check", "--add-ignores", "--dry-run"}), kExitClean);
    EXPECT_EQ(out(), "Would add ignore comments for 1 finding on 1 line in 1 file:\n  a.py: 1 line\n");
    EXPECT_EQ(run({"check", "--add-ignores", "--diff"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("+client.table('usrs').select('id').execute()  # rowtype: ignore[unknown-table]\n"));
    EXPECT_EQ(folder_.read("a.py"), before);
    EXPECT_FALSE(exists(".rowtype"));
    EXPECT_EQ(run({"check", "--dry-run"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("--add-ignores"));
}

TEST_F(AddIgnores, SaysWhatNoCommentExcuses) {
    folder_.write("rowtype.toml", "models = [\"models/*.py\"]\n");
    folder_.write("models/order.py",
                  "from pydantic import BaseModel\nclass Order(BaseModel):\n    id: int\n    user_id: int\n    gone: str\n");
    write_module("a.py", "x = 1  # rowtype: ignore[unknown-table]\n");
    EXPECT_EQ(run({"check", "--add-ignores"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("Added ignore comments for 1 finding on 1 line in 1 file"));
    EXPECT_THAT(out(), HasSubstr("2 findings cannot be excused by a comment:\n"));
    EXPECT_THAT(out(), HasSubstr("rowtype.toml:1:1: missing-model: "));
    EXPECT_THAT(out(), HasSubstr("a.py:3:8: unused-ignore: "));
    EXPECT_THAT(folder_.read("models/order.py"), HasSubstr("    gone: str  # rowtype: ignore[stale-field]\n"));
    EXPECT_EQ(run({"check", "--add-ignores", "--exit-zero"}), kExitClean);
}

TEST_F(AddIgnores, LeavesWhatTheBaselineExcusesAndTheRulesThatWereNotAskedFor) {
    write_module("a.py", "client.table('usrs').select('id').execute()\n");
    EXPECT_EQ(run({"baseline"}), kExitClean);
    write_module("a.py",
                 "client.table('usrs').select('id').execute()\nclient.table('users').select('nmae, id)').execute()\n"
                 "client.table('users').select('nmae').execute()\n");
    EXPECT_EQ(run({"check", "--add-ignores", "--select", "unknown-column"}), kExitClean);
    EXPECT_EQ(lines("a.py"),
              "client.table('usrs').select('id').execute()\nclient.table('users').select('nmae, id)').execute()\n"
              "client.table('users').select('nmae').execute()  # rowtype: ignore[unknown-column]\n");
}

TEST_F(AddIgnores, RefusesStandardInputAndFilesThatLeadOutOfTheProject) {
    console_.input = "x = 1\n";
    EXPECT_EQ(run({"check", "-", "--add-ignores"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("--add-ignores writes into files"));
    const testing::TemporaryFolder elsewhere;
    write_module("a.py", "client.table('usrs').select('id').execute()\n");
    std::filesystem::rename(folder_ / "a.py", elsewhere / "theirs.py");
    std::filesystem::create_symlink(elsewhere / "theirs.py", folder_ / "a.py");
    EXPECT_EQ(run({"check", "a.py", "--add-ignores"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("leads out of"));
    EXPECT_THAT(elsewhere.read("theirs.py"), Not(HasSubstr("ignore")));
}

TEST_F(AddIgnores, FilesWithSyntaxErrorsStayParsedAsTheyWere) {
    write_module("a.py", "client.table('usrs').select('id').execute()\ndef broken(:\n    x = [\n");
    EXPECT_EQ(run({"check", "--add-ignores"}), kExitClean) << out();
    EXPECT_THAT(lines("a.py"), HasSubstr("execute()  # rowtype: ignore[unknown-table]\ndef broken(:\n"));
    EXPECT_EQ(run({"check", "--add-ignores"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("nothing to add"));
}

}  // namespace
}  // namespace rowtype::cli
