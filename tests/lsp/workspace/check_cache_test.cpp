// The file of earlier runs' results: damaged, forged, written by two at once, or not writable at all.
#include "lsp/workspace/check_cache.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "lsp/workspace/cache_folder.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

constexpr HashKey kUser{1, 2};
constexpr const char* kFile = ".rowtype/cache/check.cache";

KeyedHash key(std::uint64_t number) { return {number, 99}; }
std::string content(std::uint64_t number) { return std::string(20 + number % 7, static_cast<char>('a' + number % 26)); }

class Kept : public ::testing::Test {
protected:
    void keep(std::uint64_t from, std::uint64_t to, std::size_t maximum = CheckCache::kMaximumBytes) const {
        CheckCache cache(folder_.path(), kUser, maximum);
        for (std::uint64_t number = from; number < to; ++number) cache.store(key(number), content(number));
        cache.save();
    }
    // How many of the first `count` are there; none may be another than it was.
    [[nodiscard]] std::size_t found(std::uint64_t count, const HashKey& user = kUser) const {
        CheckCache cache(folder_.path(), user);
        std::size_t present = 0;
        for (std::uint64_t number = 0; number < count; ++number) {
            const auto bytes = cache.find(key(number));
            if (!bytes) continue;
            EXPECT_EQ(*bytes, content(number));
            ++present;
        }
        return present;
    }

    testing::TemporaryFolder folder_;
};

TEST_F(Kept, IsThereInTheNextRun) {
    EXPECT_EQ(found(10), 0U);
    keep(0, 10);
    EXPECT_EQ(found(20), 10U);
    keep(10, 20);
    EXPECT_EQ(found(20), 20U);
    EXPECT_EQ(folder_.read(".rowtype/cache/.gitignore"), "*\n");
    std::filesystem::remove_all(folder_ / ".rowtype");
    EXPECT_EQ(found(20), 0U);
}

TEST_F(Kept, OfOtherUsersDoesNotCount) {
    keep(0, 10);
    EXPECT_EQ(found(10, {1, 3}), 0U);
    ::chmod((folder_ / kFile).c_str(), 0666);
    EXPECT_EQ(found(10), 0U);
}

TEST_F(Kept, NeverCountsDamaged) {
    keep(0, 12);
    const std::string whole = folder_.read(kFile);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        folder_.write(kFile, whole.substr(0, size));
        EXPECT_LT(found(12), 12U) << size;
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
        folder_.write(kFile, damaged);
        EXPECT_LT(found(12), 12U) << at;
    }
    // What follows a damaged one is still good; more than was written changes nothing.
    std::string damaged = whole;
    damaged.back() = '!';
    folder_.write(kFile, damaged);
    EXPECT_EQ(found(12), 11U);
    folder_.write(kFile, whole + "more");
    EXPECT_EQ(found(12), 12U);
}

// Proven by its key, and written by a program that has other entries.
TEST_F(Kept, NeverWithAnIndexOfAnotherShape) {
    keep(0, 12);
    const std::string whole = folder_.read(kFile);
    const std::size_t head = whole.find('\n') + 1;
    const auto number = [](std::uint64_t value) {
        std::string bytes;
        for (unsigned byte = 0; byte < 8; ++byte) bytes.push_back(static_cast<char>(value >> (8 * byte) & 0xFFU));
        return bytes;
    };
    const std::size_t index_size = 12UL * 6 * 8;
    const auto with_index = [&](const std::string& index) {
        const KeyedHash proof = keyed_hash(kUser, index);
        return whole.substr(0, head) + number(proof.first) + number(proof.second) + number(index.size()) + index +
               whole.substr(head + 3UL * 8 + index_size);
    };
    const std::string index = whole.substr(head + 3UL * 8, index_size);
    folder_.write(kFile, with_index(index));
    EXPECT_EQ(found(12), 12U);
    folder_.write(kFile, with_index(index + "more"));
    EXPECT_EQ(found(12), 0U);
}

TEST_F(Kept, OfTwoWhoWriteAtOnceIsOneOrTheOther) {
    for (int round = 0; round < 20; ++round) {
        std::thread one([&] { keep(0, 50); });
        std::thread other([&] { keep(50, 100); });
        std::thread reader([&] { (void)found(100); });
        one.join();
        other.join();
        reader.join();
        EXPECT_GE(found(100), 50U);
    }
}

TEST_F(Kept, SurvivesTheDeathOfItsWriter) {
    keep(0, 100);
    for (int round = 0; round < 60; ++round) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            for (std::uint64_t from = 100;; from += 10) keep(from, from + 10);
        }
        std::this_thread::sleep_for(std::chrono::microseconds(200 + 173 * round));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        EXPECT_EQ(found(100), 100U);
    }
}

TEST_F(Kept, StaysAsItWasWhereTheDiskIsFull) {
    keep(0, 10);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100, 100};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        keep(10, 1000);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_EQ(found(1000), 10U);
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_ / ".rowtype/cache")) ++files;
    EXPECT_EQ(files, 2U) << "nothing half-written is left behind";
}

TEST_F(Kept, IsNotWhereNothingMayBeWritten) {
    folder_.write(".rowtype", "a file");
    keep(0, 10);
    EXPECT_EQ(found(10), 0U);
    EXPECT_EQ(folder_.read(".rowtype"), "a file");
    std::filesystem::remove(folder_ / ".rowtype");
    if (::geteuid() == 0) return;  // who may write everywhere
    ::chmod(folder_.path().c_str(), 0555);
    keep(0, 10);
    EXPECT_EQ(found(10), 0U);
    ::chmod(folder_.path().c_str(), 0755);
}

TEST_F(Kept, NeverFollowsLinksOfARepository) {
    const testing::TemporaryFolder outside;
    folder_.write("app/main.py", "precious");
    folder_.make_folder(".rowtype/cache");
    std::filesystem::create_symlink("../../app/main.py", folder_ / kFile);
    keep(0, 10);
    EXPECT_EQ(folder_.read("app/main.py"), "precious");
    for (const std::string& target : {std::string("../app"), outside.path()}) {
        std::filesystem::remove_all(folder_ / ".rowtype/cache");
        std::filesystem::create_symlink(target, folder_ / ".rowtype/cache");
        keep(0, 10);
        std::filesystem::remove(folder_ / ".rowtype/cache");
    }
    std::filesystem::remove_all(folder_ / ".rowtype");
    std::filesystem::create_symlink(outside.path(), folder_ / ".rowtype");
    keep(0, 10);
    EXPECT_TRUE(std::filesystem::is_empty(outside.path()));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "app/.gitignore"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "app/check.cache"));
}

TEST_F(Kept, WhatWasNotUsedForTheLongestTimeGoesFirst) {
    constexpr std::size_t kSmall = 22 * 100;  // some thirty entries
    keep(0, 10, kSmall);
    keep(10, 20, kSmall);
    {
        CheckCache cache(folder_.path(), kUser, kSmall);
        for (std::uint64_t number = 0; number < 10; ++number) EXPECT_TRUE(cache.find(key(number)));
        for (std::uint64_t number = 20; number < 35; ++number) cache.store(key(number), content(number));
        cache.save();
    }
    CheckCache cache(folder_.path(), kUser);
    for (std::uint64_t number = 0; number < 10; ++number) EXPECT_TRUE(cache.find(key(number))) << number;
    for (std::uint64_t number = 20; number < 35; ++number) EXPECT_TRUE(cache.find(key(number))) << number;
    EXPECT_LT(std::filesystem::file_size(folder_ / kFile), kSmall + 100);
    EXPECT_LT(found(20), 20U);
}

TEST(UserCacheKey, IsMadeOnceAndKeptFromOthers) {
    const testing::TemporaryFolder home;
    ::setenv("XDG_STATE_HOME", home.path().c_str(), 1);
    const auto made = user_cache_key();
    ASSERT_TRUE(made);
    EXPECT_NE(*made, HashKey{});
    EXPECT_EQ(user_cache_key(), made);
    const std::string file = home / "rowtype/cache-key";
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    // A key that others could have chosen is none; nor is one that is cut off: another takes its place.
    ::chmod(file.c_str(), 0666);
    const auto again = user_cache_key();
    EXPECT_TRUE(again && *again != *made);
    home.write("rowtype/cache-key", "0123");
    EXPECT_TRUE(user_cache_key());
    ::setenv("XDG_STATE_HOME", (home / "a-file").c_str(), 1);
    home.write("a-file", "");
    EXPECT_FALSE(user_cache_key());
    ::unsetenv("XDG_STATE_HOME");
}

}  // namespace
}  // namespace rowtype::workspace
