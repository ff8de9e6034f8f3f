// Killed at every write, rename, sync and removal, a command that changes files loses not a byte: the next run puts back what was half
// done, and undo brings everything back.
// (tests/lsp/cli/faults.h says how.)
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/lsp/cli/command_project.h"
#include "tests/lsp/cli/faults.h"
#include "tests/lsp/cli/file_states.h"

namespace rowtype::cli {
namespace {

using Files = testing::FileStates;

class Kills : public CommandProject {
protected:
    // Every time the same files; what earlier rounds left is gone.
    virtual void make_project() {
        std::filesystem::remove_all(folder_ / ".rowtype");
        const std::string call = "client.table('users').select('nmae').execute()\n";
        write_module("a.py", call);
        write_module("app/b.py", call + call);
        write_module("real.py", "# \xC3\xA9\r\n" + call);
        if (!exists("link.py")) std::filesystem::create_symlink("real.py", folder_ / "link.py");
        ::chmod((folder_ / "a.py").c_str(), 0750);
        folder_.write("rowtype.toml", "models = [\"models.py\"]\nexclude = [\"real.py\"]\n[rules]\nmissing-model = \"off\"\n");
        folder_.write("models.py",
                      "from pydantic import BaseModel\n\n\nclass User(BaseModel):\n    \"\"\"Kept.\"\"\"\n\n    id: int\n    "
                      "name: int  # kept\n"
                      "    nick: str\n");
    }
    [[nodiscard]] Files files() const { return testing::file_states(folder_); }
    // Runs in a child that is killed at call number `call`; false where it ended before that.
    bool run_killed(const std::vector<std::string>& arguments, long call) {
        const pid_t child = ::fork();
        if (child == 0) {
            testing::kill_at(call);
            run(arguments);
            ::_exit(0);
        }
        int status = 0;
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }
    // Each file is whole: as it was or as it becomes.
    void expect_whole(const Files& before, const Files& after, const std::string& where) const {
        const Files now = files();
        for (const auto& [name, old_state] : before) {
            const auto found = now.find(name);
            ASSERT_NE(found, now.end()) << where << ": " << name << " is gone";
            EXPECT_TRUE(found->second == old_state || found->second == after.at(name)) << where << ": " << name;
        }
    }
    // Kills the command at each of its calls. Gives how many there were.
    long kill_everywhere(const std::vector<std::string>& command) {
        make_project();
        const Files before = files();
        run(command);
        const Files after = files();
        EXPECT_NE(before, after);
        EXPECT_EQ(run({"undo"}), kExitClean) << errors();
        EXPECT_EQ(files(), before);
        long call = 0;
        for (;; ++call) {
            make_project();
            if (!run_killed(command, call)) break;
            const std::string where = "call " + std::to_string(call);
            expect_whole(before, after, where);
            run(command);
            EXPECT_EQ(files(), after) << where << errors();
            EXPECT_EQ(run({"undo"}), kExitClean) << where << errors();
            EXPECT_EQ(files(), before) << where;
            if (HasFailure()) break;
        }
        return call;
    }
};

const std::vector<std::string> kFix = {"check", ".", "link.py", "--unsafe-fixes", "--no-cache"};

TEST_F(Kills, OfFixLoseNothing) { EXPECT_GT(kill_everywhere(kFix), 30) << "calls that were killed"; }

TEST_F(Kills, OfUpdatingModelsLoseNothing) { EXPECT_GT(kill_everywhere({"generate", "--update", "models.py"}), 15); }

class MigrateKills : public Kills {
protected:
    void make_project() override {
        for (const char* name : {".rowtype", "rows.py", "redis_schemas.json"}) std::filesystem::remove_all(folder_ / name);
        folder_.write("rowtype.toml", "models = [\"models.py\"]\n[rules]\nmissing-model = \"off\"\n");
        folder_.write(
            "models.py",
            "from pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: int\n    name: str\n    nick: str | None\n");
        folder_.write("a.py", "from models import User\r\n");
        folder_.write("app/b.py", "# -*- coding: latin-1 -*-\n# \xE9\nimport models as m\n\nuser = m.User\n");
        folder_.write("real.py",
                      "\xEF\xBB\xBF"
                      "from models import (\n    User,  # people\n)\n");
        if (!exists("link.py")) std::filesystem::create_symlink("real.py", folder_ / "link.py");
        ::chmod((folder_ / "a.py").c_str(), 0750);
    }
};

const std::vector<std::string> kMigrate = {"migrate", "--to", "rows.py"};

TEST_F(MigrateKills, LoseNothingWithTheNextRun) { EXPECT_GT(kill_everywhere(kMigrate), 35); }

TEST_F(MigrateKills, LoseNothingWithARollback) {
    make_project();
    const Files before = files();
    long call = 0;
    for (;; ++call) {
        make_project();
        if (!run_killed(kMigrate, call)) break;
        run({"migrate", "--rollback"});
        EXPECT_EQ(files(), before) << "call " << call << errors();
        if (HasFailure()) break;
    }
    EXPECT_GT(call, 35);
}

TEST_F(MigrateKills, OfARollbackLoseNothing) {
    make_project();
    const Files before = files();
    long call = 0;
    for (;; ++call) {
        make_project();
        run(kMigrate);
        if (!run_killed({"migrate", "--rollback"}, call)) break;
        // Killed behind its last rename it was done already, and there is nothing more to roll back.
        if (files() != before) {
            EXPECT_EQ(run({"migrate", "--rollback"}), kExitClean) << "call " << call << errors();
        }
        EXPECT_EQ(files(), before) << "call " << call;
        if (HasFailure()) break;
    }
    EXPECT_GT(call, 20);
}

TEST_F(Kills, OfUndoLoseNothing) {
    make_project();
    const Files before = files();
    long call = 0;
    for (;; ++call) {
        make_project();
        run(kFix);
        const Files after = files();
        if (!run_killed({"undo"}, call)) break;
        const std::string where = "call " + std::to_string(call);
        expect_whole(before, after, where);
        // Killed behind its last rename it was done already, and there is nothing more to undo.
        if (files() != before) {
            EXPECT_EQ(run({"undo"}), kExitClean) << where << errors();
        }
        EXPECT_EQ(files(), before) << where;
        if (HasFailure()) break;
    }
    EXPECT_GT(call, 30);
}

// A second kill, while the next run puts back what the first left.
TEST_F(Kills, OfPuttingBackLoseNothing) {
    make_project();
    const Files before = files();
    run(kFix);
    const Files after = files();
    constexpr long kCallsOfPuttingBack = 20;
    for (const long first : {31L, 38L}) {
        for (long second = first % 2; second < kCallsOfPuttingBack; second += 2) {
            make_project();
            ASSERT_TRUE(run_killed(kFix, first));
            if (!run_killed(kFix, second)) break;
            const std::string where = "calls " + std::to_string(first) + " and " + std::to_string(second);
            expect_whole(before, after, where);
            run(kFix);
            EXPECT_EQ(files(), after) << where << errors();
            EXPECT_EQ(run({"undo"}), kExitClean) << where << errors();
            EXPECT_EQ(files(), before) << where;
            if (HasFailure()) return;
        }
    }
}

}  // namespace
}  // namespace rowtype::cli
