#include "lsp/server/file_watch.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/lsp/server/test_session.h"

namespace rowtype::server {
namespace {

TEST(FileWatch, SeesFilesComeGoAndChange) {
    const TemporaryFolder folder;
    const std::string single = folder.path() + "/schema.json";
    const std::vector<std::string> paths = {single, folder.path() + "/migrations"};
    const auto nothing = stamp_of(paths);
    EXPECT_EQ(stamp_of(paths), nothing);
    folder.write("schema.json", "{}");
    const auto with_file = stamp_of(paths);
    EXPECT_NE(with_file, nothing);
    folder.write("migrations/deep/1.sql", "select 1");
    const auto with_folder = stamp_of(paths);
    EXPECT_NE(with_folder, with_file);
    folder.write("migrations/deep/1.sql", "select 12");
    EXPECT_NE(stamp_of(paths), with_folder) << "a file that grew";
    std::filesystem::remove(single);
    EXPECT_NE(stamp_of(paths), with_folder);
    EXPECT_EQ(stamp_of(paths), stamp_of(paths));
    EXPECT_EQ(stamp_of({}), 0U);
}

TEST(FileWatch, TellsWhatWasWrittenSince) {
    const TemporaryFolder folder;
    folder.write("migrations/1.sql", "select 1");
    const std::vector<std::string> paths = {folder.path() + "/migrations", folder.path() + "/nowhere"};
    const auto now = std::chrono::system_clock::now();
    EXPECT_TRUE(were_written_since(paths, now - std::chrono::minutes(1)));
    EXPECT_FALSE(were_written_since(paths, now + std::chrono::minutes(1)));
    const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
    std::filesystem::last_write_time(folder.path() + "/migrations/1.sql", long_ago);
    EXPECT_TRUE(were_written_since(paths, now - std::chrono::minutes(1))) << "the folder: a file came into it";
    std::filesystem::last_write_time(folder.path() + "/migrations", long_ago);
    EXPECT_FALSE(were_written_since(paths, now - std::chrono::minutes(1)));
}

TEST(FileWatch, LooksAgainWhenSomethingChangedOrOthersAreAskedFor) {
    const TemporaryFolder folder;
    folder.write("migrations/1.sql", "select 1");
    folder.write("rowtype.toml", "");
    FileWatch watch;
    FileWatch::Places places = {{"", {folder.path() + "/rowtype.toml"}}, {"project", {folder.path() + "/migrations"}}};
    const FileWatch::Stamps first = watch.look(places);
    EXPECT_EQ(first.at("project"), stamp_of(places.at("project")));
    EXPECT_EQ(watch.look(places), first);
    folder.write("migrations/1.sql", "select 12");
    const FileWatch::Stamps second = watch.look(places);
    EXPECT_NE(second.at("project"), first.at("project"));
    EXPECT_EQ(second.at(""), first.at(""));
    places["other"] = {folder.path() + "/rowtype.toml"};
    EXPECT_EQ(watch.look(places).at("other"), first.at(""));
}

// What the system does not tell: here a file that is reached through a link inside the watched folder.
TEST(FileWatch, FindsWhatNobodyTellsWithinSomeLooks) {
    const TemporaryFolder folder;
    folder.write("elsewhere/1.sql", "select 1");
    folder.write("migrations/0.sql", "");
    std::filesystem::create_symlink(folder.path() + "/elsewhere/1.sql", folder.path() + "/migrations/1.sql");
    FileWatch watch;
    const FileWatch::Places places = {{"project", {folder.path() + "/migrations"}}};
    const FileWatch::Stamps first = watch.look(places);
    folder.write("elsewhere/1.sql", "select 12");
    bool is_found = false;
    for (int look = 0; look < 15 && !is_found; ++look) is_found = watch.look(places) != first;
    EXPECT_TRUE(is_found);
}

}  // namespace
}  // namespace rowtype::server
