// The children of a syntax node, punctuation and comments left out.
#pragma once

#include <vector>

#include "analysis/facts/expressions.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::alembic {

struct Child {
    syntax::Node node;
    syntax::Field field = syntax::Field::None;
};

[[nodiscard]] inline std::vector<Child> children_of(const syntax::Node& node) {
    std::vector<Child> children;
    syntax::Cursor cursor(node);
    facts::for_each_child(cursor, [&](syntax::NodeKind) { children.push_back({cursor.node(), cursor.field()}); });
    return children;
}

}  // namespace rowtype::alembic
