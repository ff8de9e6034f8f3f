#include "reflect/platform/platform.h"

#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <map>
#include <memory>

#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::platform {
namespace {

using std::chrono::milliseconds;
using ::testing::AnyOf;
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

TEST(RunningChild, IsHeardPieceByPieceAndWakes) {
    ChildRequest request = shell("read line; echo got $line; sleep 60");
    request.input = "word\n";
    Result<RunningChild> child = RunningChild::start(request);
    ASSERT_TRUE(child.ok());
    const Waker waker;
    std::string output;
    EXPECT_EQ(child->wait(output, waker, std::chrono::minutes(1)), RunningChild::Event::Output);
    EXPECT_EQ(output, "got word\n");
    EXPECT_EQ(child->wait(output, waker, milliseconds(10)), RunningChild::Event::TimedOut);
    waker.wake();
    EXPECT_EQ(child->wait(output, waker, std::chrono::minutes(1)), RunningChild::Event::Woken);
    waker.clear();
    EXPECT_EQ(child->wait(output, waker, milliseconds(10)), RunningChild::Event::TimedOut);
}

TEST(RunningChild, TellsHowItEnded) {
    const Waker waker;
    std::string output;
    Result<RunningChild> child = RunningChild::start(shell("echo bye; echo lost >&2; exit 3"));
    ASSERT_TRUE(child.ok());
    while (child->wait(output, waker, std::chrono::minutes(1)) == RunningChild::Event::Output) {
    }
    EXPECT_EQ(output, "bye\n");
    EXPECT_EQ(child->end().exit_code, 3);
    ChildRequest missing;
    missing.program = "/nonexistent/rowtype-db";
    EXPECT_FALSE(RunningChild::start(missing).ok());
}

// Reading from the end of a pipe that the child holds ends when the child does.
TEST(RunningChild, EndsWithTheObject) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    {
        Result<RunningChild> child = RunningChild::start(shell("trap '' TERM; echo started; sleep 60 & wait"));
        ASSERT_TRUE(child.ok());
        const Waker waker;
        std::string output;
        EXPECT_EQ(child->wait(output, waker, std::chrono::minutes(1)), RunningChild::Event::Output);
    }
    ::close(ends[1]);
    pollfd wait{ends[0], POLLIN, 0};
    EXPECT_EQ(::poll(&wait, 1, 20'000), 1);
    ::close(ends[0]);
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

TEST(OwnExecutable, IsThisTest) {
    remember_program(::testing::internal::GetArgvs().front().c_str());
    EXPECT_TRUE(own_executable().starts_with('/'));
    EXPECT_THAT(own_executable(), HasSubstr("platform"));
    EXPECT_EQ(::access(own_executable().c_str(), X_OK), 0);
}

TEST(EndWithParent, NoOrphanStays) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    // The parent of the process in question must end while this test goes on.
    const pid_t parent = ::fork();
    if (parent == 0) {
        if (::fork() == 0) {
            end_with_parent();
            const char ready = '.';
            static_cast<void>(::write(ends[1], &ready, 1));
            ::sleep(60);
            ::_exit(0);
        }
        ::pause();
    }
    ::close(ends[1]);
    char ready = 0;
    ASSERT_EQ(::read(ends[0], &ready, 1), 1);
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    // Its end of the pipe is the last one: when it is gone, reading ends.
    pollfd wait{ends[0], POLLIN, 0};
    EXPECT_EQ(::poll(&wait, 1, 20'000), 1) << "the orphan lives on";
    EXPECT_EQ(::read(ends[0], &ready, 1), 0);
    ::close(ends[0]);
}

TEST(LimitMemory, AnAllocationBeyondItFails) {
    const pid_t child = ::fork();
    if (child == 0) {
        forbid_core_dumps();
        hide_memory();
        rlimit cores{};
        ::getrlimit(RLIMIT_CORE, &cores);
        limit_memory(std::size_t{1} << 30);
        void* const refused = ::mmap(nullptr, std::size_t{2} << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        ::_exit(refused == MAP_FAILED && cores.rlim_cur == 0 ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

TEST(Wipe, OverwritesAllOfIt) {
    std::string secret = "a password of some length";
    wipe(secret.data(), secret.size());
    EXPECT_EQ(secret, std::string(secret.size(), '\0'));
}

TEST(IsAlive, TellsTheLivingFromTheDead) {
    EXPECT_TRUE(is_alive(::getpid()));
    EXPECT_TRUE(is_alive(1)) << "another user's process, where the tests do not run as root";
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    EXPECT_FALSE(is_alive(child));
}

TEST(Terminal, APipeIsNone) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    EXPECT_FALSE(is_terminal(ends[0]));
    EXPECT_FALSE(terminal_width(ends[0]).has_value());
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST(Terminal, SaysHowWideItIs) {
    const int control = ::posix_openpt(O_RDWR | O_NOCTTY);
    ASSERT_TRUE(control >= 0 && ::grantpt(control) == 0 && ::unlockpt(control) == 0);
    const int terminal = ::open(::ptsname(control), O_RDWR | O_NOCTTY);
    ASSERT_GE(terminal, 0);
    EXPECT_TRUE(is_terminal(terminal));
    const winsize size{40, 123, 0, 0};
    ASSERT_EQ(::ioctl(terminal, TIOCSWINSZ, &size), 0);
    ::setenv("COLUMNS", "123", 1);  // what there is without the call that POSIX lacks
    EXPECT_EQ(terminal_width(terminal), std::optional<int>(123));
    ::setenv("COLUMNS", "wide", 1);
    const winsize unknown{0, 0, 0, 0};
    ASSERT_EQ(::ioctl(terminal, TIOCSWINSZ, &unknown), 0);
    EXPECT_EQ(terminal_width(terminal), std::nullopt);
    ::unsetenv("COLUMNS");
    ::close(terminal);
    ::close(control);
}

TEST(EntryKind, TellsFilesFoldersAndLinks) {
    const testing::TemporaryFolder folder;
    folder.write("file", "");
    folder.make_folder("folder");
    std::filesystem::create_symlink("nowhere", folder / "link");
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    std::map<std::string, EntryKind> kinds;
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.path().c_str()), &::closedir);
    while (const dirent* entry = ::readdir(stream.get())) {
        const std::string name = entry->d_name;
        if (name == "." || name == "..") continue;
        kinds[name] = entry_kind(entry_kind(*entry), folder / name);
        EXPECT_THAT(entry_kind(*entry), AnyOf(kinds[name], EntryKind::NotTold));
    }
    const std::map<std::string, EntryKind> expected = {
        {"file", EntryKind::File}, {"folder", EntryKind::Folder}, {"link", EntryKind::Link}, {"pipe", EntryKind::Other}};
    EXPECT_EQ(kinds, expected);
}

// A change is never missed. That nothing changed is worth knowing, but not every system tells.
#if defined(ROWTYPE_PORTABLE)
constexpr bool kCanTell = false;
#else
constexpr bool kCanTell = true;
#endif

TEST(ChangeWatch, HearsOfEveryChange) {
    const testing::TemporaryFolder folder;
    folder.write("migrations/1.sql", "a");
    folder.make_folder("elsewhere");
    ChangeWatch watch({folder / "migrations", folder / "rowtype.toml", folder / "not/yet/here.json"});
    EXPECT_TRUE(watch.may_have_changed()) << "at first nothing is known";
    const auto expect_heard = [&](const char* what) {
        EXPECT_TRUE(watch.may_have_changed()) << what;
        EXPECT_EQ(watch.may_have_changed(), !kCanTell) << "and then nothing, after: " << what;
    };
    EXPECT_EQ(watch.may_have_changed(), !kCanTell);
    folder.write("elsewhere/unwatched.txt", "");
    EXPECT_EQ(watch.may_have_changed(), !kCanTell);
    folder.write("migrations/1.sql", "b");
    expect_heard("a written file");
    folder.write("migrations/2.sql", "");
    expect_heard("a new file");
    folder.write("migrations/deep/er/3.sql", "");
    expect_heard("new folders");
    folder.write("migrations/deep/er/3.sql", "c");
    expect_heard("a file in a new folder");
    std::filesystem::last_write_time(folder / "migrations/2.sql", std::filesystem::file_time_type::clock::now());
    expect_heard("a touched file");
    folder.write("rowtype.toml", "");
    expect_heard("the file that was not there");
    folder.write(".rowtype.toml.new", "x");
    std::filesystem::rename(folder / ".rowtype.toml.new", folder / "rowtype.toml");
    expect_heard("a file replaced by renaming");
    folder.write("not/yet/here.json", "");
    expect_heard("a file whose folders were not there");
    folder.write("not/yet/here.json", "{}");
    expect_heard("and its next writing");
    std::filesystem::rename(folder / "migrations", folder / "moved");
    expect_heard("a folder renamed away");
    folder.write("migrations/1.sql", "");
    expect_heard("and back again");
}

// Nobody is woken by what happens beside the watched files: a log that is written all the time, an editor's swap files.
TEST(ChangeWatch, WaitsForWhatConcernsItsPaths) {
    const testing::TemporaryFolder folder;
    folder.write("migrations/1.sql", "a");
    const Waker waker;
    ChangeWatch watch({folder / "migrations", folder / "not/yet/here.json"});
    EXPECT_TRUE(watch.may_have_changed());
    EXPECT_EQ(watch.is_watched(), kCanTell);
    folder.write("beside.log", "x");
    EXPECT_FALSE(watch.wait(waker, milliseconds(1)));
    folder.write("migrations/1.sql", "b");
    EXPECT_EQ(watch.wait(waker, milliseconds(1)), kCanTell);
    EXPECT_TRUE(watch.may_have_changed());
    folder.make_folder("not");
    EXPECT_EQ(watch.wait(waker, milliseconds(1)), kCanTell) << "a folder that leads to a path";
    EXPECT_TRUE(watch.may_have_changed());
    folder.write("not/yet/here.json", "{}");
    EXPECT_EQ(watch.wait(waker, milliseconds(1)), kCanTell);
    EXPECT_TRUE(watch.may_have_changed());
    std::filesystem::remove_all(folder / "migrations");
    EXPECT_EQ(watch.wait(waker, milliseconds(1)), kCanTell);
    EXPECT_TRUE(watch.may_have_changed());
    folder.write("migrations/1.sql", "c");
    EXPECT_EQ(watch.wait(waker, milliseconds(1)), kCanTell) << "a folder that came back";
    waker.wake();
    EXPECT_TRUE(watch.may_have_changed());
    EXPECT_FALSE(watch.wait(waker, std::chrono::minutes(1))) << "woken";
}

TEST(ChangeWatch, FollowsAPathThatIsALink) {
    const testing::TemporaryFolder folder;
    folder.write("real/schema.json", "");
    folder.make_folder("project");
    std::filesystem::create_symlink(folder / "real/schema.json", folder / "project/schema.json");
    std::filesystem::create_symlink(folder / "real", folder / "project/migrations");
    ChangeWatch watch({folder / "project/schema.json", folder / "project/migrations"});
    EXPECT_TRUE(watch.may_have_changed());
    EXPECT_EQ(watch.may_have_changed(), !kCanTell);
    folder.write("real/schema.json", "{}");
    EXPECT_TRUE(watch.may_have_changed());
}

TEST(ChangeWatch, WithTooManyFoldersCannotTell) {
    const testing::TemporaryFolder folder;
    for (int i = 0; i < 260; ++i) folder.make_folder("many/" + std::to_string(i));
    ChangeWatch watch({folder / "many"});
    EXPECT_TRUE(watch.may_have_changed());
    EXPECT_TRUE(watch.may_have_changed());
}

}  // namespace
}  // namespace rowtype::platform
