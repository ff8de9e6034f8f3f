// A part of a syntax tree in an array, in preorder: for those who look at its nodes again and again. A step costs an addition where a Cursor's
// costs a dozen questions to the tree; making the array costs one visit of each node, about a twenty-fifth of what parsing it did.
//
// Left out are comments, joined lines, and tokens that are no field of their parent: "(", ",", "def", but not the "+" of a sum. Otherwise
// nodes are those of syntax_tree.h, and say the same. Positions are zero-based byte offsets into the text that was parsed.
//
// Nodes and cursors refer to their FlatTree, which must outlive them, and not to the Tree. Thread: none of its own; what is made may be read
// by several at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/syntax/node_kind.h"
#include "analysis/syntax/syntax_tree.h"
#include "reflect/base/text.h"

namespace rowtype::syntax {

// Known to flatten.c, too.
struct FlatEntry {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t size;  // entries, this one and all below it
    std::uint32_t up;    // entries back to the parent; 0: none
    NodeKind kind;
    Field field;  // in the parent
    bool has_error;
    bool is_missing;
};
static_assert(sizeof(FlatEntry) == 20);  // as flatten.c says, too

// One node; null where there is none.
class FlatNode {
public:
    FlatNode() = default;

    [[nodiscard]] bool is_null() const { return entry_ == nullptr; }
    explicit operator bool() const { return entry_ != nullptr; }

    [[nodiscard]] NodeKind kind() const { return is_null() ? NodeKind::Other : entry_->kind; }
    [[nodiscard]] Span span() const { return is_null() ? Span() : Span{entry_->begin, entry_->end}; }
    [[nodiscard]] std::uint32_t begin() const { return is_null() ? 0 : entry_->begin; }
    [[nodiscard]] std::uint32_t end() const { return is_null() ? 0 : entry_->end; }
    [[nodiscard]] bool has_error() const { return !is_null() && entry_->has_error; }
    [[nodiscard]] bool is_missing() const { return !is_null() && entry_->is_missing; }
    // Null where there is none. An error node may have fields here that Node::child() does not know; a Cursor does.
    [[nodiscard]] FlatNode child(Field field) const {
        if (is_null()) return {};
        const FlatEntry* const end = entry_ + entry_->size;
        for (const FlatEntry* child = entry_ + 1; child != end; child += child->size) {
            if (child->field == field) return FlatNode(child);
        }
        return {};
    }
    [[nodiscard]] std::size_t child_count() const {
        std::size_t count = 0;
        if (is_null()) return count;
        const FlatEntry* const end = entry_ + entry_->size;
        for (const FlatEntry* child = entry_ + 1; child != end; child += child->size) ++count;
        return count;
    }
    // Identity within one FlatTree.
    [[nodiscard]] const void* id() const { return entry_; }

private:
    friend class FlatCursor;
    friend class FlatTree;
    explicit FlatNode(const FlatEntry* entry) : entry_(entry) {}

    const FlatEntry* entry_ = nullptr;
};

// Walks below the node that it was made of, never above. A copy costs no more than a pointer.
class FlatCursor {
public:
    explicit FlatCursor(const FlatNode& start) : at_(start.entry_), start_(start.entry_) {}

    [[nodiscard]] FlatNode node() const { return FlatNode(at_); }
    [[nodiscard]] NodeKind kind() const { return node().kind(); }
    [[nodiscard]] Field field() const { return at_ == nullptr ? Field::None : at_->field; }  // of the current node in its parent

    // Each moves and says whether there was somewhere to go.
    bool to_first_child() {
        if (at_ == nullptr || at_->size == 1) return false;
        ++at_;
        return true;
    }
    bool to_next_sibling() {
        if (at_ == start_) return false;
        const FlatEntry* const parent = at_ - at_->up;
        const FlatEntry* const next = at_ + at_->size;
        if (next == parent + parent->size) return false;
        at_ = next;
        return true;
    }
    bool to_parent() {
        if (at_ == start_) return false;
        at_ -= at_->up;
        return true;
    }
    // The child in the field `wanted`.
    bool to_child(Field wanted) {
        const FlatNode child = node().child(wanted);
        if (child) at_ = child.entry_;
        return !child.is_null();
    }

private:
    const FlatEntry* at_;
    const FlatEntry* start_;
};

class FlatTree {
public:
    FlatTree() = default;
    explicit FlatTree(const Node& node) { flatten({&node, 1}); }
    // A copy's nodes would be those of the other.
    FlatTree(const FlatTree&) = delete;
    FlatTree& operator=(const FlatTree&) = delete;
    FlatTree(FlatTree&&) noexcept = default;
    FlatTree& operator=(FlatTree&&) noexcept = default;
    ~FlatTree() = default;

    // Of these nodes, side by side; those of before are void, and their memory is used again. Of a tree that memory does not suffice for
    // there are no nodes.
    void flatten(std::span<const Node> nodes);
    // Those that it was made of, in their order.
    [[nodiscard]] const std::vector<FlatNode>& roots() const { return roots_; }

private:
    std::vector<FlatEntry> entries_;  // room for as many as were needed at most
    std::vector<FlatNode> roots_;
};

}  // namespace rowtype::syntax
