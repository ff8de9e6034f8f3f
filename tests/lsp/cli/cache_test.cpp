// What a check keeps for the next one: never seen in what it says.
#include <chrono>
#include <fstream>
#include <thread>

#include "lsp/workspace/file_notes.h"
#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

class Cached : public CommandProject {
protected:
    Cached() {
        ::setenv("XDG_STATE_HOME", (home_ / "state").c_str(), 1);
        ::setenv("SOURCE_DATE_EPOCH", "1", 1);
        folder_.write("app/names.py", "USERS = 'users'\n");
        write_module("app/main.py",
                     "from app.names import USERS\nclient.table(USERS).select('id, nmae').execute()\n"
                     "client.table('oders').select('*').execute()\n"
                     "client.table('users').insert({'name': None}).execute()  # rowtype: ignore[unknown-table]\n");
        write_module("app/large.py", "client.table('users').select('id').execute()\n" + std::string(300'000, '#') + "\n");
    }
    ~Cached() override {
        ::unsetenv("XDG_STATE_HOME");
        ::unsetenv("SOURCE_DATE_EPOCH");
    }
    // Of files that were written just now every run makes sure that they are the same, and says once that they are.
    static void let_files_settle() {
        std::this_thread::sleep_for(workspace::NotedFiles::kSettled + std::chrono::milliseconds(50));
    }
    std::string check(std::vector<std::string> more = {}) {
        std::vector<std::string> arguments = {"check", "--output-format", "json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const int code = run(arguments);
        return std::to_string(code) + out() + errors();
    }
    // Puts another name of a table into what is kept; it counts for nothing then, being no longer what was written.
    [[nodiscard]] std::string kept() const { return folder_.read(".rowtype/cache/check.cache"); }

    testing::TemporaryFolder home_;
};

TEST_F(Cached, SaysTheSameToTheByte) {
    const std::string anew = check({"--no-cache"});
    EXPECT_NE(anew.find("oders"), std::string::npos);
    EXPECT_FALSE(exists(".rowtype"));
    let_files_settle();
    EXPECT_EQ(check(), anew);
    ASSERT_TRUE(exists(".rowtype/cache/check.cache"));
    const std::string file = kept();
    EXPECT_EQ(check(), anew);
    EXPECT_EQ(kept(), file) << "a run that finds out nothing writes nothing";
    for (const char* format : {"full", "table", "github", "sarif", "markdown"}) {
        (void)run({"check", "--output-format", format, "--statistics", "--no-cache", "--quiet"});
        const std::string said = out();
        (void)run({"check", "--output-format", format, "--statistics", "--quiet"});
        EXPECT_EQ(out(), said) << format;
    }
    folder_.write("app/names.py", "USERS = 'orders'\n");
    EXPECT_EQ(check(), check({"--no-cache"}));
    EXPECT_NE(check(), anew);
    folder_.write(".rowtype/cache/check.cache", "rowtype-check-cache 1\nnonsense");
    EXPECT_EQ(check(), check({"--no-cache"}));
}

TEST_F(Cached, SmallProjectsAreLeftAlone) {
    std::filesystem::remove(folder_ / "app/large.py");
    (void)check();
    EXPECT_FALSE(exists(".rowtype"));
}

TEST_F(Cached, NothingIsKeptWhereTheConfigurationSaysSo) {
    folder_.write("rowtype.toml", "cache = false\n");
    (void)check();
    EXPECT_FALSE(exists(".rowtype"));
    folder_.write("rowtype.toml", "cache = \"no\"\n");
    EXPECT_EQ(run({"check"}), kExitUsage);
    EXPECT_NE(errors().find("cache"), std::string::npos) << errors();
}

TEST_F(Cached, NothingIsKeptOutsideOfProjects) {
    std::filesystem::remove_all(folder_ / ".git");
    (void)check();
    EXPECT_FALSE(exists(".rowtype"));
}

TEST_F(Cached, NothingIsKeptWithoutAPlaceForTheKey) {
    home_.write("state", "a file");
    const std::string said = check();
    EXPECT_FALSE(exists(".rowtype"));
    EXPECT_EQ(said, check({"--no-cache"}));
}

TEST_F(Cached, PartsOfAProjectAreKeptBesideTheRest) {
    let_files_settle();
    const std::string whole = check();
    const std::string part = check({"app/main.py"});
    EXPECT_EQ(part, check({"app/main.py", "--no-cache"}));
    const std::string file = kept();
    EXPECT_EQ(check(), whole);
    EXPECT_EQ(kept(), file) << "nothing of the whole was lost by looking at a part";
}

}  // namespace
}  // namespace rowtype::cli
