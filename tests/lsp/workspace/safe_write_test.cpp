#include "lsp/workspace/safe_write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "reflect/base/hash.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

// Names in a folder, temporary files included.
std::size_t entries_in(const std::string& folder) {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

TEST(SafeWrite, MakesFileAndFolders) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file_safely(folder / "a/b/c.json", "text").ok());
    EXPECT_EQ(folder.read("a/b/c.json"), "text");
    EXPECT_EQ(entries_in(folder / "a/b"), 1U) << "no temporary file stays";
}

TEST(SafeWrite, KeepsTheMode) {
    const TemporaryFolder folder;
    const std::string file = folder.write("run.py", "old");
    ASSERT_EQ(::chmod(file.c_str(), 0750), 0);
    ASSERT_TRUE(write_file_safely(file, "new").ok());
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0750U);
    EXPECT_EQ(folder.read("run.py"), "new");
}

TEST(SafeWrite, LinksStayAndTheirTargetIsWritten) {
    const TemporaryFolder folder;
    folder.write("real/target.py", "old");
    std::filesystem::create_symlink("real/target.py", folder / "link.py");
    ASSERT_TRUE(write_file_safely(folder / "link.py", "new").ok());
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.py"));
    EXPECT_EQ(folder.read("real/target.py"), "new");
}

TEST(SafeWrite, LinkCircleIsAnError) {
    const TemporaryFolder folder;
    std::filesystem::create_symlink(folder / "b", folder / "a");
    std::filesystem::create_symlink(folder / "a", folder / "b");
    EXPECT_FALSE(write_file_safely(folder / "a", "text").ok());
}

TEST(SafeWrite, LinkOutOfTheAllowedFolderIsRefused) {
    const TemporaryFolder folder;
    const TemporaryFolder other;
    const std::string outside = other.write("outside.py", "old");
    std::filesystem::create_symlink(outside, folder / "link.py");
    const Status status = write_file_safely(folder / "link.py", "new", {std::nullopt, folder.path()});
    ASSERT_FALSE(status.ok());
    EXPECT_THAT(status.error().message, HasSubstr("leads out of"));
    EXPECT_EQ(other.read("outside.py"), "old");
    EXPECT_TRUE(write_file_safely(folder / "inside.py", "new", {std::nullopt, folder.path()}).ok());
}

TEST(SafeWrite, RefusesWhenTheFileChangedSinceItWasRead) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.py", "theirs");
    const Status refused = write_file_safely(file, "ours", {hash_bytes("what we read"), ""});
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().message, HasSubstr("changed since it was read"));
    EXPECT_EQ(folder.read("a.py"), "theirs");
    EXPECT_TRUE(write_file_safely(file, "ours", {hash_bytes("theirs"), ""}).ok());
    EXPECT_EQ(folder.read("a.py"), "ours");
    EXPECT_FALSE(write_file_safely(folder / "gone.py", "ours", {hash_bytes("x"), ""}).ok());
}

TEST(SafeWrite, HardLinksAreNotParted) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.py", "old");
    std::filesystem::create_hard_link(file, folder / "b.py");
    EXPECT_FALSE(write_file_safely(file, "new").ok());
    EXPECT_EQ(folder.read("b.py"), "old");
}

TEST(SafeWrite, FoldersAndPipesAreRefused) {
    const TemporaryFolder folder;
    folder.make_folder("sub");
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_FALSE(write_file_safely(folder / "sub", "x").ok());
    EXPECT_FALSE(write_file_safely(folder / "pipe", "x").ok());
    EXPECT_FALSE(read_file(folder / "sub", 100).ok());
    EXPECT_FALSE(read_file(folder / "pipe", 100).ok()) << "and does not wait for a writer";
}

TEST(SafeWrite, ReaderSeesOldOrNewAndNothingBetween) {
    const TemporaryFolder folder;
    const std::string old_text(200'000, 'a');
    const std::string new_text(100'000, 'b');
    const std::string file = folder.write("a.py", old_text);
    std::atomic<bool> stop{false};
    std::atomic<int> torn{0};
    std::thread reader([&] {
        while (!stop) {
            const Result<std::string> text = read_file(file, 1'000'000);
            if (!text || (*text != old_text && *text != new_text)) ++torn;
        }
    });
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(write_file_safely(file, i % 2 == 0 ? new_text : old_text).ok());
    stop = true;
    reader.join();
    EXPECT_EQ(torn.load(), 0);
}

TEST(SafeWrite, ReadingHasACap) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.py", std::string(2048, 'x'));
    EXPECT_TRUE(read_file(file, 2048).ok());
    const Result<std::string> refused = read_file(file, 2047);
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().message, HasSubstr("larger than"));
}

}  // namespace
}  // namespace rowtype::workspace
