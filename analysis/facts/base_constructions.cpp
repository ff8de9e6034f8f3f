#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

void read_base_construction(const CallSite& site, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    if (!site.is_method || site.name != "__init__") return;
    const Node object = site.function.child(syntax::Field::Object);
    if (object.kind() != NodeKind::Call || source.bytes(object.child(syntax::Field::Function)) != "super") return;
    Cursor cursor(site.arguments);
    facts.base_constructions.push_back({read_arguments(cursor, source), scope});
}

}  // namespace rowtype::facts
