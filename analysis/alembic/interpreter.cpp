#include "analysis/alembic/interpreter.h"

#include <algorithm>
#include <utility>

namespace rowtype::alembic {

using syntax::Cursor;
using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

namespace {

constexpr std::size_t kMaximumSteps = 400'000;  // nodes of values and statements

// Of what has not run to its end nothing is known: what stands further down may bind a name anew.
void forget(Module& module) {
    module.names.clear();
    module.functions.clear();
    module.classes.clear();
    module.star_imports.clear();
}

}  // namespace

void Interpreter::define(Module& module) {
    if (!module.tree || std::exchange(module.has_run, true)) return;
    Frame frame{module};
    frame.caller = frame_;
    frame.is_top_level = true;
    frame.call_line = module.index == 0 ? 0 : line_;
    Frame* const outer = std::exchange(frame_, &frame);
    const bool was_on = std::exchange(recorder_.is_on, false);
    const Certainty lexical = std::exchange(lexical_, Certainty::Certain);
    const std::size_t imported = module.index == 0 ? 0 : 1;
    defining_ += imported;
    if (spend(0)) run_block(module.tree->root());
    if (!spend(0) && imported != 0) forget(module);
    defining_ -= imported;
    lexical_ = lexical;
    recorder_.is_on = was_on;
    frame_ = outer;
    refresh_certainty();
}

Value Interpreter::value_at_top(const Node& expression) {
    Frame frame{modules_.revision()};
    frame.is_top_level = true;
    Frame* const outer = std::exchange(frame_, &frame);
    const bool was_on = std::exchange(recorder_.is_on, false);
    Value value = evaluate_node(expression);
    recorder_.is_on = was_on;
    frame_ = outer;
    return value;
}

Value Interpreter::value_of_path(std::string path) {
    Frame frame{modules_.revision()};
    frame.is_top_level = true;
    Frame* const outer = std::exchange(frame_, &frame);
    const bool was_on = std::exchange(recorder_.is_on, false);
    Value value = resolve_path(std::move(path), {});
    recorder_.is_on = was_on;
    frame_ = outer;
    return value;
}

void Interpreter::upgrade() {
    Module& module = modules_.revision();
    Frame frame{module};
    frame.is_top_level = true;
    frame_ = &frame;
    recorder_.is_on = true;
    if (module.functions.contains("upgrade")) {
        Value call;
        call.kind = ValueKind::Call;
        call.items.push_back(path_value(local_path(module, "upgrade")));
        const Node definition = module.functions.find("upgrade")->second;
        line_ = module.lines.line_of(definition.begin()) + 1;
        call_function(module, "upgrade", call);
    } else if (const auto bound = module.names.find("upgrade"); bound != module.names.end()) {
        recorder_.add_anything(line_of(bound->second), "upgrade is no function of this file");
    }
    if (!spend(0)) recorder_.add_anything(line_, "the revision's program takes more steps than are followed");
    recorder_.is_on = false;
    frame_ = nullptr;
}

std::uint32_t Interpreter::line_of(const Value& value) const {
    if (frame_ == nullptr || frame_->module.index != 0 || value.span.empty()) return line_;
    return frame_->module.lines.line_of(value.span.begin) + 1;
}

std::uint32_t Interpreter::line_of_text(const Value& string) const {
    const bool is_here = frame_ != nullptr && frame_->module.index == 0;
    const Value* first = &string;
    if (string.is(ValueKind::Format) && !string.items.empty()) first = &string.items.front();
    if (!is_here || first->runs.empty()) return line_of(string);
    return frame_->module.lines.line_of(first->runs.front().source.begin) + 1;
}

void Interpreter::refresh_certainty() {
    Certainty certainty = lexical_;
    std::vector<LookWords> looks = looks_;
    for (const Frame* frame = frame_; frame != nullptr; frame = frame->caller) {
        certainty = std::max({certainty, frame->rest, frame->loop_rest});
        looks.insert(looks.end(), frame->rest_looks.begin(), frame->rest_looks.end());
    }
    recorder_.set_certainty(certainty, reason_, reason_line_, std::move(looks));
}

bool Interpreter::spend(std::size_t steps) {
    std::size_t& spent = defining_ > 0 ? module_steps_ : steps_;
    spent += steps;
    return spent <= kMaximumSteps;
}

}  // namespace rowtype::alembic
