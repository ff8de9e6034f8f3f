// Expressions that facts do not keep: comprehensions, comparisons, conditional ones. They are found again by their place.
#include <algorithm>
#include <utility>

#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/node_children.h"

namespace rowtype::alembic {

using syntax::Cursor;
using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

namespace {

constexpr std::size_t kMaximumElements = 2000;

// The outermost node of exactly these bytes that is no wrapper; null where there is none.
Node node_at(const Node& root, Span span) {
    Cursor cursor(root);
    while (cursor.node().span() != span || cursor.node().kind() == NodeKind::ExpressionStatement) {
        if (!cursor.to_first_child_after(span.begin)) return {};
        if (cursor.node().begin() > span.begin) return {};
    }
    return cursor.node();
}

bool is_comprehension(NodeKind kind) {
    return kind == NodeKind::ListComprehension || kind == NodeKind::SetComprehension || kind == NodeKind::GeneratorExpression ||
           kind == NodeKind::DictionaryComprehension;
}

}  // namespace

Value Interpreter::evaluate_unread(const Value& value) {
    const Value nothing = unknown_value(value.span);
    if (value.span.empty() || !frame_->module.tree) return nothing;
    const Node node = node_at(frame_->module.tree->root(), value.span);
    if (node.is_null() || node.has_error()) return nothing;
    if (is_comprehension(node.kind())) return comprehend(node);
    if (node.kind() == NodeKind::ConditionalExpression) return choose(node);
    if (node.kind() == NodeKind::ParenthesizedExpression) {
        const std::vector<Child> parts = children_of(node);
        return parts.size() == 1 ? evaluate_node(parts.front().node) : nothing;
    }
    if (node.kind() == NodeKind::Other) return evaluate_comparison(node);
    if (node.kind() == NodeKind::Await) return evaluate_node(children_of(node).back().node);
    if (node.kind() == NodeKind::NamedExpression) {
        Value named = evaluate_node(node.child(Field::Value));
        bind_name(source_of(node.child(Field::Name)), named);
        return named;
    }
    if (node.kind() == NodeKind::Lambda && recorder_.is_on && may_touch_schema(frame_->module, node))
        recorder_.add_anything(line_, "a lambda that stands here is not followed");
    return nothing;
}

Value Interpreter::comprehend(const Node& comprehension) {
    std::vector<Node> clauses;
    for (const Child& child : children_of(comprehension)) clauses.push_back(child.node);
    if (clauses.size() < 2) return unknown_value(comprehension.span());
    const Node body = clauses.front();
    clauses.erase(clauses.begin());
    Value result;
    const bool is_dictionary = comprehension.kind() == NodeKind::DictionaryComprehension;
    result.kind = is_dictionary ? ValueKind::Dictionary : ValueKind::List;
    result.span = comprehension.span();
    Names& names = frame_->is_top_level ? frame_->module.names : frame_->locals;
    const Names before = names;
    const bool is_known = spend(before.size()) && comprehend_clauses(clauses, 0, body, result);
    names = before;
    if (is_known) return result;
    return looks_at_schema(comprehension) ? seen_value(result.span, words_of_look(comprehension)) : unknown_value(result.span);
}

// The clauses from `next` on, each inside the one before; false where one cannot be told.
bool Interpreter::comprehend_clauses(const std::vector<Node>& clauses, std::size_t next, const Node& body, Value& into) {
    if (!spend(1) || into.items.size() > kMaximumElements) return false;
    if (next == clauses.size()) {
        if (into.is(ValueKind::Dictionary)) {
            for (const Child& side : children_of(body)) into.items.push_back(evaluate_node(side.node));
        } else {
            into.items.push_back(evaluate_node(body));
        }
        return true;
    }
    const Node& clause = clauses[next];
    if (clause.kind() != NodeKind::ForInClause) {  // if …
        const std::vector<Child> parts = children_of(clause);
        const Answer given = parts.empty() ? Answer::Unknown : answer(parts.back().node);
        if (given == Answer::No) return true;
        return given == Answer::Yes && comprehend_clauses(clauses, next + 1, body, into);
    }
    const Value iterable = evaluate_node(clause.child(Field::Right));
    const std::optional<std::vector<Value>> elements = this->elements(iterable);
    if (!elements) return false;
    for (const Value& element : *elements) {
        bind(clause.child(Field::Left), element);
        if (!comprehend_clauses(clauses, next + 1, body, into)) return false;
    }
    return true;
}

}  // namespace rowtype::alembic
