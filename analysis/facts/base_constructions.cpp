#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

void read_base_construction(const Node& call, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    if (!source.bytes(call).starts_with("super")) return;  // asked of every call
    const Node callee = call.child(syntax::Field::Function);
    if (callee.kind() != NodeKind::Attribute || source.bytes(callee.child(syntax::Field::Attribute)) != "__init__") return;
    const Node object = callee.child(syntax::Field::Object);
    if (object.kind() != NodeKind::Call || source.bytes(object.child(syntax::Field::Function)) != "super") return;
    Cursor cursor(call.child(syntax::Field::Arguments));
    facts.base_constructions.push_back({read_arguments(cursor, source), scope});
}

}  // namespace rowtype::facts
