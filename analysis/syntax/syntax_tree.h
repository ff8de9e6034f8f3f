// Python text to a concrete syntax tree, in full or incrementally. The .cpp is the only file that knows tree-sitter's C API.
//
// All positions are zero-based byte offsets into the text that was parsed; a byte-order mark counts, line ends stay as they
// are, and bytes that are not UTF-8 are allowed anywhere. Nothing here recurses over the tree: deep nesting costs memory, not
// stack.
//
// Thread: parse() uses a parser of the calling thread; a Tree may be moved between threads and read by several at once, but
// edited by one alone. Behind use_block_allocator() it stays with the thread that made it. Nodes and cursors refer to their Tree, which must outlive them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/syntax/node_kind.h"
#include "reflect/base/text.h"

namespace rowtype::syntax {

// One node of a tree; a value of 32 bytes, null where there is none. Laid out like TSNode.
class Node {
public:
    Node() = default;

    [[nodiscard]] bool is_null() const { return id_ == nullptr; }
    explicit operator bool() const { return id_ != nullptr; }

    [[nodiscard]] NodeKind kind() const;  // Other for a null node
    [[nodiscard]] Span span() const;
    [[nodiscard]] std::uint32_t begin() const { return context_[0]; }
    [[nodiscard]] std::uint32_t end() const;
    [[nodiscard]] bool has_error() const;         // an error inside, or a token that the parser made up
    [[nodiscard]] bool is_missing() const;        // a token that the parser made up
    [[nodiscard]] Node child(Field field) const;  // null where there is none
    // The smallest node inside this one that holds the byte at `offset`; tokens and comments included.
    [[nodiscard]] Node smallest_at(std::uint32_t offset) const;
    // Identity within one tree, for "is this the node that I met before".
    [[nodiscard]] const void* id() const { return id_; }

private:
    friend class Cursor;
    friend class Tree;

    std::array<std::uint32_t, 4> context_{};
    const void* id_ = nullptr;
    const void* tree_ = nullptr;
};

// Walks below the node that it was made of, never above. Moves cost the same however deep the tree is. Copying copies the
// path from the start to the current node.
class Cursor {
public:
    explicit Cursor(const Node& start);
    ~Cursor();
    Cursor(const Cursor& other);
    Cursor& operator=(const Cursor&) = delete;

    [[nodiscard]] Node node() const;
    [[nodiscard]] NodeKind kind() const;  // node().kind()
    [[nodiscard]] Field field() const;    // of the current node in its parent; None where it has none

    // Each moves and says whether there was somewhere to go. Comments stand among the children of any node.
    bool to_first_child();
    bool to_next_sibling();
    bool to_parent();
    // The first child that ends after `offset`.
    bool to_first_child_after(std::uint32_t offset);
    // The child in the field `wanted`.
    bool to_child(Field wanted);

private:
    // TSTreeCursor's layout.
    struct State {
        const void* tree;
        const void* id;
        std::array<std::uint32_t, 3> context;
    };

    State state_;
};

// A row and a byte column; rows are counted by "\n" alone, as the parser does. Zero-based.
struct Point {
    std::uint32_t row = 0;
    std::uint32_t column = 0;

    friend bool operator==(const Point&, const Point&) = default;
};

// One replacement in a text, as the parser needs it to move its tree along.
struct InputEdit {
    std::uint32_t begin = 0;
    std::uint32_t old_end = 0;
    std::uint32_t new_end = 0;
    Point begin_point;
    Point old_end_point;
    Point new_end_point;
};

// The edit that puts `replacement` in place of `replaced` in `old_text` (clamped to it). Counts the lines before it.
[[nodiscard]] InputEdit make_input_edit(std::string_view old_text, Span replaced, std::string_view replacement);

class Tree {
public:
    ~Tree();
    Tree(Tree&& other) noexcept;
    Tree& operator=(Tree&& other) noexcept;

    [[nodiscard]] Node root() const;
    // Moves the nodes behind an edit along, so that the tree can be the `old` of the next parse. Nodes and cursors taken
    // before are void.
    void edit(const InputEdit& edit);
    // A tree that shares all nodes with this one; costs no more than a pointer.
    [[nodiscard]] Tree copy() const;

private:
    friend struct TreeAccess;
    Tree(void* tree, std::uint32_t headroom, struct Region* region) : tree_(tree), region_(region), headroom_(headroom) {}

    void* tree_;              // TSTree, owned
    struct Region* region_;   // where its memory lies (block_allocator.h), owned; null: with the parser's
    std::uint32_t headroom_;  // LimitCheck's, less what was edited since
};

// A tree, or the reason in words why the text was not looked at. Text with mistakes has a tree, with error nodes in it.
struct ParseOutcome {
    std::optional<Tree> tree;
    std::string not_analysed;
};

// Parses `text`, in which a carriage return alone ends a line as in Python; such a text is always parsed in full. One with a NUL
// byte is not analysed: Python runs none. `old` is the tree of the text before, moved along by edit() for every change since; null parses in full.
// A text over a limit (input_limits.h) never reaches the parser; one that takes it more than a second is given up. After
// few edits to a text far from every limit the check is not repeated.
[[nodiscard]] ParseOutcome parse(std::string_view text, const Tree* old = nullptr);
// The same of a text of which all that is known already: it has no NUL byte and no lone carriage return, and is within the limits, with
// that `headroom` (LimitCheck's).
[[nodiscard]] ParseOutcome parse_within_limits(std::string_view text, std::uint32_t headroom, const Tree* old = nullptr);

// The ranges of the new text whose structure differs from `old` (edited, as for parse()). What an edit changed inside one
// token, such as a letter of a name, is not among them.
[[nodiscard]] std::vector<Span> changed_ranges(const Tree& old, const Tree& now);

}  // namespace rowtype::syntax
