#include "analysis/facts/extraction.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

void bind_opaque(const Node& pattern, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    if (pattern.is_null()) return;
    Cursor cursor(pattern);
    std::uint32_t depth = 0;
    while (true) {
        const NodeKind kind = cursor.node().kind();
        if (kind == NodeKind::Identifier && !source.bytes(cursor.node()).empty()) {
            facts.scopes[scope].opaque_names.push_back(source.string(cursor.node()));
        }
        const bool descend = kind != NodeKind::Attribute && kind != NodeKind::Subscript && kind != NodeKind::Call;
        if (descend && cursor.to_first_child()) {
            ++depth;
            continue;
        }
        while (depth > 0 && !cursor.to_next_sibling()) {
            cursor.to_parent();
            --depth;
        }
        if (depth == 0) return;
    }
}

}  // namespace rowtype::facts
