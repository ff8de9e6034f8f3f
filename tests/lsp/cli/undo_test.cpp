// rowtype undo.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;

class Undo : public CommandProject {
protected:
    Undo() { write_module("a.py", "client.table('usrs').select('id').execute()\n"); }
};

TEST_F(Undo, RestoresWhatTheLastCommandChangedThenTheOneBefore) {
    const std::string first = folder_.read("a.py");
    EXPECT_EQ(run({"undo"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("nothing to undo"));
    EXPECT_EQ(run({"undo", "--list"}), kExitClean);
    EXPECT_EQ(out(), "No command has changed a file here.\n");

    EXPECT_EQ(run({"check", "--add-ignores"}), kExitClean);
    const std::string second = folder_.read("a.py");
    EXPECT_EQ(run({"generate", "-o", "models.py"}), kExitClean) << errors();
    const std::string models = folder_.read("models.py");
    folder_.write("supabase/migrations/2.sql", "alter table users add column age int;\n");
    EXPECT_EQ(run({"generate", "-o", "models.py"}), kExitClean) << errors();

    EXPECT_EQ(run({"undo"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("Undone: rowtype generate ("));
    EXPECT_EQ(folder_.read("models.py"), models);
    EXPECT_EQ(folder_.read("a.py"), second);
    EXPECT_EQ(run({"undo"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("Undone: rowtype check --add-ignores ("));
    EXPECT_EQ(folder_.read("a.py"), first);
    EXPECT_EQ(run({"undo"}), kExitUsage);

    EXPECT_EQ(run({"undo", "--list"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("rowtype check --add-ignores  (1 file, undone)\n  a.py\n"));
    // An undo is a change of its own, and can be undone by its name.
    const std::string id = out().substr(0, out().find(' '));
    EXPECT_EQ(run({"undo", id}), kExitClean) << errors();
    EXPECT_EQ(folder_.read("a.py"), second);
}

TEST_F(Undo, LeavesWhatWasChangedSinceUnlessForced) {
    const std::string before = folder_.read("a.py");
    EXPECT_EQ(run({"check", "--fix"}), kExitClean);
    folder_.write("a.py", "mine\n");
    EXPECT_EQ(run({"undo"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("changed since"));
    EXPECT_EQ(folder_.read("a.py"), "mine\n");
    EXPECT_EQ(run({"undo", "--force"}), kExitClean) << errors();
    EXPECT_EQ(folder_.read("a.py"), before);
    EXPECT_EQ(run({"undo", "20200101_000000"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("no backup of that name"));
}

}  // namespace
}  // namespace rowtype::cli
