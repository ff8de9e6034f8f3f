#include "analysis/facts/expressions.h"

#include <algorithm>
#include <utility>

#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/string_literals.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using syntax::Field;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

// Copies one expression out of the tree. Recursion is as deep as kMaximumValueDepth.
class ValueReader {
public:
    ValueReader(Cursor& cursor, const Source& source) : cursor_(cursor), source_(source) {}

    Value read();
    std::vector<Argument> arguments();
    [[nodiscard]] bool over_budget() const { return nodes_ > kMaximumValueNodes; }

private:
    Value read_kind(NodeKind kind, const Node& node);
    Value leaf(ValueKind kind, const Node& node) const;
    Value unknown(const Node& node) const;
    Value inner();  // of the one expression in parentheses, after await, in a type node
    Value sequence(ValueKind kind, const Node& node);
    Value attribute(const Node& node);
    Value subscript(const Node& node);
    Value generic_type(const Node& node);
    Value call(const Node& node);
    Value dictionary(const Node& node);
    Value binary_operator(const Node& node);
    Value conditional(const Node& node);
    Value comprehension(const Node& node);
    Value entries_of_mapping(const Node& node);
    Value either(const Node& node);
    Value starred(const Node& node);
    Value signed_number(const Node& node);
    Argument argument(NodeKind kind);

    Cursor& cursor_;
    const Source& source_;
    std::uint32_t depth_ = 0;
    std::uint32_t nodes_ = 0;
};

}  // namespace

Value read_value(Cursor& cursor, const Source& source) {
    ValueReader reader(cursor, source);
    Value value = reader.read();
    if (!reader.over_budget()) return value;
    Value unknown;
    unknown.span = value.span;
    return unknown;
}

Value read_value(const Node& node, const Source& source) {
    Cursor cursor(node);
    return read_value(cursor, source);
}

std::vector<Argument> read_arguments(Cursor& cursor, const Source& source) { return ValueReader(cursor, source).arguments(); }

Node unwrapped(Node node) {
    while (node.kind() == NodeKind::ParenthesizedExpression || node.kind() == NodeKind::Await) {
        Cursor cursor(node);
        Node inner;
        for_each_child(cursor, [&](NodeKind) { inner = cursor.node(); });
        if (inner.is_null()) return node;
        node = inner;
    }
    return node;
}

bool is_content(NodeKind kind) {
    return kind != NodeKind::Token && kind != NodeKind::Comment && kind != NodeKind::LineContinuation;
}

namespace {

// The two names of "a, b" and of "a: b", without the space around them; empty where one of them is no name.
std::string_view name_of(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    text = text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
    return std::ranges::all_of(text, is_identifier_byte) ? text : std::string_view();
}
std::pair<std::string_view, std::string_view> two_names(std::string_view text, char separator) {
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos) return {};
    return {name_of(text.substr(0, at)), name_of(text.substr(at + 1))};
}

bool holds_identifier(std::string_view text, std::string_view name) {
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        const bool goes_on = (at > 0 && is_identifier_byte(text[at - 1])) || (end < text.size() && is_identifier_byte(text[end]));
        if (!goes_on) return true;
    }
    return false;
}

Value ValueReader::read() {
    const Node node = cursor_.node();
    if (depth_ >= kMaximumValueDepth || ++nodes_ > kMaximumValueNodes) return unknown(node);
    ++depth_;
    Value value = read_kind(node.kind(), node);
    --depth_;
    return value;
}

Value ValueReader::read_kind(NodeKind kind, const Node& node) {
    switch (kind) {
        case NodeKind::None: return leaf(ValueKind::None, node);
        case NodeKind::True:
        case NodeKind::False: return leaf(ValueKind::Boolean, node);
        case NodeKind::Integer: return leaf(ValueKind::Integer, node);
        case NodeKind::Float: return leaf(ValueKind::Float, node);
        case NodeKind::Identifier: return node.is_missing() ? unknown(node) : leaf(ValueKind::Name, node);
        case NodeKind::Ellipsis: return leaf(ValueKind::Unknown, node);
        case NodeKind::String:
        case NodeKind::ConcatenatedString: return read_string(cursor_, source_, [this](Cursor&) { return read(); });
        case NodeKind::Attribute:
        case NodeKind::MemberType: return attribute(node);
        case NodeKind::Subscript: return subscript(node);
        case NodeKind::GenericType: return generic_type(node);
        case NodeKind::Call: return call(node);
        case NodeKind::List: return sequence(ValueKind::List, node);
        case NodeKind::Set: return sequence(ValueKind::Set, node);
        case NodeKind::Tuple:
        case NodeKind::ExpressionList: return sequence(ValueKind::Tuple, node);
        case NodeKind::UnionType: return sequence(ValueKind::BitOr, node);
        case NodeKind::Dictionary: return dictionary(node);
        case NodeKind::DictionaryComprehension: return entries_of_mapping(node);
        case NodeKind::BinaryOperator: return binary_operator(node);
        case NodeKind::ConditionalExpression: return conditional(node);
        case NodeKind::ListComprehension:
        case NodeKind::SetComprehension:
        case NodeKind::GeneratorExpression: return comprehension(node);
        case NodeKind::Other: return either(node);
        case NodeKind::ListSplat:
        case NodeKind::DictionarySplat: return starred(node);
        case NodeKind::UnaryOperator: return signed_number(node);
        case NodeKind::ParenthesizedExpression:
        case NodeKind::Await:
        case NodeKind::Type: return inner();
        default: return unknown(node);
    }
}

Value ValueReader::leaf(ValueKind kind, const Node& node) const {
    Value value;
    value.kind = kind;
    value.span = source_.span_of(node);
    value.text = source_.string(node);
    return value;
}

Value ValueReader::unknown(const Node& node) const {
    Value value;
    value.span = source_.span_of(node);
    return value;
}

Value ValueReader::inner() {
    Value value = unknown(cursor_.node());
    bool found = false;
    for_each_child(cursor_, [&](NodeKind) {
        // A second one is an error node.
        value = found ? unknown(cursor_.node()) : read();
        found = true;
    });
    return value;
}

Value ValueReader::sequence(ValueKind kind, const Node& node) {
    Value value = unknown(node);
    value.items.reserve(node.child_count());
    bool whole = true;
    for_each_child(cursor_, [&](NodeKind child) {
        whole = whole && child != NodeKind::Error;
        value.items.push_back(read());
    });
    if (kind == ValueKind::BitOr && value.items.size() != 2) whole = false;
    if (!whole) return unknown(node);
    value.kind = kind;
    return value;
}

Value ValueReader::attribute(const Node& node) {
    Value value = unknown(node);
    bool whole = true;
    Node name;
    for_each_child(cursor_, [&](NodeKind kind) {
        if (value.items.empty()) {
            value.items.push_back(read());
        } else if (kind == NodeKind::Identifier && name.is_null()) {
            name = cursor_.node();
        } else {
            whole = false;
        }
    });
    if (!whole || name.is_null() || name.is_missing()) return unknown(node);
    value.kind = ValueKind::Attribute;
    value.text = source_.string(name);
    value.name_span = source_.span_of(name);
    return value;
}

Value ValueReader::subscript(const Node& node) { return sequence(ValueKind::Subscript, node); }

// Optional[str] in an annotation: an identifier and a type_parameter with types.
Value ValueReader::generic_type(const Node& node) {
    Value value = unknown(node);
    bool whole = true;
    for_each_child(cursor_, [&](NodeKind kind) {
        if (kind == NodeKind::TypeParameter) {
            for_each_child(cursor_, [&](NodeKind parameter) {
                whole = whole && parameter != NodeKind::Error;
                value.items.push_back(read());
            });
        } else {
            whole = whole && kind == NodeKind::Identifier;
            value.items.push_back(leaf(ValueKind::Name, cursor_.node()));
        }
    });
    if (!whole || value.items.size() < 2) return unknown(node);
    value.kind = ValueKind::Subscript;
    return value;
}

Value ValueReader::call(const Node& node) {
    Value value = unknown(node);
    bool whole = true;
    for_each_child(cursor_, [&](NodeKind kind) {
        if (kind == NodeKind::Error) {
            whole = false;
        } else if (value.items.empty()) {
            value.items.push_back(read());
        } else {
            whole = whole && !cursor_.node().has_error();
            value.arguments = arguments();
        }
    });
    if (!whole || value.items.empty()) return unknown(node);
    value.kind = ValueKind::Call;
    return value;
}

std::vector<Argument> ValueReader::arguments() {
    std::vector<Argument> arguments;
    const Node list = cursor_.node();
    if (list.kind() != NodeKind::ArgumentList) {
        arguments.push_back({{}, {}, read()});  // a generator
        return arguments;
    }
    arguments.reserve(list.child_count());
    for_each_child(cursor_, [&](NodeKind kind) { arguments.push_back(argument(kind)); });
    return arguments;
}

Argument ValueReader::argument(NodeKind kind) {
    if (kind != NodeKind::KeywordArgument) return {{}, {}, read()};
    Argument argument;
    argument.value = unknown(cursor_.node());
    for_each_child(cursor_, [&](NodeKind) {
        if (argument.keyword.empty()) {
            argument.keyword = source_.string(cursor_.node());
            argument.keyword_span = source_.span_of(cursor_.node());
        } else {
            argument.value = read();
        }
    });
    return argument;
}

Value ValueReader::dictionary(const Node& node) {
    Value value = unknown(node);
    value.items.reserve(2 * node.child_count());
    bool whole = true;
    for_each_child(cursor_, [&](NodeKind kind) {
        if (kind == NodeKind::DictionarySplat) {
            Value no_key;
            no_key.span = {source_.span_of(cursor_.node()).begin, source_.span_of(cursor_.node()).begin};
            value.items.push_back(std::move(no_key));
            value.items.push_back(inner());
            return;
        }
        std::size_t sides = 0;
        if (kind == NodeKind::Pair) {
            for_each_child(cursor_, [&](NodeKind side) {
                whole = whole && side != NodeKind::Error;
                value.items.push_back(read());
                ++sides;
            });
        }
        whole = whole && sides == 2;
    });
    if (!whole) return unknown(node);
    value.kind = ValueKind::Dictionary;
    return value;
}

Value ValueReader::binary_operator(const Node& node) {
    const Node operation = node.child(Field::Operator);
    const std::string_view sign = source_.bytes(operation);
    const ValueKind kind = sign == "+"   ? ValueKind::Add
                           : sign == "%" ? ValueKind::Modulo
                           : sign == "|" ? ValueKind::BitOr
                                         : ValueKind::Unknown;
    if (kind == ValueKind::Unknown) return unknown(node);
    Value value = sequence(kind, node);
    return value.items.size() == 2 ? value : unknown(node);
}

// "a if condition else b": three expressions in a row.
Value ValueReader::conditional(const Node& node) {
    Value value = unknown(node);
    std::size_t index = 0;
    for_each_child(cursor_, [&](NodeKind) {
        if (index != 1) value.items.push_back(read());
        else value.text = source_.string(cursor_.node());
        ++index;
    });
    if (index != 3 || node.has_error()) return unknown(node);
    value.kind = ValueKind::Conditional;
    return value;
}

// The element, then "for target in iterable"; conditions come behind them.
Value ValueReader::comprehension(const Node& node) {
    Value value = unknown(node);
    std::size_t clauses = 0;
    for_each_child(cursor_, [&](NodeKind kind) {
        if (value.items.empty()) {
            value.items.push_back(read());
        } else if (kind == NodeKind::ForInClause && ++clauses == 1) {
            for_each_child(cursor_, [&](NodeKind) { value.items.push_back(read()); });
        } else if (kind != NodeKind::ForInClause) {
            value.text += source_.bytes(cursor_.node());
        }
    });
    if (clauses != 1 || value.items.size() != 3 || node.has_error()) return unknown(node);
    value.kind = ValueKind::Comprehension;
    return value;
}

// "{key: value for key, value in mapping.items() if value is not None}" is read as "{**mapping}": the names are those of the mapping,
// as far as they are there. Conditions on the key and other forms are unknown.
Value ValueReader::entries_of_mapping(const Node& node) {
    Value mapping;
    std::string_view pair, targets, condition;
    std::size_t clauses = 0;
    for_each_child(cursor_, [&](NodeKind kind) {
        const Node child = cursor_.node();
        if (kind == NodeKind::Pair) {
            pair = source_.bytes(child);
        } else if (kind == NodeKind::ForInClause) {
            ++clauses;
            targets = source_.bytes(child.child(Field::Left));
            for_each_child(cursor_, [&](NodeKind) { mapping = read(); });
        } else {
            condition = condition.empty() ? source_.bytes(child) : pair;  // several conditions: unknown
        }
    });
    const auto names = two_names(pair, ':');
    const bool is_of_items = mapping.is(ValueKind::Call) && mapping.arguments.empty() &&
                             mapping.items.front().is(ValueKind::Attribute) && mapping.items.front().text == "items";
    const bool is_same = !names.first.empty() && !names.second.empty() && names == two_names(targets, ',');
    if (clauses != 1 || !is_of_items || !is_same || node.has_error() || holds_identifier(condition, names.first))
        return unknown(node);
    Value value = unknown(node);
    value.kind = ValueKind::Dictionary;
    Value no_key;
    no_key.span = {value.span.begin, value.span.begin};
    value.items.push_back(std::move(no_key));
    value.items.push_back(std::move(mapping.items.front().items.front()));
    return value;
}

// "a or b"; other operators of truth and comparison are not kept.
Value ValueReader::either(const Node& node) {
    const Node operation = node.child(Field::Operator);
    if (operation.is_null() || source_.bytes(operation) != "or") return unknown(node);
    Value value = sequence(ValueKind::Either, node);
    return value.items.size() == 2 ? value : unknown(node);
}

Value ValueReader::starred(const Node& node) {
    Value value = unknown(node);
    value.items.push_back(inner());
    value.kind = ValueKind::Starred;
    value.text = source_.bytes(node).starts_with("**") ? "**" : "*";
    return value;
}

Value ValueReader::signed_number(const Node& node) {
    const std::string_view sign = source_.bytes(node.child(Field::Operator));
    Value number = inner();
    const bool is_number = number.is(ValueKind::Integer) || number.is(ValueKind::Float);
    if (!is_number || (sign != "-" && sign != "+")) return unknown(node);
    number.text.insert(0, sign);
    number.span = source_.span_of(node);
    return number;
}

}  // namespace

}  // namespace rowtype::facts
