// Walks over parts of a tree: where a search of bytes has found what may count, and nowhere else. Internal to the extraction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/syntax/flat_tree.h"

namespace rowtype::facts {

// Calls `visit(cursor, first, last)` for each child of the cursor's node that holds positions; they are numbered first to last in
// `positions`, sorted and from the file's beginning, as the node's own were. The cursor comes back to where it was.
template <class Visit>
void visit_children_with(const std::vector<std::uint32_t>& positions, syntax::FlatCursor& cursor, std::size_t first,
                         std::size_t last, Visit&& visit) {
    if (!cursor.to_first_child()) return;
    std::size_t next = first;
    do {
        const Span span = cursor.node().span();
        while (next < last && positions[next] < span.begin) ++next;
        std::size_t end = next;
        while (end < last && positions[end] < span.end) ++end;
        if (end > next) visit(cursor, next, end);
        next = end;
    } while (next < last && cursor.to_next_sibling());
    cursor.to_parent();
}

}  // namespace rowtype::facts
