// Blocks hold what is written into them, whatever their size, however often they were used before.
#include "analysis/syntax/block_allocator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

namespace rowtype::syntax {
namespace {

const std::vector<std::size_t> kSizes = {0,     1,      7,      8,      9,      15,     16,      24,        40,       1000,
                                         1008,  1015,   1016,   1017,   1024,   1025,   2039,    2040,      2041,     4096,
                                         65536, 131072, 262135, 262136, 262137, 262144, 300'000, 1'000'000, 5'000'000};

bool holds(const void* block, std::size_t size, unsigned char value) {
    const auto* const bytes = static_cast<const unsigned char*>(block);
    return std::all_of(bytes, bytes + size, [&](unsigned char byte) { return byte == value; });
}

TEST(Blocks, HoldWhatIsWrittenIntoThem) {
    std::vector<void*> blocks;
    for (int round = 0; round < 3; ++round) {
        for (std::size_t index = 0; index < kSizes.size(); ++index) {
            blocks.push_back(take_block(kSizes[index]));
            EXPECT_EQ(reinterpret_cast<std::uintptr_t>(blocks.back()) % alignof(std::uint64_t), 0U);
            std::memset(blocks.back(), static_cast<int>(index + 1), kSizes[index]);
        }
        for (std::size_t index = 0; index < kSizes.size(); ++index) {
            EXPECT_TRUE(holds(blocks[index], kSizes[index], static_cast<unsigned char>(index + 1))) << kSizes[index];
        }
        for (void* block : blocks) free_block(block);
        blocks.clear();
    }
    free_block(nullptr);
}

TEST(Blocks, AreZeroWhereThatIsAskedForAlsoWhenUsedBefore) {
    for (const std::size_t size : kSizes) {
        void* const used = take_block(size);
        std::memset(used, 0xFF, size);
        free_block(used);
        void* const zeroed = take_zeroed_block(1, size);
        EXPECT_TRUE(holds(zeroed, size, 0)) << size;
        free_block(zeroed);
    }
}

TEST(Blocks, KeepTheirBytesWhenTheyGrowOrShrink) {
    void* block = resize_block(nullptr, 1);
    std::memset(block, 1, 1);
    std::size_t held = 1;
    for (const std::size_t size : kSizes) {
        if (size == 0) continue;
        block = resize_block(block, size);
        EXPECT_TRUE(holds(block, std::min(held, size), 1)) << size;
        std::memset(block, 1, size);
        held = size;
    }
    block = resize_block(block, 100);
    EXPECT_TRUE(holds(block, 100, 1));
    free_block(block);
}

TEST(Blocks, MayBeFreedByAnotherThread) {
    std::vector<void*> blocks;
    for (int index = 0; index < 10'000; ++index) {
        blocks.push_back(take_block(static_cast<std::size_t>(index % 500)));
        std::memset(blocks.back(), 7, static_cast<std::size_t>(index % 500));
    }
    std::thread([&] {
        for (void* block : blocks) free_block(block);
        void* const again = take_block(100);
        std::memset(again, 1, 100);
        free_block(again);
    }).join();
    void* const own = take_zeroed_block(10, 40);
    EXPECT_TRUE(holds(own, 400, 0));
    free_block(own);
}

// Fills and checks blocks of every size in a region that is not dropped.
struct Filled {
    Region* region = open_region();
    std::vector<void*> blocks;

    explicit Filled(unsigned char value) {
        for (const std::size_t size : kSizes) {
            if (size > 200'000) continue;
            blocks.push_back(take_block(size));
            std::memset(blocks.back(), value, size);
        }
    }
    [[nodiscard]] bool is_whole(unsigned char value) const {
        for (std::size_t index = 0; index < blocks.size(); ++index) {
            if (!holds(blocks[index], kSizes[index], value)) return false;
        }
        return true;
    }
};

TEST(Regions, AreApartInWhateverOrderTheyAreDropped) {
    for (int round = 0; round < 20; ++round) {
        const Filled first(1);
        const Filled second(2);
        free_block(take_block(100));
        EXPECT_TRUE(first.is_whole(1));
        drop_region(first.region);  // not the last one: it waits
        const Filled third(3);
        EXPECT_TRUE(second.is_whole(2));
        EXPECT_TRUE(third.is_whole(3));
        drop_region(third.region);
        EXPECT_TRUE(second.is_whole(2));
        drop_region(second.region);
    }
}

TEST(Regions, GiveTheirMemoryToTheNext) {
    const Filled first(1);
    drop_region(first.region);
    const Filled second(2);
    EXPECT_EQ(first.blocks, second.blocks);
    drop_region(second.region);
}

TEST(Regions, LeaveWhatWasTakenBeforeThem) {
    void* const before = take_block(40);
    std::memset(before, 1, 40);
    const Filled region(2);
    void* const lasting = take_lasting_block(40);
    std::memset(lasting, 3, 40);
    drop_region(region.region);
    const Filled other(4);
    EXPECT_TRUE(holds(before, 40, 1));
    void* const grown = resize_block(lasting, 5000);
    EXPECT_TRUE(holds(grown, 40, 3));
    drop_region(other.region);
    EXPECT_TRUE(holds(grown, 40, 3));
    free_block(grown);
    free_block(before);
}

TEST(Regions, KnowOfLargeBlocks) {
    Region* const region = open_region();
    EXPECT_FALSE(holds_large_blocks(region));
    void* const large = take_block(1'000'000);
    EXPECT_TRUE(holds_large_blocks(region));
    free_block(large);
    EXPECT_FALSE(holds_large_blocks(region));
    drop_region(region);
}

}  // namespace
}  // namespace rowtype::syntax
