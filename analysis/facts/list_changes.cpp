#include "analysis/facts/list_changes.h"

#include <algorithm>
#include <array>

#include "analysis/facts/expressions.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;

using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

// Functions that leave a list as it is.
constexpr std::array<std::string_view, 17> kReaders = {"join", "len",       "list",  "tuple",    "set",  "sorted",
                                                       "str",  "repr",      "print", "bool",     "any",  "all",
                                                       "map",  "enumerate", "zip",   "reversed", "debug"};

// Whether a list with such an item may be one of texts.
bool may_be_text(const Value& value) {
    switch (value.kind) {
        case ValueKind::String:
        case ValueKind::Format:
        case ValueKind::Name:
        case ValueKind::Attribute:
        case ValueKind::Subscript:
        case ValueKind::Call:
        case ValueKind::Add:
        case ValueKind::Modulo:
        case ValueKind::Conditional: return true;
        default: return false;
    }
}

void add_change(std::string_view name, Value value, const Node& call, const Source& source, const AssignmentPlace& place,
                StatementFacts& facts) {
    Assignment change;
    change.target = std::string(name).append(kOfList);
    change.span = source.span_of(call);
    change.target_span = {change.span.begin, change.span.begin};
    change.scope = place.scope;
    change.augmented = true;
    change.conditional = place.conditional;
    change.block = place.block;
    change.value = std::move(value);
    facts.assignments.push_back(std::move(change));
}

Value unknown_at(const Node& node, const Source& source) {
    Value unknown;
    unknown.span = source.span_of(node);
    return unknown;
}

}  // namespace

void ListChanges::note_list(const Node& target, const Node& value, const Source& source, std::uint32_t scope) {
    if (scope == 0 || target.kind() != NodeKind::Identifier) return;
    if (value.kind() != NodeKind::List && value.kind() != NodeKind::ListComprehension) return;
    const std::string_view name = source.bytes(target);
    if (!holds_list(name, scope)) lists_.emplace_back(scope, name);
}

bool ListChanges::holds_list(std::string_view name, std::uint32_t scope) const {
    return std::ranges::any_of(lists_, [&](const auto& list) { return list.first == scope && list.second == name; });
}

void ListChanges::read_call(const CallSite& site, const Source& source, const AssignmentPlace& place, StatementFacts& facts) {
    if (lists_.empty()) return;
    if (site.is_method) {
        const Node object = site.function.child(syntax::Field::Object);
        // Of a list around the function, too: then nobody knows when it grows.
        if (object.kind() == NodeKind::Identifier) read_method(site, source.bytes(object), source, place, facts);
    }
    if (!site.has_list() || std::ranges::find(kReaders, site.name) != kReaders.end()) return;
    Cursor cursor(site.arguments);
    for_each_child(cursor, [&](NodeKind kind) {
        const Node argument = cursor.node();
        const Node value = kind == NodeKind::KeywordArgument ? argument.child(syntax::Field::Value) : argument;
        if (value.kind() != NodeKind::Identifier || !holds_list(source.bytes(value), place.scope)) return;
        add_change(source.bytes(value), unknown_at(site.call, source), site.call, source, place, facts);
    });
}

void ListChanges::read_method(const CallSite& site, std::string_view name, const Source& source, const AssignmentPlace& place,
                              StatementFacts& facts) const {
    const Node& call = site.call;
    const std::string_view method = site.name;
    if (std::ranges::none_of(lists_, [&](const auto& known) { return known.second == name; })) return;
    const bool appends = method == "append";
    if (!appends && method != "extend") {
        constexpr std::array<std::string_view, 7> kOthers = {"insert", "pop", "remove", "clear", "sort", "reverse", "__iadd__"};
        if (std::ranges::find(kOthers, method) == kOthers.end()) return;
        return add_change(name, unknown_at(call, source), call, source, place, facts);
    }
    Cursor cursor(site.arguments);
    std::vector<Argument> arguments = read_arguments(cursor, source);
    if (arguments.size() != 1) return add_change(name, unknown_at(call, source), call, source, place, facts);
    Value& given = arguments.front().value;
    if (!appends) return add_change(name, std::move(given), call, source, place, facts);
    Value added;
    added.kind = ValueKind::List;
    added.span = given.span;
    if (!may_be_text(given)) given = unknown_at(call, source);
    added.items.push_back(std::move(given));
    add_change(name, std::move(added), call, source, place, facts);
}

}  // namespace rowtype::facts
