#include "analysis/facts/row_paths.h"

#include <algorithm>
#include <string_view>

#include "analysis/facts/expressions.h"
#include "analysis/facts/row_methods.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using syntax::Field;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

// Whether binding follows the rows through the expression: as RowValues::of() (analysis/binding/row_values.h), or stricter.
bool is_followed(const Value& value) {
    switch (value.kind) {
        case ValueKind::Name: return true;
        case ValueKind::Attribute:
            return value.items.front().is_name("self") ||
                   ((value.text == "data" || value.text == "_mapping") && is_followed(value.items.front()));
        case ValueKind::Subscript: {
            const ValueKind index = value.items.size() == 2 ? value.items[1].kind : ValueKind::Unknown;
            const bool is_known = index == ValueKind::String || index == ValueKind::Integer || index == ValueKind::Name;
            return is_known && is_followed(value.items[0]);
        }
        case ValueKind::Either:
        case ValueKind::Conditional:
            if (stands_for_no_rows(value.items[1])) return is_followed(value.items[0]);
            return stands_for_no_rows(value.items[0]) && is_followed(value.items[1]);
        case ValueKind::Call: {
            const Value& callee = value.items.front();
            if (callee.is(ValueKind::Attribute))
                return (callee.text == "get" || is_fetch(callee.text)) && is_followed(callee.items.front());
            const Value* first = value.positional(0);
            return first != nullptr && callee.is(ValueKind::Name) && passes_rows_on(callee.text) && is_followed(*first);
        }
        default: return false;
    }
}

// From an expression up, as long as what is around it holds it, or may be it.
class Holder {
public:
    Holder(const std::vector<Node>& path, std::size_t at, const Source& source) : path_(path), at_(at), source_(source) {}

    [[nodiscard]] std::optional<std::uint32_t> kept_from();

private:
    [[nodiscard]] const Node& node() const { return path_[at_]; }
    [[nodiscard]] const Node& parent() const { return path_[at_ - 1]; }
    [[nodiscard]] bool is_field(Field field) const { return parent().child(field).id() == node().id(); }
    [[nodiscard]] std::optional<std::uint32_t> from_here(bool is_kept) const {
        return is_kept ? std::optional(node().end()) : std::nullopt;
    }
    [[nodiscard]] bool is_kept_by_name() const;
    [[nodiscard]] bool is_kept_by_loop() const;
    [[nodiscard]] bool is_kept_by_call(const Node& call) const;
    [[nodiscard]] bool is_held() const;
    [[nodiscard]] bool is_side() const;

    const std::vector<Node>& path_;
    std::size_t at_;
    const Source& source_;
};

std::optional<std::uint32_t> Holder::kept_from() {
    while (at_ > 0) {
        switch (parent().kind()) {
            case NodeKind::Assignment: return from_here(is_field(Field::Right) && is_kept_by_name());
            case NodeKind::AugmentedAssignment: return from_here(is_field(Field::Right));
            case NodeKind::NamedExpression: return from_here(is_field(Field::Value) && !is_followed(read_value(node(), source_)));
            case NodeKind::ForStatement:
            case NodeKind::ForInClause: return from_here(is_field(Field::Right) && is_kept_by_loop());
            case NodeKind::DefaultParameter:
            case NodeKind::TypedDefaultParameter: return from_here(is_field(Field::Value));
            case NodeKind::Lambda: return from_here(is_field(Field::Body));
            case NodeKind::MatchStatement: return from_here(true);  // patterns bind parts of it
            case NodeKind::KeywordArgument: break;
            case NodeKind::Call:  // "next(row for row in rows)": a generator without parentheses of its own
            case NodeKind::ArgumentList: {
                const std::size_t call = parent().kind() == NodeKind::Call ? at_ - 1 : at_ - 2;
                if (at_ < 2 || path_[call].kind() != NodeKind::Call || is_field(Field::Function)) return std::nullopt;
                at_ = call;
                if (gives_rows_on(source_.bytes(node().child(Field::Function)))) continue;
                return from_here(is_kept_by_call(node()));
            }
            default:
                if (!is_held()) return std::nullopt;
        }
        --at_;
    }
    return std::nullopt;
}

bool Holder::is_kept_by_name() const {
    const NodeKind target = parent().child(Field::Left).kind();
    const bool is_of_self = target == NodeKind::Attribute && source_.bytes(parent().child(Field::Left)).starts_with("self.");
    const bool is_only = at_ < 2 || path_[at_ - 2].kind() != NodeKind::Assignment;  // no "a = b = rows"
    return !is_only || !(target == NodeKind::Identifier || is_of_self) || !is_followed(read_value(node(), source_));
}

bool Holder::is_kept_by_loop() const {
    const Node target = parent().child(Field::Left);
    const NodeKind kind = target.kind();
    const bool is_pattern = kind == NodeKind::PatternList || kind == NodeKind::TuplePattern || kind == NodeKind::ListPattern;
    const Value iterable = read_value(node(), source_);
    const Value* counted = nullptr;
    if (iterable.is(ValueKind::Call) && iterable.items.front().is_name("enumerate")) counted = iterable.positional(0);
    if (counted == nullptr) return !(is_pattern || kind == NodeKind::Identifier) || !is_followed(iterable);
    std::size_t count = 0;
    NodeKind last = NodeKind::Other;
    Cursor parts(target);
    for_each_child(parts, [&](NodeKind part) {
        ++count;
        last = part;
    });
    const bool is_pair = is_pattern && count == 2 && (last == NodeKind::Identifier || last == NodeKind::TuplePattern);
    return !is_pair || !is_followed(*counted);
}

// "table.insert(rows)" is no list's.
bool Holder::is_kept_by_call(const Node& call) const {
    const std::string_view callee = source_.bytes(call.child(Field::Function));
    std::size_t count = 0;
    Cursor arguments(call.child(Field::Arguments));
    for_each_child(arguments, [&](NodeKind) { ++count; });
    if (callee.ends_with(".insert") && count < 2) return false;
    return keeps_rows(callee) || !leaves_rows_alone(callee);
}

// Whether it is part of what the expression around it gives, or may be all of it.
bool Holder::is_held() const {
    switch (parent().kind()) {
        case NodeKind::ParenthesizedExpression:
        case NodeKind::Await:
        case NodeKind::List:
        case NodeKind::ListSplat:
        case NodeKind::Tuple:
        case NodeKind::Set:
        case NodeKind::ExpressionList:
        case NodeKind::Dictionary: return true;
        case NodeKind::Subscript: return is_field(Field::Value) && parent().child(Field::Subscript).kind() != NodeKind::String;
        case NodeKind::Pair: return is_field(Field::Value);
        case NodeKind::ListComprehension:
        case NodeKind::SetComprehension:
        case NodeKind::DictionaryComprehension:
        case NodeKind::GeneratorExpression: return is_field(Field::Body);
        case NodeKind::BinaryOperator: return source_.bytes(parent().child(Field::Operator)) == "+";
        case NodeKind::ConditionalExpression:
        case NodeKind::Other: return is_side();
        default: return false;
    }
}

// "a or b", "… and b", "a if … else b"
bool Holder::is_side() const {
    if (parent().kind() == NodeKind::ConditionalExpression) {
        std::vector<Node> sides;
        Cursor cursor(parent());
        for_each_child(cursor, [&](NodeKind) { sides.push_back(cursor.node()); });
        return sides.size() != 3 || sides[1].id() != node().id();
    }
    const Node sign = parent().child(Field::Operator);
    if (sign.is_null()) return false;
    return source_.bytes(sign) == "or" || (source_.bytes(sign) == "and" && is_field(Field::Right));
}

}  // namespace

bool is_of_lambda(const std::vector<Node>& path, const Source& source) {
    for (std::size_t at = 0; at + 1 < path.size(); ++at) {
        if (path[at].kind() != NodeKind::Lambda || path[at].child(Field::Body).id() != path[at + 1].id()) continue;
        const Node parameters = path[at].child(Field::Parameters);
        if (parameters.is_null()) continue;
        bool binds = false;
        Cursor cursor(parameters);
        for_each_child(cursor, [&](NodeKind kind) {
            const Node name = kind == NodeKind::DefaultParameter ? cursor.node().child(Field::Name) : cursor.node();
            std::string_view bytes = source.bytes(name);
            bytes.remove_prefix(std::min(bytes.find_first_not_of("* "), bytes.size()));
            binds = binds || bytes == source.bytes(path.back());
        });
        if (binds) return true;
    }
    return false;
}

std::optional<std::uint32_t> kept_from(const std::vector<Node>& path, std::size_t at, const Source& source) {
    return Holder(path, at, source).kept_from();
}

}  // namespace rowtype::facts
