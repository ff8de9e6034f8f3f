// rowtype undo.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "lsp/workspace/old_backups.h"
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

TEST_F(Undo, KeepsTheNewestBackupsAndThoseOfInterruptedCommands) {
    const std::string journal =
        "{\"format\": \"rowtype-journal\", \"version\": 1, \"command\": \"check --fix\", \"state\": \"STATE\", \"files\": []}\n";
    const auto with_state = [&](const std::string& state) {
        std::string text = journal;
        return text.replace(text.find("STATE"), 5, state);
    };
    const auto folder = [](std::size_t number) { return ".rowtype/backup/20200101_0000" + std::to_string(10 + number); };
    for (std::size_t i = 0; i < workspace::kKeptBackups; ++i) {
        folder_.write(folder(i) + "/rowtype-journal.json", with_state("done"));
        folder_.write(folder(i) + "/a.py", "old\n");
    }
    folder_.write(".rowtype/backup/notes/mine.txt", "mine\n");
    EXPECT_EQ(run({"check", "--fix"}), kExitClean) << out();
    EXPECT_FALSE(exists(folder(0)));
    EXPECT_TRUE(exists(folder(1) + "/a.py"));
    EXPECT_TRUE(exists(".rowtype/backup/notes/mine.txt"));
    EXPECT_EQ(run({"undo"}), kExitClean) << errors();
    EXPECT_FALSE(exists(folder(1)));  // the undo is a change of its own
}

TEST_F(Undo, BaselineAndInitPutBackWhatAnInterruptedCommandLeft) {
    for (const std::string command : {"baseline", "init"}) {
        const std::string before = folder_.read("a.py");
        ASSERT_EQ(run({"check", "--fix"}), kExitClean) << out();
        EXPECT_EQ(run({"undo", "--list"}), kExitClean);
        const std::string id = out().substr(0, out().find(' '));
        const std::string journal = ".rowtype/backup/" + id + "/rowtype-journal.json";
        std::string text = folder_.read(journal);
        folder_.write(journal, text.replace(text.find("\"done\""), 6, "\"started\""));
        EXPECT_EQ(run({command}), kExitClean) << errors();
        EXPECT_THAT(errors(), HasSubstr("an earlier run (rowtype check --fix) was interrupted"));
        EXPECT_EQ(folder_.read("a.py"), before);
        if (command == "baseline") std::filesystem::remove(folder_.path() + "/.rowtype/baseline.json");
    }
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
