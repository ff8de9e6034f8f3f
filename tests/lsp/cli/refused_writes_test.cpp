// The system refuses a write in the middle of a migration: the disk is full, or may not be written any more. Not a byte, mode or link is
// lost, and what is said names the place and what to do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "tests/lsp/cli/command_project.h"
#include "tests/lsp/cli/faults.h"
#include "tests/lsp/cli/file_states.h"

namespace rowtype::cli {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;

using Files = testing::FileStates;

constexpr uid_t kNobody = 65534;

const std::vector<std::string> kMigrate = {"migrate", "--to", "rows.py", "--redis-output", "shapes/redis.json"};

class RefusedWrites : public CommandProject {
protected:
    RefusedWrites() { make_project(); }

    void make_project() {
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
            if (entry.path().filename() != ".git" && entry.path().filename() != "supabase")
                std::filesystem::remove_all(entry.path());
        }
        folder_.write("rowtype.toml", "models = [\"models.py\"]\n");
        folder_.write(
            "models.py",
            "from pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: int\n    name: str\n    nick: str | None\n");
        folder_.write("windows.py", "# \xC3\xA9\r\nfrom models import User\r\nx = 'no end'");
        folder_.write("app/latin.py", "# -*- coding: latin-1 -*-\n# \xE9\nimport models as m\n\nuser = m.User\n");
        folder_.write("app/windows_1252.py", "# vim: set fileencoding=cp1252 :\r\n# \x80\r\nfrom models import User as U\r\n");
        folder_.write("app/marked.py",
                      "\xEF\xBB\xBF"
                      "from models import (\n    User,  # people\n)\n");
        folder_.write("kept/private.py", "from models import User\r");  // the line ends of old
        folder_.write("kept/shared.py", "from models import User\n");
        ::chmod((folder_ / "kept/private.py").c_str(), 0600);
        ::chmod((folder_ / "kept/shared.py").c_str(), 0775);
        std::filesystem::create_symlink("kept/shared.py", folder_ / "link.py");
        std::filesystem::create_directory_symlink("../kept", folder_ / "app/linked");
    }
    [[nodiscard]] Files files() const { return testing::file_states(folder_); }
    // Runs in a child without the rights of the superuser, whose tests pass over what a user may not do. Gives the exit code; what was
    // said stands in errors().
    int run_as_nobody(const std::vector<std::string>& arguments) {
        const std::string told = folder_.path() + "/../" + std::filesystem::path(folder_.path()).filename().string() + ".told";
        folder_.write("../" + std::filesystem::path(told).filename().string(), "");
        ::chmod(told.c_str(), 0666);
        const pid_t child = ::fork();
        if (child == 0) {
            if (::geteuid() == 0 && (::setresgid(kNobody, kNobody, kNobody) != 0 || ::setresuid(kNobody, kNobody, kNobody) != 0))
                ::_exit(99);
            const int code = run(arguments);
            if (std::FILE* file = std::fopen(told.c_str(), "w")) {
                std::fputs(console_.errors.c_str(), file);
                std::fclose(file);
            }
            ::_exit(code);
        }
        int status = 0;
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        console_.errors = folder_.read("../" + std::filesystem::path(told).filename().string());
        std::filesystem::remove(told);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    void give_to_nobody() const {
        if (::geteuid() != 0) return;
        ::chmod(folder_.path().c_str(), 0755);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path()))
            ASSERT_EQ(::lchown(entry.path().c_str(), kNobody, kNobody), 0);
        ASSERT_EQ(::chown(folder_.path().c_str(), kNobody, kNobody), 0);
    }
};

const char* remedy_of(int refusal) {
    if (refusal == ENOSPC) return "make room there";
    return refusal == EROFS ? "mount it writable" : "give yourself the right to write there";
}

constexpr std::array kRefusals = {ENOSPC, EROFS, EACCES};
// A full disk at each call, the others, which differ in what they keep from being removed, at some.
long stride_of(int refusal) { return refusal == ENOSPC ? 1 : 5; }

TEST_F(RefusedWrites, OnceArePutBackAtOnce) {
    const Files before = files();
    ASSERT_EQ(run(kMigrate), kExitClean) << errors();
    const Files after = files();
    ASSERT_EQ(run({"migrate", "--rollback"}), kExitClean) << errors();
    ASSERT_EQ(files(), before);
    for (const int refusal : kRefusals) {
        long call = 0;
        for (;; call += stride_of(refusal)) {
            make_project();
            testing::fail_at(call, refusal, testing::Refused::Once);
            const int code = run(kMigrate);
            if (!testing::end_faults()) break;
            const std::string where = std::string(std::strerror(refusal)) + ", call " + std::to_string(call) + ": " + errors();
            if (code == kExitClean) {  // what was refused was no part of it: the wait for a folder, the removal of an old backup
                EXPECT_EQ(files(), after) << where;
                EXPECT_EQ(run({"migrate", "--rollback"}), kExitClean) << where << errors();
            } else {
                EXPECT_THAT(errors(),
                            AllOf(HasSubstr(std::strerror(refusal)), HasSubstr("error: "), HasSubstr(remedy_of(refusal))))
                    << where;
                EXPECT_THAT(errors(), HasSubstr("nothing is changed")) << where;
            }
            EXPECT_EQ(files(), before) << where;
            if (HasFailure()) return;
        }
        EXPECT_GT(call, 50);
    }
}

TEST_F(RefusedWrites, FromThenOnArePutBackByARollbackOrTheNextRun) {
    const Files before = files();
    ASSERT_EQ(run(kMigrate), kExitClean) << errors();
    const Files after = files();
    for (const int refusal : kRefusals) {
        for (const bool rolls_back : {true, false}) {
            long call = 0;
            for (;; call += stride_of(refusal)) {
                make_project();
                testing::fail_at(call, refusal, testing::Refused::FromThenOn);
                const int code = run(kMigrate);
                if (!testing::end_faults()) break;
                const std::string where =
                    std::string(std::strerror(refusal)) + ", call " + std::to_string(call) + ": " + errors();
                if (code != kExitClean) {
                    EXPECT_THAT(errors(), AllOf(HasSubstr(std::strerror(refusal)), HasSubstr(remedy_of(refusal)))) << where;
                    EXPECT_THAT(errors(),
                                AnyOf(HasSubstr("nothing is changed"), HasSubstr("rowtype migrate --rollback puts back")))
                        << where;
                }
                if (rolls_back) {
                    run({"migrate", "--rollback"});
                    EXPECT_EQ(files(), before) << where << errors();
                } else {
                    EXPECT_EQ(run(kMigrate), kExitClean) << where << errors();
                    EXPECT_EQ(files(), after) << where << errors();
                }
                if (HasFailure()) return;
            }
            EXPECT_GT(call, 50);
        }
    }
}

TEST_F(RefusedWrites, OfARollbackAreMadeUpForByTheNext) {
    const Files before = files();
    for (const int refusal : kRefusals) {
        for (const testing::Refused how : {testing::Refused::Once, testing::Refused::FromThenOn}) {
            long call = 0;
            for (;; call += stride_of(refusal)) {
                make_project();
                ASSERT_EQ(run(kMigrate), kExitClean) << errors();
                testing::fail_at(call, refusal, how);
                const int code = run({"migrate", "--rollback"});
                const std::string where =
                    std::string(std::strerror(refusal)) + ", call " + std::to_string(call) + ": " + errors();
                if (!testing::end_faults()) break;
                if (code != kExitClean) {
                    EXPECT_THAT(errors(), HasSubstr(std::strerror(refusal))) << where;
                    run({"migrate", "--rollback"});
                }
                EXPECT_EQ(files(), before) << where << errors();
                if (HasFailure()) return;
            }
            EXPECT_GT(call, 30);
        }
    }
}

TEST_F(RefusedWrites, OfAReadOnlyFileAreForeseen) {
    ::chmod((folder_ / "kept/shared.py").c_str(), 0444);
    give_to_nobody();
    const Files before = files();
    EXPECT_EQ(run_as_nobody(kMigrate), kExitUsage);
    EXPECT_THAT(errors(), AllOf(HasSubstr("kept/shared.py: the file must not be written"), HasSubstr("Nothing was changed")));
    EXPECT_EQ(files(), before);
    ::chmod((folder_ / "kept/shared.py").c_str(), 0644);
    EXPECT_EQ(run_as_nobody(kMigrate), kExitClean) << errors();
    EXPECT_NE(files(), before);
}

TEST_F(RefusedWrites, InAReadOnlyFolderAreForeseen) {
    give_to_nobody();
    ::chmod((folder_ / "kept").c_str(), 0555);
    const Files before = files();
    EXPECT_EQ(run_as_nobody(kMigrate), kExitUsage);
    EXPECT_THAT(errors(),
                AllOf(HasSubstr("kept/private.py: no file can be made in its folder"), HasSubstr("Nothing was changed")));
    EXPECT_EQ(files(), before);
    ::chmod((folder_ / "kept").c_str(), 0755);
}

TEST_F(RefusedWrites, OfABackupChangeNothing) {
    give_to_nobody();
    std::filesystem::remove(folder_ / "windows.py");  // beside which no file could be made either
    ::chmod(folder_.path().c_str(), 0555);
    const Files before = files();
    EXPECT_NE(run_as_nobody({"migrate", "--to", "app/rows.py", "--no-redis"}), kExitClean);
    EXPECT_THAT(errors(), AllOf(HasSubstr(".rowtype/backup"), HasSubstr("Permission denied; nothing is changed"),
                                HasSubstr("give yourself the right to write there")));
    EXPECT_EQ(files(), before);
    ::chmod(folder_.path().c_str(), 0755);
}

// What an interrupted migration left is put back; the one before it, which was ended, stands.
TEST_F(RefusedWrites, OfASecondMigrationLeaveTheFirst) {
    folder_.write("models.py", folder_.read("models.py") + "\n\nclass Order(BaseModel):\n    id: int\n    user_id: int\n");
    folder_.write("app/orders.py", "from models import Order\n");
    std::vector<std::string> users = kMigrate;
    users.insert(users.end(), {"--tables", "users"});
    std::vector<std::string> orders = kMigrate;
    orders.insert(orders.end(), {"--tables", "orders"});
    const Files before = files();
    ASSERT_EQ(run(users), kExitClean) << errors();
    const Files first = files();
    for (const char* remedy : {"migrate", "undo"}) {
        testing::fail_at(35, ENOSPC, testing::Refused::FromThenOn);
        EXPECT_NE(run(orders), kExitClean);
        ASSERT_TRUE(testing::end_faults());
        EXPECT_NE(files(), first) << errors();
        EXPECT_EQ(run(remedy == std::string("undo") ? std::vector<std::string>{"undo"}
                                                    : std::vector<std::string>{"migrate", "--rollback"}),
                  kExitClean)
            << errors();
        EXPECT_EQ(files(), first) << remedy << errors();
    }
    EXPECT_EQ(run({"migrate", "--rollback"}), kExitClean) << errors();
    EXPECT_EQ(files(), before);
}

TEST_F(RefusedWrites, OwnersModesAndLinksStayAndComeBack) {
    if (::geteuid() == 0) {
        ASSERT_EQ(::chown((folder_ / "kept/private.py").c_str(), kNobody, kNobody), 0);
    }
    const auto without_bytes = [](const std::string& state) { return state.substr(0, state.find('\n')); };
    const Files before = files();
    ASSERT_EQ(run(kMigrate), kExitClean) << errors();
    const Files after = files();
    for (const auto& [name, state] : before) {
        ASSERT_TRUE(after.contains(name)) << name;
        EXPECT_EQ(without_bytes(after.at(name)), without_bytes(state)) << name;
    }
    ASSERT_EQ(run({"migrate", "--rollback"}), kExitClean) << errors();
    EXPECT_EQ(files(), before);
}

}  // namespace
}  // namespace rowtype::cli
