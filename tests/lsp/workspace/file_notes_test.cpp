// What is noted of files, and when an earlier run's word on a file counts.
#include "lsp/workspace/file_notes.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <latch>
#include <thread>

#include "lsp/workspace/platform.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using Part = NotedFiles::Part;
using namespace std::chrono_literals;

constexpr std::size_t kCap = 1024UL * 1024;

class Noted : public ::testing::Test {
protected:
    struct Run {
        bool was_read = false;
        bool failed = false;
        FileNotes notes;
    };

    // One run that asks about the file, with what earlier ones kept.
    [[nodiscard]] Run run(Part part = Part::Scan, std::chrono::nanoseconds settled = 0ns) const {
        CheckCache cache(folder_.path(), {1, 2});
        NotedFiles files(&cache, program_, extraction_, settled);
        std::string text;
        Run run;
        const auto notes = files.of(file_, part, kCap, text, run.was_read);
        run.failed = !notes;
        if (notes) run.notes = **notes;
        cache.save();
        return run;
    }
    void write(const std::string& text) { file_ = folder_.write("a.py", text); }
    // As above, with the time of writing as it was, once the clock has gone on.
    void rewrite_unseen(const std::string& text) {
        struct stat before {};
        ASSERT_EQ(::stat(file_.c_str(), &before), 0);
        const auto stamp = platform::file_state(file_)->stamp;
        do {
            write(text);
            const std::array<timespec, 2> times = {before.st_atim, before.st_mtim};
            ASSERT_EQ(::utimensat(AT_FDCWD, file_.c_str(), times.data(), 0), 0);
        } while (platform::file_state(file_)->stamp == stamp);
    }

    testing::TemporaryFolder folder_;
    std::string file_;
    std::string program_ = "1";
    facts::ExtractionSettings extraction_;
};

TEST_F(Noted, WithoutReadingWhatIsCertainlyTheSame) {
    write("class User(BaseModel):\n    id: int\n");
    const Run first = run();
    EXPECT_TRUE(first.was_read);
    ASSERT_TRUE(first.notes.scan);
    EXPECT_EQ(first.notes.scan->shown, facts::Shown::ModelClasses);
    EXPECT_EQ(first.notes.scan->classes, (std::vector<std::pair<std::string, std::string>>{{"User", "BaseModel"}}));
    const Run second = run();
    EXPECT_FALSE(second.was_read);
    EXPECT_EQ(second.notes.hash, first.notes.hash);
    EXPECT_EQ(second.notes.scan->shown, facts::Shown::ModelClasses);
}

TEST_F(Noted, AgainWhereTheSameSizeAndTimeOfWritingHideAnEdit) {
    write("class User(BaseModel):\n    id: int\n");
    const Run first = run();
    rewrite_unseen("class User(NaseModel):\n    id: int\n");
    const Run second = run();
    EXPECT_TRUE(second.was_read);
    EXPECT_NE(second.notes.hash, first.notes.hash);
    EXPECT_EQ(second.notes.scan->shown, facts::Shown::Nothing);
}

TEST_F(Noted, AgainWhereAnotherFileTookItsPlace) {
    write("class User(BaseModel):\n    id: int\n");
    const auto time = std::filesystem::last_write_time(file_);
    EXPECT_TRUE(run().was_read);
    const std::string other = folder_.write("b.py", "class User(NaseModel):\n    id: int\n");
    std::filesystem::last_write_time(other, time);
    std::filesystem::rename(other, file_);
    const Run second = run();
    EXPECT_TRUE(second.was_read);
    EXPECT_EQ(second.notes.scan->shown, facts::Shown::Nothing);
}

// Who reads right after a write cannot tell a further write within the same tick of the clock from none.
TEST_F(Noted, AgainWhereItWasWrittenJustBeforeItWasRead) {
    write("class User(BaseModel):\n    id: int\n");
    EXPECT_TRUE(run(Part::Scan, 1h).was_read);
    EXPECT_TRUE(run(Part::Scan, 1h).was_read);
    EXPECT_TRUE(run(Part::Scan, 0ns).was_read) << "of a run that did not settle it";
    EXPECT_FALSE(run(Part::Scan, 0ns).was_read);
}

TEST_F(Noted, AgainWithATimeInTheFuture) {
    write("x = 1\n");
    std::filesystem::last_write_time(file_, std::filesystem::file_time_type::clock::now() + 24h);
    EXPECT_TRUE(run().was_read);
    EXPECT_TRUE(run().was_read);
}

TEST_F(Noted, NothingOfAFileThatIsGoneOrTooLarge) {
    write("x = 1\n");
    EXPECT_FALSE(run().failed);
    std::filesystem::remove(file_);
    EXPECT_TRUE(run().failed);
    write(std::string(kCap + 1, '#'));
    EXPECT_TRUE(run().failed);
}

TEST_F(Noted, ByTheTextAndNotByTheTimesWhereTheseAreOthers) {
    write("class User(BaseModel):\n    id: int\n");
    const Run first = run();
    rewrite_unseen("class User(BaseModel):\n    id: int\n");
    const Run second = run();
    EXPECT_TRUE(second.was_read);
    EXPECT_EQ(second.notes.hash, first.notes.hash);
    EXPECT_FALSE(run().was_read);
}

TEST_F(Noted, AnewByAnotherProgramOrForOtherCalls) {
    write("db.fetch_rows('users')\n");
    EXPECT_EQ(run().notes.scan->shown, facts::Shown::Nothing);
    extraction_.call_names = {"fetch_rows"};
    EXPECT_EQ(run().notes.scan->shown, facts::Shown::Facts);
    EXPECT_FALSE(run().was_read);
    program_ = "2";
    EXPECT_TRUE(run().was_read);
}

TEST_F(Noted, PartsThatAreAskedForLater) {
    write("class User(Base):\n    posts = relationship('Post', backref='author')\n\nfoo.execute('CREATE TABLE made (id int)')\n");
    EXPECT_FALSE(run().notes.added);
    const Run added = run(Part::Added);
    EXPECT_TRUE(added.was_read);
    ASSERT_TRUE(added.notes.added);
    EXPECT_TRUE(added.notes.added->to_any.contains("author"));
    ASSERT_TRUE(added.notes.scan) << "what was known stays";
    const Run making = run(Part::Making);
    ASSERT_TRUE(making.notes.making);
    EXPECT_EQ(making.notes.making->created_names, std::vector<std::string>{"made"});
    EXPECT_FALSE(run(Part::Added).was_read);
    // Whoever asked once is told with the first reading of a file that changed.
    write("class User(Base):\n    posts = relationship('Post', backref='writer')\n");
    const Run changed = run(Part::Scan);
    ASSERT_TRUE(changed.notes.added);
    EXPECT_TRUE(changed.notes.added->to_any.contains("writer"));
}

// Whoever finds less than somebody else at the same time takes nothing away: the next run would have to read the file again.
TEST_F(Noted, PartsThatAreAskedForAtOnce) {
    write("class User(Base):\n    name: str\n" + std::string(kCap / 2, '#'));  // takes a while to read
    for (int round = 0; round < 20; ++round) {
        const testing::TemporaryFolder fresh;
        CheckCache cache(fresh.path(), {1, 2});
        NotedFiles files(&cache, program_, extraction_, 0ns);
        std::latch start(2);
        std::jthread adding([&] {
            start.arrive_and_wait();
            EXPECT_TRUE(files.of(file_, Part::Added, kCap));
        });
        start.arrive_and_wait();
        EXPECT_TRUE(files.of(file_, Part::Making, kCap));
        adding.join();
        cache.save();
        CheckCache after(fresh.path(), {1, 2});
        NotedFiles later(&after, program_, extraction_, 0ns);
        std::string text;
        for (const Part part : {Part::Added, Part::Making}) {
            bool was_read = false;
            EXPECT_TRUE(later.of(file_, part, kCap, text, was_read));
            ASSERT_FALSE(was_read) << "round " << round;
        }
    }
}

}  // namespace
}  // namespace rowtype::workspace
