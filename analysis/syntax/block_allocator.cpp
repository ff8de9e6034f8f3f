#include "analysis/syntax/block_allocator.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

namespace rowtype::syntax {

namespace {

constexpr std::size_t kHeader = sizeof(std::uint64_t);  // before each block: its list
constexpr std::size_t kStep = 16;                       // small blocks have multiples of it, header included
constexpr std::size_t kMostSmall = 1024;
constexpr std::size_t kMostKept = 1UL << 18U;  // larger ones are malloc's own
constexpr std::size_t kSmallLists = kMostSmall / kStep;
constexpr std::size_t kLists = kSmallLists + std::bit_width(kMostKept / kMostSmall) - 1;
constexpr std::size_t kChunk = 1UL << 20U;

struct FreeBlock {
    FreeBlock* next;
};

// What blocks are cut from; a thread's are in a list, for those that come after a region was dropped.
struct alignas(kStep) Chunk {
    Chunk* next;
};

// Where a thread stands. Plain data, so that it is there until the last destructor of its thread has run.
struct Blocks {
    std::array<FreeBlock*, kLists> lists;
    Chunk* chunk;  // the one that blocks are cut from
    char* at;      // in it
    char* end;
    Region* region;  // the last one
};
thread_local constinit Blocks blocks_of_thread{};
thread_local constinit Chunk* first_chunk = nullptr;
thread_local constinit std::ptrdiff_t large_blocks = 0;  // taken less those freed

std::size_t list_of(std::size_t total) {
    return total <= kMostSmall ? (total - 1) / kStep : kSmallLists + std::bit_width((total - 1) / kMostSmall) - 1;
}

std::size_t size_in(std::size_t list) {
    return list < kSmallLists ? (list + 1) * kStep : (2 * kMostSmall) << (list - kSmallLists);
}

static_assert(kChunk - sizeof(Chunk) >= kMostKept * 2);

void* checked(void* memory) {
    if (memory != nullptr) return memory;
    std::fputs("rowtype: there is no more memory\n", stderr);
    std::abort();
}

std::uint64_t& header_of(void* block) { return *reinterpret_cast<std::uint64_t*>(static_cast<char*>(block) - kHeader); }

void* block_in(char* memory, std::size_t list) {
    void* const block = memory + kHeader;
    header_of(block) = list;
    return block;
}

void begin_chunk(Blocks& blocks) {
    Chunk*& next = blocks.chunk == nullptr ? first_chunk : blocks.chunk->next;
    if (next == nullptr) {
        next = static_cast<Chunk*>(checked(std::malloc(kChunk)));
        next->next = nullptr;
    }
    blocks.chunk = next;
    blocks.at = reinterpret_cast<char*>(next + 1);
    blocks.end = reinterpret_cast<char*>(next) + kChunk;
}

// Memory of `needed` bytes, a multiple of kStep.
char* cut(Blocks& blocks, std::size_t needed) {
    if (static_cast<std::size_t>(blocks.end - blocks.at) < needed) begin_chunk(blocks);
    char* const memory = blocks.at;
    blocks.at += needed;
    return memory;
}

void* take_large(std::size_t total) { return block_in(static_cast<char*>(checked(std::malloc(total))), kLists); }

}  // namespace

struct Region {
    Blocks before;  // where the thread stood
    Blocks* owner;
    std::ptrdiff_t large_before;
    bool is_dropped;
};

void* take_block(std::size_t size) {
    const std::size_t total = std::max(size + kHeader, kHeader + sizeof(FreeBlock));
    if (total > kMostKept) {
        ++large_blocks;
        return take_large(total);
    }
    const std::size_t list = list_of(total);
    Blocks& blocks = blocks_of_thread;
    if (FreeBlock* const first = blocks.lists[list]) {
        blocks.lists[list] = first->next;
        return first;
    }
    return block_in(cut(blocks, size_in(list)), list);
}

void* take_zeroed_block(std::size_t count, std::size_t size) {
    if (size != 0 && count > SIZE_MAX / size) return checked(nullptr);
    return std::memset(take_block(count * size), 0, count * size);
}

void* resize_block(void* block, std::size_t size) {
    if (block == nullptr) return take_block(size);
    const std::uint64_t list = header_of(block);
    if (list == kLists) {
        void* const memory = std::realloc(static_cast<char*>(block) - kHeader, size + kHeader);
        return block_in(static_cast<char*>(checked(memory)), kLists);
    }
    const std::size_t room = size_in(list) - kHeader;
    if (size <= room) return block;
    void* const larger = take_block(size);
    std::memcpy(larger, block, room);
    free_block(block);
    return larger;
}

void free_block(void* block) {
    if (block == nullptr) return;
    const std::uint64_t list = header_of(block);
    if (list == kLists) {
        --large_blocks;
        return std::free(static_cast<char*>(block) - kHeader);
    }
    auto* const freed = static_cast<FreeBlock*>(block);
    freed->next = blocks_of_thread.lists[list];
    blocks_of_thread.lists[list] = freed;
}

void* take_lasting_block(std::size_t size) { return take_large(size + kHeader); }

Region* open_region() {
    Blocks& blocks = blocks_of_thread;
    const Blocks before = blocks;
    // From here on nothing is taken that was freed before: it would outlive the region.
    blocks.lists = {};
    constexpr std::size_t kNeeded = (sizeof(Region) + kStep - 1) / kStep * kStep;
    auto* const region = new (cut(blocks, kNeeded)) Region{before, &blocks, large_blocks, false};
    blocks.region = region;
    return region;
}

void drop_region(Region* region) {
    region->is_dropped = true;
    Blocks& blocks = blocks_of_thread;
    while (blocks.region != nullptr && blocks.region->is_dropped) blocks = Blocks(blocks.region->before);
}

bool holds_large_blocks(const Region* region) { return large_blocks != region->large_before; }

bool is_of_this_thread(const Region* region) { return region->owner == &blocks_of_thread; }

}  // namespace rowtype::syntax
