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

}  // namespace
}  // namespace rowtype::server
