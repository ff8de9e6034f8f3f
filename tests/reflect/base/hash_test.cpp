#include "reflect/base/hash.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace rowtype {
namespace {

TEST(HashBytes, IsTheSameForeverBecauseItStandsInCommittedFiles) {
    EXPECT_EQ(hash_bytes("users"), hash_bytes(std::string("users")));
    const std::string empty = to_hex(hash_bytes(""));
    const std::string users = to_hex(hash_bytes("public.users"));
    EXPECT_EQ(empty, "f52a15e9a9b5e89b");
    EXPECT_EQ(users, "1cbe3df7e513af8b");
}

TEST(HashBytes, TellsSeedsAndBytesApart) {
    std::set<std::uint64_t> seen;
    for (int value = 0; value < 256; ++value) seen.insert(hash_bytes(std::string(1, static_cast<char>(value))));
    for (std::uint64_t seed = 1; seed < 100; ++seed) seen.insert(hash_bytes("a", seed));
    EXPECT_EQ(seen.size(), 256U + 99U);
}

TEST(HashCombine, MindsTheOrder) {
    EXPECT_NE(hash_combine(hash_combine(0, 1), 2), hash_combine(hash_combine(0, 2), 1));
    EXPECT_NE(hash_combine(0, 0), 0U);
    EXPECT_NE(hash_combine(hash_combine(0, 0), 0), hash_combine(0, 0));
}

TEST(SortHashes, AsTheStandardLibraryDoes) {
    std::mt19937_64 random(11);
    for (const std::size_t size : {0U, 1U, 4095U, 4096U, 30'000U}) {
        for (const std::uint64_t most : {~std::uint64_t{0}, std::uint64_t{100}}) {  // spread evenly, and all in one place
            std::vector<std::uint64_t> hashes(size);
            for (std::uint64_t& hash : hashes) hash = random() % most;
            std::vector<std::uint64_t> expected = hashes;
            std::sort(expected.begin(), expected.end());
            sort_hashes(hashes);
            EXPECT_EQ(hashes, expected) << size;
        }
    }
}

TEST(ToHex, IsSixteenLowerCaseDigits) {
    EXPECT_EQ(to_hex(0), "0000000000000000");
    EXPECT_EQ(to_hex(0xABCDEF0123456789ULL), "abcdef0123456789");
}

}  // namespace
}  // namespace rowtype
