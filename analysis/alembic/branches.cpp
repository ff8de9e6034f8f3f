// Statements that decide, repeat or surround: if, match, for, while, try, with.
#include <algorithm>
#include <utility>

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
            if (other != ends[index].end() && same_value(value, other->second)) continue;
            Value rest = is_seen(value) || certainty == Certainty::Guarded ? seen_value() : unknown_value();
            const bool has_both = other != ends[index].end();
            std::optional<Value> common = has_both ? common_row_statement(value, other->second, rest) : std::nullopt;
            value = common ? *std::move(common) : std::move(rest);
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
    const Value callee = written.is(ValueKind::Call) ? evaluate(written.items.front()) : unknown_value();
    const std::optional<LocalPath> local = callee.is(ValueKind::Name) ? read_local_path(callee.text) : std::nullopt;
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

}  // namespace rowtype::alembic
