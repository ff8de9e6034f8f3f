#include "reflect/base/keyed_hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "reflect/base/hash.h"

namespace rowtype {
namespace {

// The bytes of a hash in the order in which other programs print them.
std::string hex_of(const KeyedHash& hash) {
    std::string text;
    for (const std::uint64_t word : {hash.first, hash.second}) {
        for (unsigned byte = 0; byte < 8; ++byte) text += to_hex(word >> (8 * byte) & 0xFFU).substr(14);
    }
    return text;
}

// 00 01 02 …
std::string counting(std::size_t size) {
    std::string text;
    for (std::size_t index = 0; index < size; ++index) text.push_back(static_cast<char>(index));
    return text;
}

constexpr HashKey kKey{0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL};

// Its authors' test vectors; `openssl mac -macopt hexkey:000102…0f -macopt size:16 SIPHASH` says the same.
TEST(KeyedHash, IsSipHash) {
    EXPECT_EQ(hex_of(keyed_hash(kKey, "")), "a3817f04ba25a8e66df67214c7550293");
    EXPECT_EQ(hex_of(keyed_hash(kKey, counting(1))), "da87c1d86b99af44347659119b22fc45");
    EXPECT_EQ(hex_of(keyed_hash(kKey, counting(8))), "3b62a9ba6258f5610f83e264f31497b4");
    EXPECT_EQ(hex_of(keyed_hash(kKey, counting(11))), "0151c568386b6677a2b4dc6f81e5dc18");
    EXPECT_EQ(hex_of(keyed_hash(kKey, counting(16))), "6ee2a4ca67b054bbfd3315bf85230577");
}

TEST(KeyedHash, TellsKeysAndTextsApart) {
    std::set<KeyedHash> seen;
    for (std::uint64_t key = 0; key < 100; ++key) seen.insert(keyed_hash({key, 0}, "text"));
    for (std::size_t size = 0; size < 100; ++size) seen.insert(keyed_hash({}, std::string(size, '\0')));
    EXPECT_EQ(seen.size(), 200U);
}

}  // namespace
}  // namespace rowtype
