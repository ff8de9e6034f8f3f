#include <utility>

#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

Assignment assignment_at(const Node& node, const Source& source, const AssignmentPlace& place) {
    Assignment assignment;
    assignment.span = source.span_of(node);
    assignment.scope = place.scope;
    assignment.conditional = place.conditional;
    assignment.block = place.block;
    return assignment;
}

void add_assignment(const Node& target, Assignment shared, const Source& source, StatementFacts& facts) {
    const NodeKind kind = target.kind();
    if (kind == NodeKind::Identifier || kind == NodeKind::Attribute) {
        const bool is_name = kind == NodeKind::Identifier && !target.is_missing();
        shared.target = is_name ? source.string(target) : read_value(target, source).dotted();
        shared.target_span = source.span_of(target);
        if (!shared.target.empty()) facts.assignments.push_back(std::move(shared));
    } else if (kind == NodeKind::Subscript) {
        const Value* given = shared.value && !shared.augmented ? &*shared.value : nullptr;
        read_item_assignment(target, given, source, shared.scope, facts);
    } else {
        bind_opaque(target, source, shared.scope, facts);
    }
}

}  // namespace

// The targets share the innermost value.
AssignedName read_assignment(const Node& node, const Source& source, const AssignmentPlace& place, StatementFacts& facts) {
    Assignment shared = assignment_at(node, source, place);
    std::vector<Node> targets;  // one at least: the node is an assignment
    Node value;
    for (Node level = node; level.kind() == NodeKind::Assignment; level = level.child(syntax::Field::Right)) {
        targets.push_back(level.child(syntax::Field::Left));
        if (const Node annotation = level.child(syntax::Field::Type); !annotation.is_null()) {
            Cursor cursor(annotation);
            shared.annotation = read_value(cursor, source);
        }
        value = level.child(syntax::Field::Right);
    }
    if (!value.is_null()) {
        Cursor cursor(value);
        shared.value = read_value(cursor, source);
        if (node.has_error()) {  // what was recognised may be a part of what stands there
            Value unknown;
            unknown.span = shared.value->span;
            shared.value = std::move(unknown);
        }
    }
    for (std::size_t index = 0; index + 1 < targets.size(); ++index) add_assignment(targets[index], shared, source, facts);
    add_assignment(targets.back(), std::move(shared), source, facts);
    if (targets.size() != 1 || targets.front().kind() != NodeKind::Identifier || value.is_null()) return {};
    return {unwrapped(value).id(), source.string(targets.front())};
}

void read_augmented_assignment(const Node& node, const Source& source, const AssignmentPlace& place, StatementFacts& facts) {
    Assignment shared = assignment_at(node, source, place);
    shared.augmented = true;
    if (const Node value = node.child(syntax::Field::Right); !value.is_null()) {
        Cursor cursor(value);
        shared.value = read_value(cursor, source);
    }
    add_assignment(node.child(syntax::Field::Left), std::move(shared), source, facts);
}

void read_type_alias(const Node& node, const Source& source, const AssignmentPlace& place, StatementFacts& facts) {
    Cursor cursor(node);
    Assignment alias = assignment_at(node, source, place);
    for_each_child(cursor, [&](NodeKind) {
        Value side = read_value(cursor, source);
        if (cursor.field() == syntax::Field::Left && side.is(ValueKind::Name)) {
            alias.target = side.text;
            alias.target_span = side.span;
        } else {
            alias.value = std::move(side);
        }
    });
    if (!alias.target.empty()) facts.assignments.push_back(std::move(alias));
}

}  // namespace rowtype::facts
