// Python expressions to values. Internal to analysis/facts.
#pragma once

#include <vector>

#include "analysis/facts/source.h"
#include "analysis/facts/value.h"
#include "analysis/syntax/flat_tree.h"

namespace rowtype::facts {

inline constexpr std::uint32_t kMaximumValueDepth = 100;   // nested expressions; deeper ones are Unknown
inline constexpr std::uint32_t kMaximumValueNodes = 2048;  // of one value; a longer one is Unknown as a whole

// The value of the expression or annotation that the cursor stands on. The cursor is back there afterwards.
[[nodiscard]] Value read_value(syntax::FlatCursor& cursor, const Source& source);
// The same of a node alone.
[[nodiscard]] Value read_value(const syntax::FlatNode& node, const Source& source);

// The arguments of the argument_list (or generator_expression) that the cursor stands on. What has a syntax error in it is
// Unknown.
[[nodiscard]] std::vector<Argument> read_arguments(syntax::FlatCursor& cursor, const Source& source);

// The expression in parentheses and behind await.
[[nodiscard]] syntax::FlatNode unwrapped(syntax::FlatNode node);

// Whether a node is neither punctuation nor a comment.
[[nodiscard]] bool is_content(syntax::NodeKind kind);

// Of a FlatCursor, or one of a tree: calls visit() with the cursor on each child of its node that is_content, and puts the cursor back.
template <class Cursor, class Visit>
void for_each_child(Cursor& cursor, Visit visit) {
    if (!cursor.to_first_child()) return;
    do {
        const syntax::NodeKind kind = cursor.kind();
        if (is_content(kind)) visit(kind);
    } while (cursor.to_next_sibling());
    cursor.to_parent();
}

}  // namespace rowtype::facts
