// Which files there are, by one look at each folder.
#include "lsp/workspace/folder_listings.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

TEST(FolderListings, FilesAndLinksToFilesAreThere) {
    testing::TemporaryFolder folder;
    folder.write("app/names.py", "");
    folder.make_folder("app/package.py");
    std::filesystem::create_symlink("names.py", folder / "app/linked.py");
    std::filesystem::create_symlink("nowhere.py", folder / "app/broken.py");
    std::filesystem::create_symlink("app", folder / "linked");
    folder.write("top.py", "");
    FolderListings listings(folder.path());
    EXPECT_TRUE(listings.is_file("top.py"));
    EXPECT_TRUE(listings.is_file("app/names.py"));
    EXPECT_TRUE(listings.is_file("app/linked.py"));
    EXPECT_TRUE(listings.is_file("linked/names.py"));
    EXPECT_TRUE(listings.is_file("app/../top.py"));
    EXPECT_FALSE(listings.is_file("app/broken.py"));
    EXPECT_FALSE(listings.is_file("app/package.py")) << "a folder";
    EXPECT_FALSE(listings.is_file("app"));
    EXPECT_FALSE(listings.is_file("gone/names.py"));
}

TEST(FolderListings, ModulesAreFilesFoldersAndLinks) {
    testing::TemporaryFolder folder;
    folder.write("app/names.py", "");
    folder.write("app/stubs.pyi", "");
    folder.write("app/notes.txt", "");
    folder.make_folder("app/package");
    std::filesystem::create_symlink("package", folder / "app/linked");
    std::filesystem::create_symlink("names.py", folder / "app/file.py");
    FolderListings listings(folder.path());
    for (const char* name : {"names", "stubs", "package", "linked", "file"}) {
        EXPECT_TRUE(listings.may_hold_module("app", name)) << name;
    }
    for (const char* name : {"notes", "name", "names.py", "os"}) EXPECT_FALSE(listings.may_hold_module("app", name)) << name;
    EXPECT_TRUE(listings.may_hold_module("", "app"));
    EXPECT_FALSE(listings.may_hold_module("gone", "app"));
}

TEST(FolderListings, FoldersThatComeWithAFileAreSeen) {
    testing::TemporaryFolder folder;
    FolderListings listings(folder.path());
    EXPECT_FALSE(listings.is_file("lib/deep/deeper/names.py"));
    folder.write("lib/deep/deeper/names.py", "");
    listings.forget("lib/deep/deeper/names.py");
    EXPECT_TRUE(listings.is_file("lib/deep/deeper/names.py"));
    EXPECT_TRUE(listings.is_file("lib/../lib/./deep/deeper/names.py"));
}

TEST(FolderListings, WhatMayBeEnteredButNotListedIsLookedAt) {
    testing::TemporaryFolder folder;
    folder.write("app/names.py", "");
    ASSERT_EQ(::chmod((folder / "app").c_str(), 0300), 0);
    FolderListings listings(folder.path());
    EXPECT_TRUE(listings.is_file("app/names.py"));
    EXPECT_FALSE(listings.is_file("app/other.py"));
    EXPECT_TRUE(listings.may_hold_module("app", "names"));
    ASSERT_EQ(::chmod((folder / "app").c_str(), 0700), 0);
}

TEST(FolderListings, WhatComesAndGoesIsSeenOnceItIsTold) {
    testing::TemporaryFolder folder;
    FolderListings listings(folder.path());
    EXPECT_FALSE(listings.is_file("app/names.py"));
    folder.write("app/names.py", "");
    EXPECT_FALSE(listings.is_file("app/names.py")) << "nobody said so";
    listings.forget("app/names.py");
    EXPECT_TRUE(listings.is_file("app/names.py"));
    std::filesystem::rename(folder / "app", folder / "lib");
    listings.forget("app");
    listings.forget("lib");
    EXPECT_FALSE(listings.is_file("app/names.py"));
    EXPECT_TRUE(listings.is_file("lib/names.py"));
}

}  // namespace
}  // namespace rowtype::workspace
