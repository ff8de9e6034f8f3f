#include <algorithm>
#include <utility>

#include "analysis/alembic/builtin_calls.h"
#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/node_children.h"

namespace rowtype::alembic {

using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

namespace {

Node body_of(const Node& statement) { return statement.child(Field::Body); }

}  // namespace

Flow Interpreter::run_block(const Node& block) {
    for (const Child& child : children_of(block)) {
        const Flow flow = run_statement(child.node);
        if (flow != Flow::Goes) return flow;
    }
    return Flow::Goes;
}

Flow Interpreter::run_statement(const Node& statement) {
    if (!spend(1)) return Flow::Goes;
    switch (statement.kind()) {
        case NodeKind::ExpressionStatement: run_expression(statement); break;
        case NodeKind::IfStatement: return run_if(statement);
        case NodeKind::ForStatement: return run_for(statement);
        case NodeKind::WhileStatement: return run_loop_once(body_of(statement), "a loop whose end cannot be told");
        case NodeKind::TryStatement: return run_try(statement);
        case NodeKind::WithStatement: return run_with(statement);
        case NodeKind::ImportStatement: import(statement); break;
        case NodeKind::ImportFromStatement: import_from(statement); break;
        case NodeKind::FunctionDefinition: define_function(statement); break;
        case NodeKind::ClassDefinition: define_class(statement); break;
        case NodeKind::DecoratedDefinition: return run_statement(statement.child(Field::Definition));
        case NodeKind::MatchStatement: return run_match(statement);
        case NodeKind::CaseClause: forget_names_in(statement); return run_block(children_of(statement).back().node);
        case NodeKind::Block: return run_block(statement);
        case NodeKind::Error:
            recorder_.add_anything(line_of(unknown_value(statement.span())), "this is no Python that is understood");
            break;
        default: {
            const std::string text = source_of(statement);
            if (text.starts_with("return")) {
                const std::vector<Child> parts = children_of(statement);
                Value value = parts.empty() ? unknown_value() : evaluate_node(parts.front().node);
                const bool differs = frame_->returned && !same_value(*frame_->returned, value);
                frame_->returned = differs ? unknown_value() : std::move(value);
                return Flow::Returns;
            }
            if (text.starts_with("raise")) return Flow::Raises;
            if (text == "break") return Flow::Breaks;
            if (text == "continue") return Flow::Continues;
            break;
        }
    }
    return Flow::Goes;
}

void Interpreter::run_expression(const Node& statement) {
    for (const Child& child : children_of(statement)) {
        const Node& node = child.node;
        if (node.kind() == NodeKind::Other && is_yield(source_of(node))) {
            run_yield(node);
            continue;
        }
        switch (node.kind()) {
            case NodeKind::Assignment: run_assignment(node); break;
            case NodeKind::AugmentedAssignment: run_augmented(node); break;
            case NodeKind::Error:
                recorder_.add_anything(line_of(unknown_value(node.span())), "this is no Python that is understood");
                break;
            case NodeKind::Call: {
                const Value value = read(node);
                line_ = line_of(value);
                if (!change_list(value)) call(value, true);
                break;
            }
            default: evaluate_node(node); break;
        }
    }
}

// a = b = value: the right side of an assignment is one itself.
void Interpreter::run_assignment(const Node& assignment) {
    const Node right = assignment.child(Field::Right);
    if (right.is_null()) return;
    std::vector<Node> targets = {assignment.child(Field::Left)};
    Node value = right;
    while (value.kind() == NodeKind::Assignment) {
        targets.push_back(value.child(Field::Left));
        value = value.child(Field::Right);
    }
    const Value evaluated = evaluate_node(value);
    for (const Node& target : targets) bind(target, evaluated);
}

void Interpreter::run_augmented(const Node& assignment) {
    const Node left = assignment.child(Field::Left);
    const std::string sign = source_of(assignment.child(Field::Operator));
    Value sum = unknown_value(assignment.span());
    if (sign == "+=" || sign == "%=") {
        sum.kind = sign == "+=" ? ValueKind::Add : ValueKind::Modulo;
        sum.items = {evaluate_node(left), evaluate_node(assignment.child(Field::Right))};
        sum = combine(std::move(sum));
    }
    bind(left, sum);
}

void Interpreter::bind(const Node& pattern, const Value& value) {
    switch (pattern.kind()) {
        case NodeKind::Identifier: return bind_name(source_of(pattern), value);
        case NodeKind::PatternList:
        case NodeKind::TuplePattern:
        case NodeKind::ListPattern:
        case NodeKind::Tuple:
        case NodeKind::List:
        case NodeKind::ExpressionList: break;
        default: return forget_names_in(pattern);
    }
    const std::vector<Child> targets = children_of(pattern);
    const std::optional<std::vector<Value>> parts = elements_of(value);
    const bool fits = parts && parts->size() == targets.size();
    const Value rest = is_seen(value) ? seen_through(value, {}) : unknown_value();
    for (std::size_t index = 0; index < targets.size(); ++index) bind(targets[index].node, fits ? (*parts)[index] : rest);
}

void Interpreter::bind_name(std::string name, Value value) {
    const ValueSize size = size_of(value);
    constexpr std::size_t kDeepest = 60;
    if (!spend(size.nodes + size.bytes / 64) || size.depth > kDeepest) value = unknown_value(value.span);
    Names& names = frame_->is_top_level ? frame_->module.names : frame_->locals;
    names.insert_or_assign(std::move(name), std::move(value));
}

// Whatever stands there is assigned in a way that is not followed: a[b] = c, a.b = c, patterns of match.
void Interpreter::forget_names_in(const Node& node) {
    if (node.kind() == NodeKind::Identifier) return bind_name(source_of(node), unknown_value());
    const std::vector<Child> parts = children_of(node);
    // An attribute of a class or module that is set changes neither.
    const bool is_of_definition = node.kind() == NodeKind::Attribute && parts.front().node.kind() == NodeKind::Identifier &&
                                  look_up(path_value(source_of(parts.front().node))).is(ValueKind::Name);
    if (is_of_definition) return;
    const bool is_part = node.kind() == NodeKind::Attribute || node.kind() == NodeKind::Subscript;
    for (const Child& child : parts) {
        if (child.node.kind() != NodeKind::Block) forget_names_in(child.node);
        if (is_part) return;  // the name in front alone
    }
}

void Interpreter::define_function(const Node& definition) {
    const std::string name = source_of(definition.child(Field::Name));
    frame_->module.functions.insert_or_assign(name, definition);
    bind_name(name, path_value(local_path(frame_->module, name), definition.span()));
}

void Interpreter::define_class(const Node& definition) {
    const std::string name = source_of(definition.child(Field::Name));
    ClassBody body;
    body.definition = definition;
    if (const Node bases = definition.child(Field::Superclasses); !bases.is_null()) {
        for (const Child& base : children_of(bases)) {
            const std::string written = source_of(base.node);  // TypeDecorator[str]
            body.bases.push_back(written.substr(0, written.find('[')));
        }
    }
    for (const Child& child : children_of(body_of(definition))) {
        if (child.node.kind() != NodeKind::ExpressionStatement) continue;
        for (const Child& part : children_of(child.node)) {
            if (part.node.kind() != NodeKind::Assignment || part.node.child(Field::Right).is_null()) continue;
            const Node target = part.node.child(Field::Left);
            if (target.kind() != NodeKind::Identifier) continue;
            body.members.emplace_back(source_of(target), evaluate_node(part.node.child(Field::Right)));
        }
    }
    frame_->module.classes.insert_or_assign(name, std::move(body));
    bind_name(name, path_value(local_path(frame_->module, name), definition.span()));
}

}  // namespace rowtype::alembic
