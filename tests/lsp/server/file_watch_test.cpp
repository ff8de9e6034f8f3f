#include "lsp/server/file_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>

#include "tests/lsp/server/test_session.h"

namespace rowtype::server {
namespace {

using std::chrono::system_clock;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

// Later than anything that the test wrote before.
system_clock::time_point later() { return system_clock::now() + std::chrono::hours(1); }

TEST(FileWatch, TellsFilesThatComeGoAndChange) {
    const TemporaryFolder folder;
    const std::string single = folder.path() + "/schema.json";
    FileWatch watch;
    const WatchedPlaces places = {{"project", {{single, folder.path() + "/migrations"}, later()}}};
    EXPECT_THAT(watch.look(places), IsEmpty());
    folder.write("schema.json", "{}");
    EXPECT_THAT(watch.look(places), ElementsAre("project"));
    folder.write("migrations/deep/1.sql", "select 1");
    EXPECT_THAT(watch.look(places), ElementsAre("project"));
    folder.write("migrations/deep/1.sql", "select 12");
    EXPECT_THAT(watch.look(places), ElementsAre("project")) << "a file that grew";
    fs::remove(single);
    EXPECT_THAT(watch.look(places), ElementsAre("project"));
    EXPECT_THAT(watch.look(places), IsEmpty());
    EXPECT_THAT(watch.look({}), IsEmpty());
}

TEST(FileWatch, NamesThePlaceWhereSomethingChanged) {
    const TemporaryFolder folder;
    folder.write("migrations/1.sql", "select 1");
    folder.write("rowtype.toml", "");
    FileWatch watch;
    WatchedPlaces places = {{"", {{folder.path() + "/rowtype.toml"}, later()}},
                            {"project", {{folder.path() + "/migrations"}, later()}}};
    EXPECT_THAT(watch.look(places), IsEmpty());
    EXPECT_THAT(watch.look(places), IsEmpty());
    folder.write("migrations/1.sql", "select 12");
    EXPECT_THAT(watch.look(places), ElementsAre("project"));
    folder.write("rowtype.toml", "x");
    EXPECT_THAT(watch.look(places), ElementsAre(""));
    places["other"] = {{folder.path() + "/rowtype.toml"}, {}};
    EXPECT_THAT(watch.look(places), IsEmpty()) << "that file was looked at already";
}

// The load of a schema ends, and what it read is watched from then on: what happened in between counts.
TEST(FileWatch, WhatChangedBetweenReadingAndWatchingCounts) {
    const TemporaryFolder folder;
    const auto read_at = system_clock::now() + std::chrono::milliseconds(20);
    while (system_clock::now() < read_at) {
    }
    folder.write("migrations/2.sql", "select 1");
    folder.write("other/1.sql", "select 1");
    FileWatch watch;
    const WatchedPlaces places = {{"changed", {{folder.path() + "/migrations"}, read_at}},
                                  {"gone", {{folder.path() + "/gone/schema.json"}, read_at}},
                                  {"later", {{folder.path() + "/other"}, later()}}};
    EXPECT_THAT(watch.look(places), ElementsAre("changed", "gone"));
    EXPECT_THAT(watch.look(places, true), IsEmpty()) << "once";
}

// A file that is moved into the folder keeps the time of its writing; a restored one may be older than the one before.
TEST(FileWatch, AFileThatIsMovedInIsNewHoweverOldItIs) {
    const TemporaryFolder folder;
    folder.write("migrations/1.sql", "select 1");
    folder.write("old.sql", "select 2");
    fs::last_write_time(folder.path() + "/old.sql", fs::file_time_type::clock::now() - std::chrono::hours(100));
    const auto read_at = system_clock::now() + std::chrono::milliseconds(20);
    while (system_clock::now() < read_at) {
    }
    fs::rename(folder.path() + "/old.sql", folder.path() + "/migrations/1.sql");
    FileWatch watch;
    EXPECT_THAT(watch.look({{"project", {{folder.path() + "/migrations"}, read_at}}}), ElementsAre("project"));
}

// What the system does not tell: here a file that is reached through a link inside the watched folder.
TEST(FileWatch, AThoroughLookFindsWhatNobodyTells) {
    const TemporaryFolder folder;
    folder.write("elsewhere/1.sql", "select 1");
    folder.write("migrations/0.sql", "");
    fs::create_symlink(folder.path() + "/elsewhere/1.sql", folder.path() + "/migrations/1.sql");
    FileWatch watch;
    const WatchedPlaces places = {{"project", {{folder.path() + "/migrations"}, later()}}};
    EXPECT_THAT(watch.look(places), IsEmpty());
    folder.write("elsewhere/1.sql", "select 12");
    EXPECT_THAT(watch.look(places, true), ElementsAre("project"));
}

class Watcher : public ::testing::Test {
protected:
    Watcher()
        : watcher_([this](const std::vector<std::string>& names) {
              const std::lock_guard lock(mutex_);
              told_ += static_cast<int>(names.size());
              changed_.notify_all();
          }) {}

    void watch(const std::vector<std::string>& names) {
        WatchedPlace place;
        for (const std::string& name : names) place.paths.push_back(folder_.path() + "/" + name);
        place.read_at = later();
        watcher_.watch({{"project", place}, {"ready", {{folder_.path() + "/ready"}, {}}}});
        expect_told("that it looks");  // the place that was never read
    }
    void expect_told(const std::string& what) {
        std::unique_lock lock(mutex_);
        EXPECT_TRUE(changed_.wait_for(lock, std::chrono::seconds(60), [&] { return told_ > taken_; })) << what;
        ++taken_;
    }
    int told() {
        const std::lock_guard lock(mutex_);
        return told_;
    }

    const TemporaryFolder folder_;
    std::mutex mutex_;
    std::condition_variable changed_;
    int told_ = 0;
    int taken_ = 0;
    FileWatcher watcher_;
};

TEST_F(Watcher, SeesWhatEditorsAndPeopleDo) {
    folder_.write("migrations/1.sql", "select 1");
    watch({"migrations", ".rowtype/schema.json"});
    folder_.write("migrations/1.sql", "select 2");
    expect_told("a written file");
    folder_.write("migrations/.1.sql.new", "select 3");
    expect_told("an editor's new file");
    fs::rename(folder_.path() + "/migrations/.1.sql.new", folder_.path() + "/migrations/1.sql");
    expect_told("a file replaced by renaming");
    fs::remove_all(folder_.path() + "/migrations");
    expect_told("a folder deleted");
    folder_.write("migrations/1.sql", "select 4");
    expect_told("and made again");
    folder_.write("migrations/2.sql", "select 5");
    expect_told("and what is written there then");
    folder_.write(".rowtype/schema.json", "{}");
    expect_told("a file whose folder was not there");
}

TEST_F(Watcher, ACheckoutOfManyFilesIsOneChange) {
    folder_.write("migrations/1.sql", "select 1");
    watch({"migrations"});
    for (int file = 0; file < 300; ++file) folder_.write("migrations/" + std::to_string(file) + ".sql", "select 2");
    expect_told("the checkout");
    folder_.write("migrations/last.sql", "select 3");
    expect_told("what came after it");
    EXPECT_LT(told(), 30) << "on a busy machine it may be some";
}

}  // namespace
}  // namespace rowtype::server
