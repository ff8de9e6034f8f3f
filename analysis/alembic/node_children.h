// The children of a syntax node, punctuation and comments left out.
#pragma once

#include <string_view>
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

// The grammar's node for it has no kind of its own.
[[nodiscard]] inline bool is_yield(std::string_view source) {
    return source == "yield" || source.starts_with("yield ") || source.starts_with("yield(");
}

}  // namespace rowtype::alembic
