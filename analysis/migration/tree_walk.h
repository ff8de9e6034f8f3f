// Every node of a tree, outermost first. Internal to analysis/migration.
#pragma once

#include <vector>

#include "analysis/syntax/syntax_tree.h"

namespace rowtype::migration {

// A node and what it stands in.
struct WalkedNode {
    syntax::Node node;
    syntax::Field field = syntax::Field::None;  // in its parent
    syntax::NodeKind parent = syntax::NodeKind::Other;
    bool in_annotation = false;  // below an annotation
};

// Calls `visit(WalkedNode)` for `start` and what is below it, as long as that gives true: what is below a node for which it gives false
// is passed over.
template <class Visit>
void walk(const syntax::Node& start, Visit&& visit) {
    syntax::Cursor cursor(start);
    std::vector<WalkedNode> path;
    for (;;) {
        WalkedNode walked{cursor.node(), cursor.field()};
        if (!path.empty()) {
            walked.parent = path.back().node.kind();
            walked.in_annotation = path.back().in_annotation || path.back().node.kind() == syntax::NodeKind::Type;
        }
        if (visit(walked) && cursor.to_first_child()) {
            path.push_back(walked);
            continue;
        }
        while (!cursor.to_next_sibling()) {
            if (path.empty() || !cursor.to_parent()) return;
            path.pop_back();
        }
    }
}

}  // namespace rowtype::migration
