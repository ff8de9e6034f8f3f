#include "analysis/syntax/block_allocator.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

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

// Plain data, so that it is there until the last destructor of its thread has run.
struct Blocks {
    std::array<FreeBlock*, kLists> lists;
    char* at;  // in the chunk that blocks are cut from
    char* end;
};
thread_local constinit Blocks blocks_of_thread{};

std::size_t list_of(std::size_t total) {
    return total <= kMostSmall ? (total - 1) / kStep : kSmallLists + std::bit_width((total - 1) / kMostSmall) - 1;
}

std::size_t size_in(std::size_t list) {
    return list < kSmallLists ? (list + 1) * kStep : (2 * kMostSmall) << (list - kSmallLists);
}

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

}  // namespace

void* take_block(std::size_t size) {
    const std::size_t total = std::max(size + kHeader, kHeader + sizeof(FreeBlock));
    if (total > kMostKept) return block_in(static_cast<char*>(checked(std::malloc(total))), kLists);
    const std::size_t list = list_of(total);
    Blocks& blocks = blocks_of_thread;
    if (FreeBlock* const first = blocks.lists[list]) {
        blocks.lists[list] = first->next;
        return first;
    }
    const std::size_t needed = size_in(list);
    if (static_cast<std::size_t>(blocks.end - blocks.at) < needed) {
        blocks.at = static_cast<char*>(checked(std::malloc(kChunk)));
        blocks.end = blocks.at + kChunk;
    }
    char* const memory = blocks.at;
    blocks.at += needed;
    return block_in(memory, list);
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
    if (list == kLists) return std::free(static_cast<char*>(block) - kHeader);
    auto* const freed = static_cast<FreeBlock*>(block);
    freed->next = blocks_of_thread.lists[list];
    blocks_of_thread.lists[list] = freed;
}

}  // namespace rowtype::syntax
