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

constexpr std::size_t kMaximumRounds = 1000;  // of one loop

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

Flow Interpreter::run_if(const Node& statement) {
    Certainty certainty = Certainty::Guarded;
    std::vector<Node> blocks;  // those that may run
    LookWords look;
    bool knows_look = true;
    bool one_runs = false;
    const auto consider = [&](const Node& clause) {
        const std::vector<Child> parts = children_of(clause);  // condition, block, and of the statement further clauses
        if (parts.size() < 2) return;
        const Answer given = answer(parts[0].node);
        if (given == Answer::No) return;
        blocks.push_back(parts[1].node);
        one_runs = given == Answer::Yes;
        if (given == Answer::Unknown) certainty = Certainty::Possible;
        if (given != Answer::Seen) return;
        const LookWords words = words_of_look(parts[0].node);
        knows_look = knows_look && !words.empty();
        look.insert(look.end(), words.begin(), words.end());
    };
    consider(statement);
    for (const Child& child : children_of(statement)) {
        if (one_runs) break;
        if (child.node.kind() == NodeKind::ElifClause) consider(child.node);
        if (child.node.kind() != NodeKind::ElseClause) continue;
        blocks.push_back(children_of(child.node).back().node);
        one_runs = true;
    }
    return run_branches(blocks, one_runs, certainty, frame_->module.lines.line_of(statement.begin()) + 1,
                        "a condition that cannot be evaluated decides on this", knows_look ? look : LookWords());
}

// Patterns that are strings are compared; of any other nobody knows whether it fits.
Flow Interpreter::run_match(const Node& statement) {
    std::vector<Node> clauses;
    const Value subject = evaluate_node(children_of(statement).front().node);
    bool one_runs = false;
    for (const Child& clause : children_of(body_of(statement))) {
        const std::vector<Child> parts = children_of(clause.node);
        const std::vector<Child> pattern = parts.empty() ? std::vector<Child>() : children_of(parts.front().node);
        const bool is_plain = parts.size() == 2 && subject.is(ValueKind::String);
        const bool is_text = is_plain && pattern.size() == 1 && pattern.front().node.kind() == NodeKind::String;
        if (is_text && !same_value(evaluate_node(pattern.front().node), subject)) continue;
        clauses.push_back(clause.node);
        one_runs = is_text || (parts.size() == 2 && source_of(parts.front().node) == "_");
        if (one_runs) break;
    }
    return run_branches(clauses, one_runs, Certainty::Possible, frame_->module.lines.line_of(statement.begin()) + 1,
                        "a condition that cannot be evaluated decides on this");
}

// One of `blocks` runs, or, unless `one_runs`, none.
Flow Interpreter::run_branches(const std::vector<Node>& blocks, bool one_runs, Certainty certainty, std::uint32_t line,
                               const std::string& reason, const LookWords& look) {
    if (blocks.empty()) return Flow::Goes;
    const auto run = [this](const Node& block) {
        return block.kind() == NodeKind::CaseClause ? run_statement(block) : run_block(block);
    };
    if (blocks.size() == 1 && one_runs) return run(blocks.front());
    const Certainty before = lexical_;
    if (!look.empty()) looks_.push_back(look);
    if (certainty > lexical_) {
        lexical_ = certainty;
        reason_ = reason;
        reason_line_ = frame_->call_line == 0 ? line : frame_->call_line;
    }
    Names& names = frame_->is_top_level ? frame_->module.names : frame_->locals;
    const Names start = names;
    if (!spend(start.size() * blocks.size())) return Flow::Goes;
    std::vector<Names> ends;
    if (!one_runs) ends.push_back(start);
    std::size_t returning = 0;
    std::size_t ending = 0;
    for (const Node& block : blocks) {
        names = start;
        refresh_certainty();
        const Flow flow = run(block);
        if (flow == Flow::Goes) ends.push_back(names);
        if (flow != Flow::Goes) ++ending;
        if (flow == Flow::Returns) ++returning;
        if (flow == Flow::Returns) frame_->rest = std::max(frame_->rest, lexical_);
        if (flow == Flow::Returns && !look.empty()) frame_->rest_looks.push_back(look);
        if (flow == Flow::Breaks || flow == Flow::Continues) frame_->loop_rest = std::max(frame_->loop_rest, lexical_);
    }
    lexical_ = before;
    if (!look.empty()) looks_.pop_back();
    if (!ends.empty()) names = std::move(ends.front());
    for (std::size_t index = 1; index < ends.size(); ++index) {
        for (auto& [name, value] : names) {
            const auto other = ends[index].find(name);
            if (other == ends[index].end() || !same_value(value, other->second)) {
                value = is_seen(value) || certainty == Certainty::Guarded ? seen_value() : unknown_value();
            }
        }
        for (const auto& [name, value] : ends[index]) names.try_emplace(name, unknown_value());
    }
    refresh_certainty();
    const bool all_end = one_runs && ending == blocks.size();
    if (!all_end) return Flow::Goes;
    return returning > 0 ? Flow::Returns : Flow::Raises;
}

Flow Interpreter::run_for(const Node& statement) {
    const Value iterable = evaluate_node(statement.child(Field::Right));
    const Node target = statement.child(Field::Left);
    const std::optional<std::vector<Value>> elements = this->elements(iterable);
    if (!elements || elements->size() > kMaximumRounds) {
        bind(target, is_seen(iterable) ? seen_through(iterable, {}) : unknown_value());
        return run_loop_once(body_of(statement), "a loop over what cannot be evaluated runs this");
    }
    const Certainty outer_rest = std::exchange(frame_->loop_rest, Certainty::Certain);
    Flow flow = Flow::Goes;
    for (const Value& element : *elements) {
        bind(target, element);
        flow = run_block(body_of(statement));
        if (flow != Flow::Goes && flow != Flow::Continues) break;
    }
    frame_->loop_rest = outer_rest;
    refresh_certainty();
    return flow == Flow::Returns || flow == Flow::Raises ? flow : Flow::Goes;
}

Flow Interpreter::run_loop_once(const Node& body, const std::string& reason) {
    const std::uint32_t line = frame_->module.lines.line_of(body.begin()) + 1;
    const Certainty outer_rest = frame_->loop_rest;
    const Flow flow = run_branches({body}, false, Certainty::Possible, line, reason);
    frame_->loop_rest = outer_rest;
    refresh_certainty();
    return flow;
}

// The body runs, as far as it does; a handler only where it failed.
Flow Interpreter::run_try(const Node& statement) {
    const std::uint32_t line = frame_->module.lines.line_of(statement.begin()) + 1;
    std::vector<Node> handlers;
    Flow flow = Flow::Goes;
    for (const Child& child : children_of(statement)) {
        if (child.node.kind() == NodeKind::ExceptClause) {
            for (const Child& part : children_of(child.node)) {
                if (part.node.kind() == NodeKind::Block) handlers.push_back(part.node);
            }
        } else if (child.node.kind() == NodeKind::Block) {
            // Names are bound for good: run_branches() would take them back.
            const Certainty before = std::exchange(lexical_, std::max(lexical_, Certainty::Guarded));
            refresh_certainty();
            flow = run_block(child.node);
            lexical_ = before;
            refresh_certainty();
        } else if (flow == Flow::Goes) {
            for (const Child& part : children_of(child.node)) {
                if (part.node.kind() == NodeKind::Block) flow = run_block(part.node);
            }
        }
    }
    if (frame_->is_top_level) return Flow::Goes;  // try: import … except ImportError: the first one holds
    if (!handlers.empty()) run_branches(handlers, false, Certainty::Possible, line, "it runs where something before it failed");
    return flow;
}

Flow Interpreter::run_with(const Node& statement) {
    std::vector<Node> items;
    for (const Child& clause : children_of(statement)) {
        if (clause.node.kind() != NodeKind::WithClause) continue;
        for (const Child& item : children_of(clause.node)) items.push_back(item.node.child(Field::Value));
    }
    return run_with_items(items, 0, body_of(statement));
}

// The items from `next` on, then the body. A generator of the project that makes a context runs around what comes after it.
Flow Interpreter::run_with_items(const std::vector<Node>& items, std::size_t next, const Node& body) {
    if (next == items.size()) return run_block(body);
    const bool is_bound = items[next].kind() == NodeKind::AsPattern;
    const std::vector<Child> parts = is_bound ? children_of(items[next]) : std::vector<Child>();
    const Node expression = is_bound ? parts.front().node : items[next];
    const std::vector<Child> target = parts.size() < 2 ? std::vector<Child>() : children_of(parts.back().node);
    Flow flow = Flow::Goes;
    const auto go_on = [&](const Value& context) {
        if (!target.empty()) bind(target.front().node, context);
        flow = run_with_items(items, next + 1, body);
    };
    const Value written = read(expression);
    const std::optional<LocalPath> local =
        written.is(ValueKind::Call) ? read_local_path(evaluate(written.items.front()).text) : std::nullopt;
    Module* const module = local && local->rest.empty() ? modules_.at(local->module) : nullptr;
    if (module != nullptr && module->functions.contains(local->name)) {
        Value call = written;
        call.arguments = evaluate_arguments(written.arguments);
        line_ = line_of(written);
        bool is_done = false;
        const std::string name(local->name);
        (void)call_function(*module, name, call, [&](const Value& yielded) {
            if (std::exchange(is_done, true)) return;
            go_on(yielded);
        });
        if (!is_done) recorder_.add_anything(line_, name + "() is called and cannot be followed");
        return flow;
    }
    const Value context = evaluate_node(expression);
    const bool suppresses = last_part(path_of(context)) == "suppress";
    const Certainty before = std::exchange(lexical_, std::max(lexical_, suppresses ? Certainty::Guarded : lexical_));
    refresh_certainty();
    go_on(context);
    lexical_ = before;
    refresh_certainty();
    return flow;
}

// Inside a generator: what stands in the `with` statement that uses it runs in the frame of that statement.
void Interpreter::run_yield(const Node& node) {
    const std::vector<Child> parts = children_of(node);
    const Value value = parts.empty() ? unknown_value() : evaluate_node(parts.front().node);
    if (!frame_->on_yield) return;
    Frame* const generator = std::exchange(frame_, frame_->caller);
    refresh_certainty();
    generator->on_yield(value);
    frame_ = generator;
    refresh_certainty();
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
        for (const Child& base : children_of(bases)) body.bases.emplace_back(last_part(source_of(base.node)));
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
