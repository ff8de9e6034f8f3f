#include <algorithm>
#include <set>
#include <utility>

#include "analysis/facts/call_names.h"
#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/identifier_bytes.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

bool has_argument(const Node& call);
bool is_given_name(const Node& call, const Source& source);
bool is_of_its_own(const Chain& chain);
std::set<std::pair<std::uint32_t, std::string_view>> given_by_own(const StatementFacts& facts);
ChainCall read_link(const ChainLink& link, const Source& source);

bool is_verb(std::string_view name) {
    return name == "select" || name == "insert" || name == "upsert" || name == "update" || name == "delete";
}

// "self.users().select(…) … .execute()", "gateway.users.select(…)": where the builder's methods begin of a chain that starts at what a
// call or a property gives, perhaps a client's table. One that is not executed is looked at where its value goes on, and it begins with a verb.
std::vector<ChainLink>::iterator builder_behind(std::vector<ChainLink>& links, bool goes_on, const Source& source) {
    auto begin = links.end();
    while (begin != links.begin() && is_builder_method(source.bytes(std::prev(begin)->name))) --begin;
    if (begin == links.end() || begin->call.is_null()) return links.end();
    const Node before = unwrapped(begin->attribute.child(syntax::Field::Object));
    // "repository.rows_of('users').execute()"
    if (source.bytes(begin->name) == "execute") return is_given_name(before, source) ? begin : links.end();
    const bool is_executed = source.bytes(links.back().name) == "execute";
    if (!is_executed && !(goes_on && is_verb(source.bytes(begin->name)))) return links.end();
    return before.kind() == NodeKind::Call || before.kind() == NodeKind::Attribute ? begin : links.end();
}

}  // namespace

void ChainReader::read(const Node& call, const Source& source, std::uint32_t scope, const ChainUse& use, StatementFacts& facts) {
    std::vector<ChainLink>& links = links_;  // outermost first
    links.clear();
    const std::size_t first_inner = inner_calls_.size();
    Node current = call;
    while (true) {
        current = unwrapped(current);
        ChainLink link;
        link.attribute = current;
        if (current.kind() == NodeKind::Call) {
            link.call = current;
            if (current.id() != call.id()) inner_calls_.push_back(current.id());
            link.attribute = current.child(syntax::Field::Function);
        }
        if (link.attribute.kind() != NodeKind::Attribute) break;
        link.name = link.attribute.child(syntax::Field::Attribute);
        const Node object = link.attribute.child(syntax::Field::Object);
        if (object.is_null() || link.name.is_null()) break;
        links.push_back(link);
        current = object;
    }
    // Calls are met from the outermost in, so the next one to be met has to be last.
    std::reverse(inner_calls_.begin() + static_cast<std::ptrdiff_t>(first_inner), inner_calls_.end());
    std::reverse(links.begin(), links.end());

    auto begin = std::find_if(links.begin(), links.end(), [&](const ChainLink& link) {
        return has_argument(link.call) && call_role(source.bytes(link.name)) == CallRole::Chain;
    });
    auto end = links.end();
    const bool continues = begin == links.end();
    const auto behind = continues ? builder_behind(links, use.is_returned || !use.assigned_to.empty(), source) : links.end();
    if (behind != links.end()) {
        begin = behind;
    } else if (continues) {
        if (current.kind() != NodeKind::Identifier) return;
        begin = links.begin();
        end = std::find_if(links.begin(), links.end(),
                           [&](const ChainLink& link) { return !is_builder_method(source.bytes(link.name)); });
        if (begin == end) return;
        unproven_.push_back(static_cast<std::uint32_t>(facts.chains.size()));
    }
    Chain chain;
    const Node receiver = unwrapped(begin->attribute.child(syntax::Field::Object));
    chain.receiver = read_value(receiver, source);
    for (auto link = begin; link != end; ++link) chain.calls.push_back(read_link(*link, source));
    chain.span = {chain.receiver.span.begin, chain.calls.back().span.end};
    chain.scope = scope;
    if (end == links.end()) chain.assigned_to = use.assigned_to;
    facts.chains.push_back(std::move(chain));
}

bool ChainReader::is_inner(const Node& call) {
    if (inner_calls_.empty() || inner_calls_.back() != call.id()) return false;
    inner_calls_.pop_back();
    return true;
}

void ChainReader::finish(StatementFacts& facts) {
    if (unproven_.empty()) return;
    std::set<std::pair<std::uint32_t, std::string_view>> holders;
    const std::set<std::pair<std::uint32_t, std::string_view>> own = given_by_own(facts);
    std::vector<bool> dropped(facts.chains.size(), false);
    for (std::uint32_t index = 0; index < facts.chains.size(); ++index) {
        const Chain& chain = facts.chains[index];
        const bool unproven = std::binary_search(unproven_.begin(), unproven_.end(), index);
        // At module level the chain that it continues may stand in another statement.
        bool held = !unproven || chain.scope == 0 || is_of_its_own(chain) || own.contains({chain.scope, chain.receiver.text});
        for (std::uint32_t scope = chain.scope; !held && scope != 0; scope = facts.scopes[scope].parent) {
            held = holders.contains({scope, chain.receiver.text});
        }
        dropped[index] = !held;
        if (held && !chain.assigned_to.empty()) holders.insert({chain.scope, chain.assigned_to});
    }
    if (std::ranges::find(dropped, true) == dropped.end()) return;
    std::vector<Chain> kept;
    for (std::size_t index = 0; index < facts.chains.size(); ++index) {
        if (!dropped[index]) kept.push_back(std::move(facts.chains[index]));
    }
    facts.chains = std::move(kept);
}

namespace {

// "table.select(…).execute()", "query.eq(…).execute()": what the name is given may be a client's table that a function gives.
bool is_of_its_own(const Chain& chain) {
    return !chain.calls.front().arguments.empty() && chain.calls.size() > 1 && chain.calls.back().method == "execute";
}

// Names that a method of the own class gives a value, by scope: "query = self.rows('id')", "query = query.eq('id', 1)".
std::set<std::pair<std::uint32_t, std::string_view>> given_by_own(const StatementFacts& facts) {
    std::set<std::pair<std::uint32_t, std::string_view>> names;
    for (const Assignment& assignment : facts.assignments) {
        if (!assignment.value || !assignment.value->is(ValueKind::Call)) continue;
        const Value& callee = assignment.value->items.front();
        if (!callee.is(ValueKind::Attribute)) continue;
        const Value& object = callee.items.front();
        if (object.is_name("self") || object.is_name("cls")) names.insert({assignment.scope, assignment.target});
    }
    return names;
}

bool has_argument(const Node& call) {
    const Node arguments = call.child(syntax::Field::Arguments);
    if (arguments.kind() != NodeKind::ArgumentList) return false;
    Cursor cursor(arguments);
    bool found = false;
    for_each_child(cursor, [&](NodeKind) { found = true; });
    return found;
}

// "USERS", "Tables.USERS"
bool is_shouted(std::string_view name) {
    return name.size() > 1 &&
           std::ranges::all_of(name, [](char byte) { return is_identifier_byte(byte) && !(byte >= 'a' && byte <= 'z'); });
}

// A call whose first argument may be a table's name, or a constant that holds one.
bool is_given_name(const Node& call, const Source& source) {
    if (call.kind() != NodeKind::Call || !has_argument(call)) return false;
    Cursor cursor(call.child(syntax::Field::Arguments));
    const std::vector<Argument> arguments = read_arguments(cursor, source);
    if (arguments.empty()) return false;
    const Value& name = arguments.front().value;
    if (name.is(ValueKind::Name) || name.is(ValueKind::Attribute)) return is_shouted(name.text);
    return name.is(ValueKind::String) && name.text.size() > 1 &&
           std::ranges::all_of(name.text, [](char byte) { return is_identifier_byte(byte); });
}

ChainCall read_link(const ChainLink& link, const Source& source) {
    ChainCall call;
    call.method = source.string(link.name);
    call.method_span = source.span_of(link.name);
    call.is_property = link.call.is_null();
    const Node last = call.is_property ? link.attribute : link.call;
    // From the dot: white space and comments may stand before it.
    const std::size_t dot = source.text.find('.', link.attribute.child(syntax::Field::Object).end());
    call.span = source.relative({static_cast<std::uint32_t>(dot), last.end()});
    if (!call.is_property) {
        Cursor cursor(link.call.child(syntax::Field::Arguments));
        call.arguments = read_arguments(cursor, source);
    }
    return call;
}

}  // namespace

}  // namespace rowtype::facts
