// "with conn.cursor(row_factory=class_row(User)) as cur:", "with engine.connect() as connection:" (row_facts.h).
#include <algorithm>
#include <array>
#include <memory>

#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/row_facts.h"
#include "analysis/facts/yielded_values.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

// Calls in with statements that open nothing of a database; a session's maker may be called anything.
bool opens_something_else(const Value& callee) {
    constexpr std::array<std::string_view, 8> kOthers = {"open",  "patch",    "object",  "raises",
                                                         "warns", "suppress", "subTest", "Lock"};
    return std::ranges::find(kOthers, std::string_view(callee.text)) != kOthers.end();
}

// The call and the name of "call as name"; null nodes for any other item.
struct Item {
    Node call;
    Node name;
};

Item item_of(const Node& node) {
    Item item;
    Cursor cursor(node);
    for_each_child(cursor, [&](NodeKind kind) {
        if (kind == NodeKind::AsPattern) {
            item = item_of(cursor.node());
        } else if (kind == NodeKind::AsPatternTarget) {
            Cursor target(cursor.node());
            for_each_child(target, [&](NodeKind inner) { item.name = inner == NodeKind::Identifier ? target.node() : Node(); });
        } else if (kind == NodeKind::Call || kind == NodeKind::Await) {
            item.call = cursor.node();
        }
    });
    return item;
}

void add(const Node& node, const Node& statement, const Source& source, std::uint32_t scope, RowFacts& found) {
    const Item item = item_of(node);
    if (item.call.is_null() || item.name.is_null()) return;
    Cursor cursor(item.call);
    Value call = read_value(cursor, source);
    if (!call.is(ValueKind::Call) || call.items.empty() || opens_something_else(call.items.front())) return;
    std::vector<OpenedName>& names = call.keyword("row_factory") == nullptr ? found.connections : found.opened;
    names.push_back({source.string(item.name), std::move(call), source.span_of(statement), scope});
}

}  // namespace

void read_opened_names(const Node& statement, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    RowFacts found;
    Cursor cursor(statement);
    for_each_child(cursor, [&](NodeKind kind) {
        if (kind != NodeKind::WithClause) return;
        Cursor items(cursor.node());
        for_each_child(items, [&](NodeKind inner) {
            if (inner == NodeKind::WithItem) add(items.node(), statement, source, scope, found);
        });
    });
    if (found.opened.empty() && found.connections.empty()) return;
    if (facts.rows) {
        const RowFacts& before = *facts.rows.get();
        found.opened.insert(found.opened.begin(), before.opened.begin(), before.opened.end());
        found.connections.insert(found.connections.begin(), before.connections.begin(), before.connections.end());
        found.yielded = before.yielded;
    }
    facts.rows = RowFactsPointer(std::make_shared<const RowFacts>(std::move(found)));
}

void read_yielded_value(const Node& statement, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    if (scope == 0 || !source.bytes(statement).starts_with("yield ") || statement.has_error()) return;
    Node yielded;
    Cursor outer(statement);
    for_each_child(outer, [&](NodeKind) { yielded = outer.node(); });
    if (yielded.is_null()) return;
    Cursor cursor(yielded);
    for_each_child(cursor, [&](NodeKind kind) {
        if (kind != NodeKind::Identifier && kind != NodeKind::Attribute) return;
        RowFacts found = facts.rows ? *facts.rows.get() : RowFacts{};
        found.yielded.push_back({read_value(cursor, source), scope});
        facts.rows = RowFactsPointer(std::make_shared<const RowFacts>(std::move(found)));
    });
}

}  // namespace rowtype::facts
