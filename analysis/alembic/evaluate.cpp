#include <algorithm>
#include <utility>

#include "analysis/alembic/builtin_calls.h"
#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/node_children.h"
#include "analysis/facts/expressions.h"
#include "analysis/facts/string_literals.h"
#include "analysis/syntax/flat_tree.h"

namespace rowtype::alembic {

using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

namespace {

constexpr std::size_t kMaximumDepth = 200;

bool is_sequence(const Value& value) {
    return value.is(ValueKind::List) || value.is(ValueKind::Tuple) || value.is(ValueKind::Set);
}

// A call or attribute of what cannot be told: row.scalar().
bool is_of_unknown(const Value& value) {
    const Value* base = &value;
    while ((base->is(ValueKind::Attribute) || base->is(ValueKind::Call) || base->is(ValueKind::Subscript)) &&
           !base->items.empty())
        base = &base->items.front();
    return base->is(ValueKind::Unknown);
}

// What the database is asked for through Alembic, or an inspector of it.
bool is_of_database(const Value& value) {
    const std::string_view root = root_of(value);
    return root == "alembic" || holds(value, [](const Value& part) { return sqlalchemy_name(part) == "inspect"; });
}

// "dialect.name" and "engine.name" in whatever way one got there.
bool is_dialect(const Value& value) {
    if (value.is(ValueKind::Attribute)) return value.text == "dialect" || value.text == "engine";
    return value.is(ValueKind::Name) && (value.text.ends_with(".dialect") || value.text.ends_with(".engine"));
}

}  // namespace

std::string Interpreter::source_of(const Node& node) const { return std::string(slice(frame_->module.text, node.span())); }

// A call of many arguments is read argument by argument: each has the whole budget of a value.
Value Interpreter::read(const Node& expression) {
    const facts::Source source{frame_->module.text, 0};
    const syntax::FlatTree flat(expression);
    syntax::FlatCursor cursor(flat.roots().front());
    if (expression.kind() != NodeKind::Call || expression.has_error()) return facts::read_value(cursor, source);
    Value call = unknown_value(expression.span());
    facts::for_each_child(cursor, [&](NodeKind kind) {
        if (call.items.empty()) {
            call.items.push_back(facts::read_value(cursor, source));
        } else if (kind == NodeKind::ArgumentList) {
            facts::for_each_child(cursor, [&](NodeKind argument) {
                if (argument != NodeKind::KeywordArgument) {
                    call.arguments.push_back({{}, {}, facts::read_value(cursor, source)});
                    return;
                }
                const syntax::FlatNode name = cursor.node().child(Field::Name);
                syntax::FlatCursor value(cursor.node().child(Field::Value));
                call.arguments.push_back({source.string(name), name.span(), facts::read_value(value, source)});
            });
        } else {
            call.arguments.push_back({{}, {}, unknown_value(cursor.node().span())});  // a generator in place of arguments
        }
    });
    call.kind = call.items.empty() ? ValueKind::Unknown : ValueKind::Call;
    return call;
}

Value Interpreter::evaluate_node(const Node& expression) {
    if (expression.is_null()) return unknown_value();
    const Value written = read(expression);
    if (written.is(ValueKind::Call)) line_ = line_of(written);
    Value value = evaluate(written);
    const bool may_be_seen = is_of_unknown(value) || is_of_database(value);
    if (may_be_seen && looks_at_schema(expression)) return seen_value(value.span, words_of_look(expression));
    return value;
}

// a if condition else b.
Value Interpreter::choose(const Node& conditional) {
    const std::vector<Child> parts = children_of(conditional);
    if (parts.size() != 3) return unknown_value(conditional.span());
    const Answer given = answer(parts[1].node);
    if (given == Answer::Yes) return evaluate_node(parts[0].node);
    if (given == Answer::No) return evaluate_node(parts[2].node);
    const Certainty before =
        std::exchange(lexical_, std::max(lexical_, given == Answer::Seen ? Certainty::Guarded : Certainty::Possible));
    refresh_certainty();
    const Value one = evaluate_node(parts[0].node);
    const Value other = evaluate_node(parts[2].node);
    lexical_ = before;
    refresh_certainty();
    return same_value(one, other) ? one : unknown_value(conditional.span());
}

Value Interpreter::evaluate(const Value& value) {
    if (depth_ >= kMaximumDepth || !spend(1)) return unknown_value(value.span);
    ++depth_;
    Value result = unknown_value(value.span);
    switch (value.kind) {
        case ValueKind::Name: result = look_up(value); break;
        case ValueKind::Attribute: result = attribute(value, evaluate(value.items.front())); break;
        case ValueKind::Subscript: result = subscript(value); break;
        case ValueKind::Call: result = call(value, false); break;
        case ValueKind::Add:
        case ValueKind::Modulo: result = combine(evaluate_items(value)); break;
        case ValueKind::Format: result = fold_format(evaluate_items(value)); break;
        case ValueKind::List:
        case ValueKind::Tuple:
        case ValueKind::Set:
        case ValueKind::Dictionary:
        case ValueKind::Starred: result = evaluate_items(value); break;
        case ValueKind::Conditional:
        case ValueKind::Either:
        case ValueKind::Comprehension:
        case ValueKind::Unknown: result = evaluate_unread(value); break;
        case ValueKind::BitOr: break;
        default: result = value; break;
    }
    --depth_;
    return result;
}

Value Interpreter::evaluate_items(const Value& value) {
    Value result;
    result.kind = value.kind;
    result.span = value.span;
    result.text = value.text;
    for (const Value& item : value.items) {
        Value evaluated = evaluate(item);
        const bool spreads = evaluated.is(ValueKind::Starred) && is_sequence(value) && is_sequence(evaluated.items.front());
        if (spreads) {
            for (Value& inner : evaluated.items.front().items) result.items.push_back(std::move(inner));
        } else {
            result.items.push_back(std::move(evaluated));
        }
    }
    return result;
}

std::vector<Argument> Interpreter::evaluate_arguments(const std::vector<Argument>& arguments) {
    std::vector<Argument> evaluated;
    for (const Argument& argument : arguments) {
        Value value = evaluate(argument.value);
        const bool is_starred = argument.keyword.empty() && value.is(ValueKind::Starred);
        if (is_starred && value.text == "*" && is_sequence(value.items.front())) {
            for (Value& item : value.items.front().items) evaluated.push_back({{}, {}, std::move(item)});
        } else if (is_starred && value.text == "**" && value.items.front().is(ValueKind::Dictionary)) {
            std::vector<Value>& pairs = value.items.front().items;
            for (std::size_t index = 0; index + 1 < pairs.size(); index += 2) {
                if (pairs[index].is(ValueKind::String)) {
                    evaluated.push_back({pairs[index].text, {}, std::move(pairs[index + 1])});
                } else {
                    evaluated.push_back({{}, {}, unknown_value(value.span)});
                }
            }
        } else {
            evaluated.push_back({argument.keyword, argument.keyword_span, std::move(value)});
        }
    }
    return evaluated;
}

Value Interpreter::look_up(const Value& name) {
    const auto found_in = [&](const Names& names) -> const Value* {
        const auto found = names.find(name.text);
        return found == names.end() ? nullptr : &found->second;
    };
    const Value* found = nullptr;
    if (!name.text.starts_with('#')) {
        for (const Frame* frame = frame_; frame != nullptr && found == nullptr; frame = frame->outer)
            found = found_in(frame->locals);
        if (found == nullptr) found = found_in(frame_->module.names);
    }
    if (found == nullptr) {
        for (const std::string& module : frame_->module.star_imports) {
            if (module.starts_with("sqlalchemy") && !is_builtin(name.text))
                return path_value(module + "." + name.text, name.span);
            Value value = resolve_path(module + "." + name.text, name.span);
            if (!value.is(ValueKind::Name) || value.text.starts_with('#')) return value;
        }
        return name;
    }
    if (found->is(ValueKind::Name)) return resolve_path(found->text, name.span);
    const ValueSize size = size_of(*found);
    return spend(size.nodes + size.bytes / 64) ? *found : unknown_value(name.span);
}

Value Interpreter::attribute(const Value& value, Value object) {
    if (value.text == "name" && is_dialect(object)) return string_value("postgresql", value.span);
    if (object.is(ValueKind::Name)) return resolve_path(object.text + "." + value.text, value.span);
    if (is_seen(object)) return seen_through(object, value.span);
    if (value.text == "as_sql" && root_of(object) == "alembic") return boolean_value(false, value.span);
    Value result;
    result.kind = ValueKind::Attribute;
    result.span = value.span;
    result.text = value.text;
    result.items.push_back(std::move(object));
    return result;
}

// A path that an import or a definition gave. What the project itself defines is looked up in its module.
Value Interpreter::resolve_path(std::string path, Span span) {
    if (!spend(1) || depth_ >= kMaximumDepth) return unknown_value(span);
    if (const std::optional<LocalPath> local = read_local_path(path)) {
        const Module* const module = modules_.at(local->module);
        if (module == nullptr || local->name.empty()) return path_value(std::move(path), span);
        return resolve_local(*module, local->name, local->rest, path, span);
    }
    static constexpr std::array<std::string_view, 3> kLibraries = {"sqlalchemy", "alembic", "sqlmodel"};
    const std::string_view root = std::string_view(path).substr(0, path.find('.'));
    if (std::ranges::find(kLibraries, root) != kLibraries.end()) return path_value(std::move(path), span);
    // A package that leads to a module is not run for it: "a.b" of a.b.Type().
    bool is_unread = false;
    if (modules_.find(frame_->module, path, is_unread) != nullptr) return path_value(std::move(path), span);
    for (std::size_t dot = path.rfind('.'); dot != std::string::npos && dot > 0; dot = path.rfind('.', dot - 1)) {
        bool is_new = false;
        Module* const module = modules_.find(frame_->module, std::string_view(path).substr(0, dot), is_new);
        if (module == nullptr) continue;
        if (is_new) define(*module);
        const std::string rest = path.substr(dot + 1);
        const std::size_t end = std::min(rest.find('.'), rest.size());
        const std::string name = rest.substr(0, end);
        if (!module->names.contains(name)) continue;
        return resolve_local(*module, name, std::string_view(rest).substr(std::min(end + 1, rest.size())), path, span);
    }
    return path_value(std::move(path), span);
}

Value Interpreter::resolve_local(const Module& module, std::string_view name, std::string_view rest, const std::string& path,
                                 Span span) {
    const auto found = module.names.find(name);
    if (found == module.names.end()) return path_value(path, span);
    ++depth_;
    Value value = found->second;
    if (&module != &frame_->module) forget_places(value);
    const std::string itself = local_path(module, name);
    const bool is_definition = value.is(ValueKind::Name) && value.text == itself;
    if (value.is(ValueKind::Name) && !is_definition) {
        value = resolve_path(value.text + (rest.empty() ? "" : ".") + std::string(rest), span);
        --depth_;
        return value;
    }
    --depth_;
    if (rest.empty()) {
        if (is_definition) value.span = span;
        return value;
    }
    if (!is_definition) {
        Value step = unknown_value(span);
        step.text = rest.substr(0, rest.find('.'));
        value = attribute(step, std::move(value));
        return rest.find('.') == std::string_view::npos ? value : unknown_value(span);
    }
    // Members of a class: Color.RED, Color.RED.value, Color.RED.name.
    const auto definition = module.classes.find(name);
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    const Value* member = definition == module.classes.end() ? nullptr : definition->second.find(rest.substr(0, dot));
    const std::string_view part = rest.substr(std::min(dot + 1, rest.size()));
    if (member == nullptr) return path_value(itself + "." + std::string(rest), span);
    if (definition->second.is_enum() && part.empty()) return path_value(itself + "." + std::string(rest), span);
    if (part == "name") return string_value(std::string(rest.substr(0, dot)), span);
    if (!part.empty() && part != "value") return unknown_value(span);
    Value copy = *member;
    if (&module != &frame_->module) forget_places(copy);
    return copy;
}

Value Interpreter::subscript(const Value& value) {
    const Value evaluated = evaluate_items(value);
    if (evaluated.items.size() != 2) return unknown_value(value.span);
    const Value& container = evaluated.items[0];
    const Value& key = evaluated.items[1];
    if (is_seen(container)) return seen_through(evaluated, value.span);
    if (container.is(ValueKind::Dictionary)) {
        for (std::size_t index = 0; index + 1 < container.items.size(); index += 2) {
            if (same_value(container.items[index], key)) return container.items[index + 1];
        }
        return unknown_value(value.span);
    }
    const std::optional<std::int64_t> number = integer_of(&key);
    if (!is_sequence(container) || !number) return unknown_value(value.span);
    const auto size = static_cast<std::int64_t>(container.items.size());
    const std::int64_t place = *number < 0 ? *number + size : *number;
    const bool is_whole = std::ranges::none_of(container.items, [](const Value& item) { return item.is(ValueKind::Starred); });
    return is_whole && place >= 0 && place < size ? container.items[static_cast<std::size_t>(place)] : unknown_value(value.span);
}

// What a loop meets: elements_of(), and the members of an enum class of the project.
std::optional<std::vector<Value>> Interpreter::elements(const Value& value) {
    const std::optional<LocalPath> local = value.is(ValueKind::Name) ? read_local_path(value.text) : std::nullopt;
    if (!local || !local->rest.empty()) return elements_of(value);
    Module* const module = modules_.at(local->module);
    if (module == nullptr) return std::nullopt;
    const auto found = module->classes.find(local->name);
    if (found == module->classes.end() || !found->second.is_enum()) return std::nullopt;
    std::vector<Value> members;
    for (const auto& [name, member] : found->second.members) {
        if (!name.starts_with('_')) members.push_back(path_value(value.text + "." + name, value.span));
    }
    return members;
}

}  // namespace rowtype::alembic
