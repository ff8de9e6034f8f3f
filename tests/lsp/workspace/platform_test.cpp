#include "lsp/workspace/platform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace::platform {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;

ChildRequest shell(const std::string& script) {
    ChildRequest request;
    request.program = "/bin/sh";
    request.arguments = {"-c", script};
    return request;
}

TEST(RunChild, GivesOutputErrorsAndExitCode) {
    const Result<ChildOutcome> outcome = run_child(shell("echo out; echo err >&2; exit 3"));
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome->output, "out\n");
    EXPECT_EQ(outcome->error_output, "err\n");
    EXPECT_EQ(outcome->exit_code, 3);
    EXPECT_FALSE(outcome->timed_out);
}

TEST(RunChild, FeedsInputAndClosesIt) {
    ChildRequest request = shell("cat");
    request.input = std::string(1'000'000, 'x');
    const Result<ChildOutcome> outcome = run_child(request);
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome->output, request.input) << "both ends are served at once, or a full pipe would hold both up";
}

TEST(RunChild, ChildThatReadsNothingIsNoProblem) {
    ChildRequest request = shell("exit 0");
    request.input = std::string(1'000'000, 'x');
    const Result<ChildOutcome> outcome = run_child(request);
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome->exit_code, 0);
}

TEST(RunChild, IsKilledAtTheDeadlineWithItsChildren) {
    const testing::TemporaryFolder folder;
    ChildRequest request = shell("sleep 60 & echo $! > '" + folder.path() + "/pid'; echo started; wait");
    request.deadline = milliseconds(300);
    const auto start = std::chrono::steady_clock::now();
    const Result<ChildOutcome> outcome = run_child(request);
    ASSERT_TRUE(outcome.ok());
    EXPECT_TRUE(outcome->timed_out);
    EXPECT_EQ(outcome->signal, SIGKILL);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
    const pid_t grandchild = std::stoi(folder.read("pid"));
    // A killed process may be a zombie of the init process for a moment, which kill() still finds.
    const std::string state = "/proc/" + std::to_string(grandchild) + "/stat";
    for (int i = 0; i < 200 && std::filesystem::exists(state); ++i) {
        std::ifstream stream(state);
        std::string pid, name, letter;
        stream >> pid >> name >> letter;
        if (letter == "Z" || letter == "X") break;
        ::usleep(10'000);
        ASSERT_LT(i, 199) << "the grandchild lives on";
    }
}

TEST(RunChild, ThatClosedItsOutputButLingersIsKilledToo) {
    ChildRequest request = shell("exec >/dev/null 2>/dev/null; sleep 60");
    request.deadline = milliseconds(300);
    const Result<ChildOutcome> outcome = run_child(request);
    ASSERT_TRUE(outcome.ok());
    EXPECT_TRUE(outcome->timed_out);
}

TEST(RunChild, IsKilledWhenItSaysTooMuch) {
    ChildRequest request = shell("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done");
    request.output_cap = 10'000;
    const Result<ChildOutcome> outcome = run_child(request);
    ASSERT_TRUE(outcome.ok());
    EXPECT_TRUE(outcome->output_over_cap);
    EXPECT_FALSE(outcome->timed_out);
    EXPECT_LE(outcome->output.size(), 10'000U);
}

TEST(RunChild, KeepsOnlySomeOfTheErrors) {
    ChildRequest request = shell("i=0; while [ $i -lt 3000 ]; do echo 0123456789 >&2; i=$((i+1)); done; echo done");
    request.error_cap = 100;
    const Result<ChildOutcome> outcome = run_child(request);
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome->error_output.size(), 100U);
    EXPECT_EQ(outcome->output, "done\n");
}

TEST(RunChild, EnvironmentIsInheritedReplacedAndHidden) {
    ::setenv("ROWTYPE_TEST_KEPT", "kept", 1);
    ::setenv("ROWTYPE_TEST_HIDDEN", "hidden", 1);
    ::setenv("ROWTYPE_TEST_REPLACED", "old", 1);
    ChildRequest request = shell("echo $ROWTYPE_TEST_KEPT-$ROWTYPE_TEST_HIDDEN-$ROWTYPE_TEST_REPLACED");
    request.environment = {{"ROWTYPE_TEST_REPLACED", "new"}};
    request.hidden_environment = {"ROWTYPE_TEST_HIDDEN"};
    const Result<ChildOutcome> outcome = run_child(request);
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome->output, "kept--new\n");
}

TEST(RunChild, MissingProgramIsAnError) {
    ChildRequest request;
    request.program = "/nonexistent/rowtype-db";
    const Result<ChildOutcome> outcome = run_child(request);
    ASSERT_FALSE(outcome.ok());
    EXPECT_THAT(outcome.error().message, HasSubstr("cannot be started"));
}

TEST(FindProgram, NeverTakesARelativePathEntry) {
    const testing::TemporaryFolder folder;
    const std::string file = folder.write("rowtype-test-tool", "#!/bin/sh\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    const std::string before = environment_variable("PATH").value_or("");
    const std::string here = std::filesystem::current_path().string();
    std::filesystem::current_path(folder.path());
    ::setenv("PATH", ".::", 1);
    EXPECT_EQ(find_program("rowtype-test-tool"), "");
    ::setenv("PATH", (".:" + folder.path()).c_str(), 1);
    EXPECT_EQ(find_program("rowtype-test-tool"), file);
    ::setenv("PATH", before.c_str(), 1);
    std::filesystem::current_path(here);
}

TEST(OwnExecutable, IsThisTest) { EXPECT_THAT(own_executable(), HasSubstr("workspace")); }

}  // namespace
}  // namespace rowtype::workspace::platform
