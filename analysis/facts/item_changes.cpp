#include <string_view>
#include <utility>

#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/names.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

// "name" of name="…", as the string that the mapping then has for a key.
Value key_of_keyword(const Argument& argument) {
    Value key;
    key.kind = ValueKind::String;
    key.text = argument.keyword;
    key.span = argument.keyword_span;
    key.runs.push_back({{0, static_cast<std::uint32_t>(key.text.size())}, key.span});
    return key;
}

// A literal, or a short call: "datetime.now()".
bool is_kept(const Value& value) {
    constexpr std::uint32_t kLongestCall = 120;
    return value.is(ValueKind::String) || value.is(ValueKind::Integer) || value.is(ValueKind::Float) ||
           value.is(ValueKind::Boolean) || value.is(ValueKind::None) ||
           (value.is(ValueKind::Call) && value.span.size() <= kLongestCall);
}

// `value`: what it is set to; Unknown where that is not told.
void add_key(Value key, Value value, ItemChange& change) {
    if (key.is(ValueKind::String)) {
        change.keys.push_back(std::move(key));
        change.values.push_back(is_kept(value) ? std::move(value) : Value{});
    } else {
        change.has_others = true;
    }
}

// Of "target[key]", which is given a value or null.
std::optional<ItemChange> change_of(const Node& subscript, const Value* given, const Source& source, std::uint32_t scope) {
    Value value = read_value(subscript, source);
    if (!value.is(ValueKind::Subscript) || value.items.size() != 2) return std::nullopt;
    ItemChange change;
    change.target = value.items[0].dotted();
    change.span = value.span;
    change.scope = scope;
    if (change.target.empty()) return std::nullopt;
    add_key(std::move(value.items[1]), given == nullptr || !is_kept(*given) ? Value{} : *given, change);
    return change;
}

void add_entries(Value dictionary, ItemChange& change) {
    for (std::size_t index = 0; index + 1 < dictionary.items.size(); index += 2)
        add_key(std::move(dictionary.items[index]), std::move(dictionary.items[index + 1]), change);
}

void add_entries(Argument argument, ItemChange& change) {
    if (!argument.keyword.empty()) {
        add_key(key_of_keyword(argument), std::move(argument.value), change);
    } else if (argument.value.is(ValueKind::Dictionary)) {
        add_entries(std::move(argument.value), change);
    } else {
        const bool is_named = argument.value.is(ValueKind::Name) || argument.value.is(ValueKind::Starred);
        if (is_named) change.parts.push_back(std::move(argument.value));
        change.has_others = true;
    }
}

// setattr(conn, "row_factory", dict_row): an assignment of which nobody knows whether it runs.
void read_factory_call(const CallSite& site, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    Cursor cursor(site.arguments);
    const std::vector<Argument> arguments = read_arguments(cursor, source);
    const Value* object = find_positional(arguments, 0);
    const Value* attribute = find_positional(arguments, 1);
    const Value* value = find_positional(arguments, 2);
    if (value == nullptr || !attribute->is(ValueKind::String) || object->dotted().empty()) return;
    Assignment assignment;
    assignment.target = object->dotted() + "." + attribute->text;
    if (!is_row_factory(assignment.target)) return;
    assignment.target_span = object->span;
    assignment.span = source.span_of(site.call);
    assignment.scope = scope;
    assignment.conditional = true;
    assignment.block = assignment.span;
    assignment.value = *value;
    facts.assignments.push_back(std::move(assignment));
}

}  // namespace

void read_item_assignment(const Node& target, const Value* given, const Source& source, std::uint32_t scope,
                          StatementFacts& facts) {
    if (target.kind() != NodeKind::Subscript) return;
    if (auto change = change_of(target, given, source, scope)) facts.item_changes.push_back(std::move(*change));
}

void read_item_deletion(const Node& statement, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    Cursor cursor(statement);
    const auto read = [&](const Node& operand) {
        if (operand.kind() != NodeKind::Subscript) return;
        auto change = change_of(operand, nullptr, source, scope);
        if (!change) return;
        change->removes = true;
        facts.item_changes.push_back(std::move(*change));
    };
    for_each_child(cursor, [&](NodeKind kind) {
        read(cursor.node());
        if (kind == NodeKind::ExpressionList) for_each_child(cursor, [&](NodeKind) { read(cursor.node()); });
    });
}

bool read_item_union(const Node& statement, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    const Node target = statement.child(syntax::Field::Left);
    const Node right = statement.child(syntax::Field::Right);
    if (target.kind() != NodeKind::Identifier || right.kind() != NodeKind::Dictionary || right.has_error()) return false;
    if (source.bytes(statement.child(syntax::Field::Operator)) != "|=") return false;
    ItemChange change;
    change.target = source.string(target);
    change.span = source.span_of(statement);
    change.scope = scope;
    Cursor cursor(right);
    add_entries(read_value(cursor, source), change);
    facts.item_changes.push_back(std::move(change));
    return true;
}

void read_item_call(const CallSite& site, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    const std::string_view method = site.name;
    if (!site.is_method && method == "setattr") read_factory_call(site, source, scope, facts);
    if (!site.is_method) return;
    const bool updates = method == "update" || method == "append";
    const bool sets = updates || method == "setdefault" || method == "extend" || method == "insert";
    const bool removes = method == "pop" || method == "popitem" || method == "clear";
    if (!sets && !removes) return;
    ItemChange change;
    change.target = read_value(site.function.child(syntax::Field::Object), source).dotted();
    if (change.target.empty()) return;
    change.span = source.span_of(site.call);
    change.scope = scope;
    change.removes = removes;
    change.appends = method == "append";
    if (method == "extend" || method == "insert") {
        change.has_others = true;
        facts.item_changes.push_back(std::move(change));
        return;
    }
    Cursor cursor(site.arguments);
    std::vector<Argument> arguments = read_arguments(cursor, source);
    if (updates) {
        for (Argument& argument : arguments) add_entries(std::move(argument), change);
    } else if (const Value* key = find_positional(arguments, 0)) {
        add_key(*key, {}, change);
    } else {
        change.has_others = true;
    }
    facts.item_changes.push_back(std::move(change));
}

}  // namespace rowtype::facts
