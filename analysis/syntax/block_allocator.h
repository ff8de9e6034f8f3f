// Memory for trees that are made and thrown away by the thousand: blocks of a few sizes, kept in lists by each thread and given back to
// nobody. tree-sitter takes and frees a dozen blocks for each node; a general allocator costs it a sixth of its time.
//
// For a process that parses many files once and ends, not for one that lives for days: what a thread freed only that thread uses again.
//
// All blocks of one tree lie in a region, which is dropped whole: nobody walks a tree to free it, and the next one is built in memory that
// is still in the processor's cache.
#pragma once

#include <cstddef>

namespace rowtype::syntax {

// From now on tree-sitter has its memory from here, and each tree a region. To be called before the first parse of the process, and only
// then: trees must not outlive a change of allocator. Nothing happens in builds whose sanitizer watches memory.
void use_block_allocator();

// As malloc and its family, but that they never fail: without memory the process ends, as with tree-sitter's own. Any thread; a block
// may be freed by another than the one that took it, unless it lies in a region.
[[nodiscard]] void* take_block(std::size_t size);
[[nodiscard]] void* take_zeroed_block(std::size_t count, std::size_t size);
[[nodiscard]] void* resize_block(void* block, std::size_t size);
void free_block(void* block);
// One that lies in no region, nor what it grows to.
[[nodiscard]] void* take_lasting_block(std::size_t size);

// What a thread takes from the opening of a region on, until it opens another.
struct Region;
// Never null.
[[nodiscard]] Region* open_region();
// By the thread that opened it and once: its blocks are void. Their memory is used again as soon as all regions that the thread opened
// behind this one are dropped as well.
void drop_region(Region* region);
// Whether blocks too large for any region were taken in it that are still there. By the thread that opened it, while it is the last one.
[[nodiscard]] bool holds_large_blocks(const Region* region);
[[nodiscard]] bool is_of_this_thread(const Region* region);

}  // namespace rowtype::syntax
