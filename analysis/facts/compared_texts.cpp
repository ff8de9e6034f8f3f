#include "analysis/facts/compared_texts.h"

#include <string_view>
#include <utility>

#include "analysis/facts/expressions.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

std::vector<Value> texts_compared_with(const Node& comparison, const Node& side, const Source& source) {
    std::vector<Node> sides;
    Cursor cursor(comparison);
    for_each_child(cursor, [&](NodeKind) { sides.push_back(cursor.node()); });
    if (sides.size() != 2) return {};
    std::string_view sign = slice(source.text, {sides[0].end(), sides[1].begin()});
    while (!sign.empty() && (sign.front() == ' ' || sign.front() == '\n')) sign.remove_prefix(1);
    while (!sign.empty() && (sign.back() == ' ' || sign.back() == '\n')) sign.remove_suffix(1);
    const bool is_first = sides[0].id() == side.id();
    const bool is_equality = sign == "==" || sign == "!=";
    if (!is_equality && !(is_first && (sign == "in" || sign == "not in"))) return {};
    Value other = read_value(sides[is_first ? 1 : 0], source);
    std::vector<Value> texts;
    if (!is_equality) return texts_in(other);
    if (other.is(ValueKind::String)) texts.push_back(std::move(other));
    return texts;
}

std::vector<Value> texts_in(const Value& list) {
    std::vector<Value> texts;
    if (!list.is(ValueKind::Tuple) && !list.is(ValueKind::List) && !list.is(ValueKind::Set)) return texts;
    for (const Value& item : list.items) {
        if (item.is(ValueKind::String)) texts.push_back(item);
    }
    return texts;
}

}  // namespace rowtype::facts
