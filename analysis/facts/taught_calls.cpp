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

void read_named_call(const CallSite& site, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    if (source.settings.call_names.empty() || site.name.empty() || !site.has_list()) return;
    if (!source.settings.knows_call(site.name) && !reads_document(site.function, source)) return;

    NamedCall found;
    found.method = site.name;
    Cursor arguments(site.arguments);
    found.arguments = read_arguments(arguments, source);
    if (found.arguments.empty()) return;
    found.callee = read_value(site.function, source);
    found.method_span = source.span_of(site.identifier);
    found.span = source.span_of(site.call);
    found.scope = scope;
    facts.named_calls.push_back(std::move(found));
}

}  // namespace rowtype::facts
