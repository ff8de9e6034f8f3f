// Functions of the project, followed with the arguments that they are called with.
#include <algorithm>
#include <utility>

#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/node_children.h"

namespace rowtype::alembic {

using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

namespace {

constexpr std::size_t kMaximumCalls = 16;  // of functions inside each other

// Whether the body of a function has a `yield` of its own.
bool yields(const Node& body, std::string_view text) {
    std::vector<Node> open = {body};
    while (!open.empty()) {
        const Node node = open.back();
        open.pop_back();
        if (node.kind() == NodeKind::Other && is_yield(slice(text, node.span()))) return true;
        if (node.kind() == NodeKind::FunctionDefinition || node.kind() == NodeKind::Lambda) continue;
        for (const Child& child : children_of(node)) open.push_back(child.node);
    }
    return false;
}

// What *names or **names gets of a call: the arguments without names from `next` on, or those with names that no parameter
// before has.
Value rest_of(const Value& call, std::size_t next, const std::vector<std::string>& known, std::string_view parameter) {
    Value rest = unknown_value(call.span);
    const bool by_name = parameter.starts_with("**");
    rest.kind = by_name ? ValueKind::Dictionary : ValueKind::List;
    std::size_t place = 0;
    for (const Argument& argument : call.arguments) {
        if (argument.keyword.empty() && argument.value.is(ValueKind::Starred)) return unknown_value(call.span);
        if (argument.keyword.empty() && place++ >= next && !by_name) rest.items.push_back(argument.value);
        if (argument.keyword.empty() || !by_name || std::ranges::find(known, argument.keyword) != known.end()) continue;
        rest.items.push_back(string_value(argument.keyword));
        rest.items.push_back(argument.value);
    }
    return rest;
}

std::size_t calls_around(const Frame* frame) {
    std::size_t count = 0;
    for (; frame != nullptr; frame = frame->caller) ++count;
    return count;
}

}  // namespace

Value Interpreter::call_function(Module& module, std::string_view name, const Value& call,
                                 std::function<void(const Value&)> on_yield) {
    return run_definition(module, module.functions.find(name)->second, name, call, std::move(on_yield));
}

Value Interpreter::run_definition(Module& module, const Node& definition, std::string_view name, const Value& call,
                                  std::function<void(const Value&)> on_yield) {
    // What a generator does, and when, is its reader's to say: all of it is possible.
    if (!on_yield && yields(definition.child(Field::Body), module.text)) {
        const Certainty before = std::exchange(lexical_, Certainty::Possible);
        reason_ = std::string(name) + "() is a generator, and what reads it is not followed";
        reason_line_ = line_;
        refresh_certainty();
        (void)run_definition(module, definition, name, call, [](const Value&) {});
        lexical_ = before;
        refresh_certainty();
        return unknown_value(call.span);
    }
    if (calls_around(frame_) > kMaximumCalls) {
        recorder_.add_anything(line_, "functions call each other too deeply here");
        return unknown_value(call.span);
    }
    Frame frame{module};
    frame.caller = frame_;
    frame.on_yield = std::move(on_yield);
    const bool is_inner = !module.names.contains(name) || frame_->locals.contains(name);
    if (is_inner && &frame_->module == &module) frame.outer = frame_;
    const bool leaves_revision = frame_->module.index == 0 && module.index != 0;
    frame.call_line = leaves_revision ? line_ : frame_->call_line;
    bind_parameters(definition, call, frame);
    Frame* const outer = std::exchange(frame_, &frame);
    const std::uint32_t line = line_;
    run_block(definition.child(Field::Body));
    line_ = line;
    frame_ = outer;
    refresh_certainty();
    if (!frame.returned) {
        Value none;
        none.kind = ValueKind::None;
        none.span = call.span;
        return none;
    }
    Value returned = std::move(*frame.returned);
    if (frame.rest != Certainty::Certain)
        returned = frame.rest == Certainty::Guarded ? seen_value(call.span) : unknown_value(call.span);
    if (&module != &frame_->module) forget_places(returned);
    return returned;
}

void Interpreter::bind_parameters(const Node& definition, const Value& call, Frame& frame) {
    std::size_t next = 0;
    bool by_name_only = false;
    std::vector<std::string> known;
    for (const Child& child : children_of(definition.child(Field::Parameters))) {
        const Node& parameter = child.node;
        const NodeKind kind = parameter.kind();
        const std::string text = std::string(slice(frame.module.text, parameter.span()));
        if (text.starts_with('*')) {  // *names, **names, or the lone star
            by_name_only = true;
            const std::string rest = text.substr(std::min(text.find_first_not_of("* "), text.size()));
            if (!rest.empty())
                frame.locals.insert_or_assign(rest.substr(0, rest.find_first_of(": ")), rest_of(call, next, known, text));
            continue;
        }
        Node name = kind == NodeKind::Identifier ? parameter : parameter.child(Field::Name);
        if (name.is_null() && !children_of(parameter).empty()) name = children_of(parameter).front().node;
        if (name.is_null()) continue;
        const std::string key = std::string(slice(frame.module.text, name.span()));
        known.push_back(key);
        const Value* given = by_name_only ? nullptr : call.positional(next);
        if (!by_name_only) ++next;
        if (given == nullptr) given = call.keyword(key);
        Value value = unknown_value();
        if (given != nullptr) {
            value = *given;
        } else if (const Node fallback = parameter.child(Field::Value); !fallback.is_null()) {
            // Defaults mean what the module's names mean, and are constants where it matters.
            Frame defining{frame.module};
            defining.caller = frame_;
            defining.is_top_level = true;
            Frame* const outer = std::exchange(frame_, &defining);
            value = evaluate_node(fallback);
            frame_ = outer;
        }
        if (!spend(size_of(value).nodes)) value = unknown_value();
        frame.locals.insert_or_assign(key, std::move(value));
    }
}

}  // namespace rowtype::alembic
