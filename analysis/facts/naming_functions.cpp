#include <map>
#include <optional>
#include <string>

#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/find_bytes.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

constexpr std::size_t kMostNames = 6;  // each may stand in the next one's value several times

using Names = std::map<std::string, Value>;

void write_out(Value& value, const Names& names) {
    if (value.is(ValueKind::Name)) {
        if (const auto found = names.find(value.text); found != names.end()) value = Value(found->second);
        return;
    }
    if (value.is(ValueKind::Comprehension)) {
        // What it binds itself is another name.
        Names outer = names;
        if (value.items[1].is(ValueKind::Name)) outer.erase(value.items[1].text);
        else outer.clear();
        write_out(value.items[0], outer);
        write_out(value.items[2], names);
        return;
    }
    for (Value& item : value.items) write_out(item, names);
    for (Argument& argument : value.arguments) write_out(argument.value, names);
}

// "name = value" as a statement; false for any other.
bool read_name(const Node& statement, const Source& source, Names& names) {
    Node assignment;
    Cursor cursor(statement);
    for_each_child(cursor, [&](NodeKind) { assignment = cursor.node(); });
    if (assignment.is_null() || assignment.kind() != NodeKind::Assignment) return false;
    const Node left = assignment.child(syntax::Field::Left);
    const Node right = assignment.child(syntax::Field::Right);
    if (left.kind() != NodeKind::Identifier || right.is_null() || right.kind() == NodeKind::Assignment) return false;
    Value value = read_value(right, source);
    write_out(value, names);
    names.insert_or_assign(source.string(left), std::move(value));
    return names.size() <= kMostNames;
}

bool is_docstring(const Node& statement) {
    bool found = false;
    Cursor cursor(statement);
    for_each_child(cursor, [&](NodeKind kind) { found = kind == NodeKind::String || kind == NodeKind::ConcatenatedString; });
    return found;
}

std::optional<Value> result_with(const Node& function, const Source& source, Names names) {
    const Node body = function.child(syntax::Field::Body);
    const std::string_view bytes = source.bytes(function);
    if (body.is_null() || bytes.size() > kLongNamingFunction || function.has_error() || bytes.starts_with("async"))
        return std::nullopt;
    std::optional<Value> result;
    bool is_straight = true;
    bool is_first = true;
    Cursor cursor(body);
    for_each_child(cursor, [&](NodeKind kind) {
        const Node statement = cursor.node();
        is_straight = is_straight && !result;
        if (kind == NodeKind::ReturnStatement) {
            Cursor inside(statement);
            for_each_child(inside, [&](NodeKind) { result = read_value(inside, source); });
            if (result) write_out(*result, names);
        } else if (kind != NodeKind::ExpressionStatement || !(is_first && is_docstring(statement))) {
            is_straight = is_straight && kind == NodeKind::ExpressionStatement && read_name(statement, source, names);
        }
        is_first = false;
    });
    return is_straight ? result : std::nullopt;
}

// Nothing where there are other than plain ones.
std::optional<Names> numbered_parameters(const Node& function, const Source& source) {
    Names names;
    const Node parameters = function.child(syntax::Field::Parameters);
    if (parameters.is_null()) return std::nullopt;
    bool are_plain = true;
    Cursor cursor(parameters);
    for_each_child(cursor, [&](NodeKind kind) {
        Node name = cursor.node();
        if (kind == NodeKind::TypedParameter) {
            Cursor inside(name);
            if (inside.to_first_child()) name = inside.node();
        }
        are_plain = are_plain && name.kind() == NodeKind::Identifier;
        Value number;
        number.kind = ValueKind::Name;
        number.text = "<" + std::to_string(names.size()) + ">";
        number.span = source.span_of(name);
        names.emplace(source.string(name), std::move(number));
    });
    return are_plain ? std::optional(std::move(names)) : std::nullopt;
}

}  // namespace

std::optional<Value> straight_result(const Node& function, const Source& source) { return result_with(function, source, {}); }

std::optional<Value> naming_result(const Node& function, const Source& source) {
    const std::string_view bytes = source.bytes(function);
    const Node returns = function.child(syntax::Field::ReturnType);
    const bool gives_text = !returns.is_null() && source.bytes(returns) == "str";
    if (bytes.size() > kLongNamingFunction || (!gives_text && find_bytes(bytes, ".lower()") == std::string_view::npos))
        return std::nullopt;
    std::optional<Names> names = numbered_parameters(function, source);
    return names ? result_with(function, source, std::move(*names)) : std::nullopt;
}

}  // namespace rowtype::facts
