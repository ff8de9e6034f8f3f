// Memory for trees that are made and thrown away by the thousand: blocks of a few sizes, kept in lists by each thread and given back to
// nobody. tree-sitter takes and frees a dozen blocks for each node; a general allocator costs it a sixth of its time.
//
// For a process that parses many files once and ends, not for one that lives for days: what a thread freed only that thread uses again.
#pragma once

#include <cstddef>

namespace rowtype::syntax {

// From now on tree-sitter has its memory from here. To be called before the first parse of the process, and only then: trees must not
// outlive a change of allocator. Nothing happens in builds whose sanitizer watches memory.
void use_block_allocator();

// As malloc and its family, but that they never fail: without memory the process ends, as with tree-sitter's own. Any thread; a block
// may be freed by another than the one that took it.
[[nodiscard]] void* take_block(std::size_t size);
[[nodiscard]] void* take_zeroed_block(std::size_t count, std::size_t size);
[[nodiscard]] void* resize_block(void* block, std::size_t size);
void free_block(void* block);

}  // namespace rowtype::syntax
