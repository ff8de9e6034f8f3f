// What may change the rows in a local name that a builder query writes, other than the statements that item_changes.cpp reads: handing it to a
// function, giving it another name. A second look at the few functions that write one, at the places of the name alone.
#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include "analysis/facts/call_names.h"
#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/positions_walk.h"
#include "analysis/facts/row_facts.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

constexpr std::size_t kMaximumPath = 600;  // nodes from the statement down to a name

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
    return std::ranges::find(names, name) != names.end();
}

// Calls that leave a dictionary that they are given as it is.
bool leaves_alone(std::string_view callee) {
    constexpr std::array<std::string_view, 22> kHarmless = {
        "len",   "print", "str",   "repr",    "list",  "dict",      "sorted",   "bool", "set",    "isinstance", "type",
        "dumps", "info",  "debug", "warning", "error", "exception", "deepcopy", "copy", "append", "jsonify",    "pprint"};
    const std::string_view last = callee.substr(callee.rfind('.') + 1);
    return is_one_of(last, kHarmless) || is_builder_method(last);
}

// Methods of dictionaries and lists that change nothing, or whose changes item_changes.cpp reads.
bool is_accounted_for(std::string_view method) {
    constexpr std::array<std::string_view, 14> kMethods = {"get",        "keys",  "items",   "values", "copy",
                                                           "count",      "index", "update",  "append", "pop",
                                                           "setdefault", "clear", "popitem", "extend"};
    return is_one_of(method, kMethods);
}

// The local names whose entries are in a row: "row", "{**base}", "base | {…}", "dict(base)", "[row]".
void add_names(const Value& row, std::set<std::string>& names) {
    switch (row.kind) {
        case ValueKind::Name: names.insert(row.text); return;
        case ValueKind::Dictionary:
            for (std::size_t index = 0; index + 1 < row.items.size(); index += 2) {
                if (row.items[index].is(ValueKind::Unknown)) add_names(row.items[index + 1], names);
            }
            return;
        case ValueKind::List:
        case ValueKind::Tuple:
        case ValueKind::Add:
        case ValueKind::BitOr:
        case ValueKind::Either:
        case ValueKind::Conditional:
        case ValueKind::Starred:
            for (const Value& item : row.items) add_names(item, names);
            return;
        case ValueKind::Comprehension: add_names(row.items.front(), names); return;
        case ValueKind::Call:
            if (!row.items.empty() && row.items.front().is_name("dict")) {
                for (const Argument& argument : row.arguments) add_names(argument.value, names);
            }
            return;
        default: return;
    }
}

// The names that chains of one function write.
struct Area {
    Span span;  // relative
    std::set<std::string> names;
};

class EscapeReader {
public:
    EscapeReader(const Source& source, StatementFacts& facts) : source_(source), facts_(facts) {}

    void read(const std::vector<Node>& nodes);

private:
    void find_areas();
    void add_rows(const Value& row, std::uint32_t scope);
    void add_parts(Area& area) const;
    void find_positions();
    void visit(Cursor& cursor, std::size_t first, std::size_t last);
    [[nodiscard]] bool escapes() const;
    [[nodiscard]] bool escapes_from_call(const Node& list, const Node& call) const;

    const Source& source_;
    StatementFacts& facts_;
    std::vector<Area> areas_;
    std::vector<std::uint32_t> positions_;  // absolute, sorted
    std::vector<Node> path_;
};

void EscapeReader::read(const std::vector<Node>& nodes) {
    find_areas();
    find_positions();
    for (const Node& node : nodes) {
        const auto first = std::ranges::lower_bound(positions_, node.span().begin);
        const auto last = std::ranges::lower_bound(positions_, node.span().end);
        if (first == last) continue;
        Cursor cursor(node);
        path_.clear();
        visit(cursor, static_cast<std::size_t>(first - positions_.begin()), static_cast<std::size_t>(last - positions_.begin()));
    }
}

void EscapeReader::find_areas() {
    for (const Chain& chain : facts_.chains) {
        if (chain.scope == 0) continue;
        for (const ChainCall& call : chain.calls) {
            const bool writes = call.method == "insert" || call.method == "upsert" || call.method == "update";
            const Value* row = writes ? call.positional(0) : nullptr;
            if (row != nullptr) add_rows(*row, chain.scope);
        }
    }
    // What is handed to a function of the project that may write it.
    for (const NamedCall& call : facts_.named_calls) {
        const std::size_t open = source_.text.find('(', source_.origin + call.method_span.end);
        if (open == std::string_view::npos || !may_be_handed_row(call.method, source_.text, open)) continue;
        for (const Argument& argument : call.arguments) add_rows(argument.value, call.scope);
    }
    for (Area& area : areas_) add_parts(area);
}

void EscapeReader::add_rows(const Value& row, std::uint32_t scope) {
    std::set<std::string> names;
    add_names(row, names);
    if (names.empty() || scope == 0) return;
    const Span span = facts_.scopes[scope].span;
    const auto known = std::ranges::find(areas_, span, &Area::span);
    (known != areas_.end() ? *known : areas_.emplace_back(Area{span, {}})).names.merge(names);
}

// Names of dictionaries that those of the area are made of.
void EscapeReader::add_parts(Area& area) const {
    std::size_t before = 0;
    while (before != area.names.size()) {
        before = area.names.size();
        for (const Assignment& assignment : facts_.assignments) {
            const bool is_part =
                assignment.value && area.span.contains(assignment.span.begin) && area.names.contains(assignment.target);
            if (is_part) add_names(*assignment.value, area.names);
        }
    }
}

void EscapeReader::find_positions() {
    for (const Area& area : areas_) {
        const std::string_view bytes = slice(source_.text, {source_.origin + area.span.begin, source_.origin + area.span.end});
        for (const std::string& name : area.names) {
            for (std::size_t at = find_bytes(bytes, name); at != std::string_view::npos; at = find_bytes(bytes, name, at + 1)) {
                const bool starts = at == 0 || (!is_identifier_byte(bytes[at - 1]) && bytes[at - 1] != '.');
                const std::size_t end = at + name.size();
                if (starts && (end >= bytes.size() || !is_identifier_byte(bytes[end])))
                    positions_.push_back(source_.origin + area.span.begin + static_cast<std::uint32_t>(at));
            }
        }
    }
    std::ranges::sort(positions_);
    positions_.erase(std::ranges::unique(positions_).begin(), positions_.end());
}

// Positions first to last are those inside of the node.
void EscapeReader::visit(Cursor& cursor, std::size_t first, std::size_t last) {
    const Node node = cursor.node();
    const NodeKind kind = node.kind();
    if (path_.size() >= kMaximumPath || kind == NodeKind::Comment || kind == NodeKind::StringContent) return;
    path_.push_back(node);
    if (kind == NodeKind::Identifier) {
        if (node.begin() == positions_[first] && escapes()) {
            ItemChange change;
            change.target = source_.string(node);
            change.span = source_.span_of(node);
            change.scope = innermost_scope(facts_.scopes, change.span.begin);
            change.has_others = true;
            facts_.item_changes.push_back(std::move(change));
        }
    } else {
        visit_children_with(positions_, cursor, first, last,
                            [this](Cursor& child, std::size_t begin, std::size_t end) { visit(child, begin, end); });
    }
    path_.pop_back();
}

// Of the name at the end of the path.
bool EscapeReader::escapes() const {
    std::size_t at = path_.size() - 1;
    while (at > 0) {
        const Node& parent = path_[at - 1];
        const Node& current = path_[at];
        switch (parent.kind()) {
            case NodeKind::ParenthesizedExpression:
            case NodeKind::DictionarySplat:
            case NodeKind::ListSplat: --at; continue;
            case NodeKind::Subscript:
            case NodeKind::Interpolation:
            case NodeKind::IfStatement:
            case NodeKind::ElifClause:
            case NodeKind::WhileStatement:
            case NodeKind::Parameters:
            case NodeKind::TypedParameter:
            case NodeKind::DefaultParameter:
            case NodeKind::TypedDefaultParameter:
            case NodeKind::AugmentedAssignment:
            case NodeKind::UnaryOperator:
            case NodeKind::Dictionary:
            case NodeKind::BinaryOperator: return false;
            case NodeKind::Assignment: return parent.child(syntax::Field::Left).id() != current.id();
            case NodeKind::ForStatement:
            case NodeKind::ForInClause: return false;
            case NodeKind::Attribute: {
                const bool is_called = at >= 2 && path_[at - 2].kind() == NodeKind::Call;
                return !is_called || !is_accounted_for(source_.bytes(parent.child(syntax::Field::Attribute)));
            }
            case NodeKind::KeywordArgument:
                if (parent.child(syntax::Field::Name).id() == current.id()) return false;
                --at;
                continue;
            case NodeKind::ArgumentList: return at < 2 || escapes_from_call(parent, path_[at - 2]);
            default: return parent.kind() != NodeKind::Other;  // "if row and x", "row is None"
        }
    }
    return false;
}

bool EscapeReader::escapes_from_call(const Node& list, const Node& call) const {
    const bool is_call = call.kind() == NodeKind::Call && call.child(syntax::Field::Arguments).id() == list.id();
    return !is_call || !leaves_alone(source_.bytes(call.child(syntax::Field::Function)));
}

}  // namespace

void read_payload_escapes(const std::vector<Node>& nodes, const Source& source, StatementFacts& facts) {
    if (!facts.chains.empty() || !facts.named_calls.empty()) EscapeReader(source, facts).read(nodes);
}

}  // namespace rowtype::facts
