// Whether code that is not followed could change the schema: by the names of Alembic and the methods that run SQL in it.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/node_children.h"

namespace rowtype::alembic {

using syntax::Node;
using syntax::NodeKind;

namespace {

bool is_name_of_change(std::string_view name) {
    static constexpr std::array<std::string_view, 6> kNames = {"execute",  "exec_driver_sql", "executescript",
                                                               "drop_all", "create_all",      "run_sync"};
    return std::ranges::find(kNames, name) != kNames.end();
}

}  // namespace

bool Interpreter::may_touch_schema(const Module& module, const Node& code) {
    std::set<std::pair<std::size_t, std::string>> known;
    std::vector<std::pair<const Module*, Node>> open = {{&module, code}};
    const auto look_into = [&](std::string_view path) {
        const std::optional<LocalPath> local = read_local_path(path);
        Module* const target = local ? modules_.at(local->module) : nullptr;
        if (target == nullptr || !known.emplace(target->index, local->name).second) return;
        if (const auto found = target->functions.find(local->name); found != target->functions.end())
            open.emplace_back(target, found->second.child(syntax::Field::Body));
        if (const auto found = target->classes.find(local->name); found != target->classes.end())
            open.emplace_back(target, found->second.definition);
    };
    while (!open.empty()) {
        const auto [in, node] = open.back();
        open.pop_back();
        if (!spend(1)) return true;
        if (node.kind() == NodeKind::Identifier) {
            const std::string word(slice(in->text, node.span()));
            if (is_name_of_change(word)) return true;
            const auto local = frame_ == nullptr ? Names::iterator() : frame_->locals.find(word);
            const bool is_local = frame_ != nullptr && in == &frame_->module && local != frame_->locals.end();
            const auto global = in->names.find(word);
            const Value* value = is_local ? &local->second : global != in->names.end() ? &global->second : nullptr;
            if (value == nullptr) continue;
            const std::string path(base_path_of(*value));
            if (path == "alembic" || path.starts_with("alembic.")) return true;
            look_into(path);
        }
        for (const Child& child : children_of(node)) open.emplace_back(in, child.node);
    }
    return false;
}

// op.drop_table, or a function of the project that changes the schema, as an argument: whoever gets it may call it.
bool Interpreter::hands_over_code(const Value& call) {
    if (!recorder_.is_on) return false;
    const auto is_code = [&](const Value& part) {
        if (!part.is(ValueKind::Name)) return false;
        if (part.text.starts_with("alembic.op.")) return true;
        const std::optional<LocalPath> local = read_local_path(part.text);
        Module* const module = local && local->rest.empty() ? modules_.at(local->module) : nullptr;
        if (module == nullptr) return false;
        const auto found = module->functions.find(local->name);
        return found != module->functions.end() && may_touch_schema(*module, found->second.child(syntax::Field::Body));
    };
    // A callee is no argument: op.get_bind() is called here and now.
    std::vector<const Value*> open;
    for (const Argument& argument : call.arguments) open.push_back(&argument.value);
    while (!open.empty()) {
        const Value& part = *open.back();
        open.pop_back();
        if (is_code(part)) return true;
        const std::size_t first = part.is(ValueKind::Call) ? 1 : 0;
        for (std::size_t index = first; index < part.items.size(); ++index) open.push_back(&part.items[index]);
        for (const Argument& argument : part.arguments) open.push_back(&argument.value);
    }
    return false;
}

}  // namespace rowtype::alembic
