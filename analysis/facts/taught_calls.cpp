#include <utility>

#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

// "client.json().get(key)" of a client of Redis.
bool reads_document(const Node& function, const Source& source) {
    if (function.kind() != NodeKind::Attribute || !source.settings.knows_call("json")) return false;
    return source.bytes(function.child(syntax::Field::Attribute)) == "get" &&
           source.bytes(function.child(syntax::Field::Object)).ends_with(".json()");
}

}  // namespace

void read_named_call(const Node& call, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    if (source.settings.call_names.empty()) return;
    const Node function = call.child(syntax::Field::Function);
    const Node name = function.kind() == NodeKind::Attribute ? function.child(syntax::Field::Attribute) : function;
    if (name.kind() != NodeKind::Identifier) return;
    if (!source.settings.knows_call(source.bytes(name)) && !reads_document(function, source)) return;
    const Node list = call.child(syntax::Field::Arguments);
    if (list.kind() != NodeKind::ArgumentList) return;

    NamedCall found;
    found.method = source.string(name);
    Cursor arguments(list);
    found.arguments = read_arguments(arguments, source);
    if (found.arguments.empty()) return;
    found.callee = read_value(function, source);
    found.method_span = source.span_of(name);
    found.span = source.span_of(call);
    found.scope = scope;
    facts.named_calls.push_back(std::move(found));
}

}  // namespace rowtype::facts
