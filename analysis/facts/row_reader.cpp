// What is done with rows (row_facts.h). A second look at the few functions that execute a chain: bytes tell where the names of
// results stand, and only the branches of the tree that lead there are entered.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/positions_walk.h"
#include "analysis/facts/row_facts.h"
#include "analysis/facts/row_methods.h"

namespace rowtype::facts {

using syntax::Cursor;
using syntax::Node;
using syntax::NodeKind;

namespace {

constexpr std::size_t kMaximumPath = 600;  // nodes from the statement down to a name

bool is_attribute_of_self(std::string_view target) { return target.starts_with("self.") && target.rfind('.') == 4; }

// "client.hgetall(key)", "json.loads(client.get(key))": a row as a cache has it.
bool gives_entry(const NamedCall& call) { return call.method == "hgetall" || call.method == "loads"; }

// "conn.fetch(sql)", "conn.fetchrow(sql)"; "cursor.execute(sql)", after which the cursor gives them.
bool gives_rows(const SqlCall& call) {
    const bool is_method = call.callee.is(ValueKind::Attribute);
    return call.method == "fetch" || call.method == "fetchrow" ||
           (is_method && (call.method == "execute" || call.method == "stream"));
}

// The targets of "a, b"; 0 of one that is no pattern, or has a starred part.
std::uint32_t parts_of(const Node& pattern) {
    const NodeKind kind = pattern.kind();
    if (kind != NodeKind::PatternList && kind != NodeKind::TuplePattern && kind != NodeKind::ListPattern) return 0;
    Cursor cursor(pattern);
    std::uint32_t count = 0;
    bool is_starred = false;
    for_each_child(cursor, [&](NodeKind part) {
        ++count;
        is_starred =
            is_starred || part == NodeKind::ListSplatPattern || part == NodeKind::SplatPattern || part == NodeKind::ListSplat;
    });
    return is_starred ? 0 : count;
}

class RowReader {
public:
    RowReader(const std::vector<Node>& nodes, const Source& source, StatementFacts& facts)
        : nodes_(nodes), source_(source), facts_(facts) {}

    void read();

private:
    void find_areas();
    void add_classes_of_attributes();
    void merge_areas();
    void find_bindings();
    void find_cursors();
    void find_names();
    [[nodiscard]] bool leads_to_rows(const Value& value) const;
    void add_positions(std::string_view word);
    void visit_all(bool bindings);
    void visit(Cursor& cursor, std::size_t first, std::size_t last);
    void read_loop(const Node& node);
    void add_loop(const Node& target, RowLoop loop);
    void read_walrus(const Node& node);
    void classify();
    bool climb_attribute(std::size_t& at);
    bool climb_get(std::size_t& at);
    bool climb_subscript(std::size_t& at);
    void read_unpacking(std::size_t at);
    bool is_asked_for_key(const Node& parent, const Node& current) const;
    [[nodiscard]] bool is_passed_on(std::size_t at) const;
    void read_handing_over(std::size_t at);
    void read_making(std::size_t argument, std::size_t object);
    void add(RowUse use, const Node& object, const Node& whole, const Value* key);

    const std::vector<Node>& nodes_;
    const Source& source_;
    StatementFacts& facts_;
    std::vector<Span> areas_;  // relative
    std::set<Span> executes_;  // chains up to their execute(), relative
    std::set<std::string> names_;
    std::set<std::string> cursors_;         // those of them
    std::vector<std::uint32_t> positions_;  // absolute, sorted
    std::vector<Node> path_;
    bool looks_for_bindings_ = false;
    std::vector<RowAccess> unpacked_by_loops_;  // by all that are there
    RowFacts found_;
};

void RowReader::read() {
    find_areas();
    if (areas_.empty()) return;
    add_classes_of_attributes();
    find_bindings();
    find_cursors();
    find_names();
    for (RowAccess& unpacked : unpacked_by_loops_) {
        if (leads_to_rows(unpacked.object)) found_.accesses.push_back(std::move(unpacked));
    }
    std::erase_if(found_.named, [this](const NamedValue& named) { return !names_.contains(named.name); });
    for (const std::string& name : names_) add_positions(name);
    for (const Span& execute : executes_) positions_.push_back(source_.origin + execute.begin);
    visit_all(false);
    if (found_.loops.empty() && found_.accesses.empty()) return;
    std::ranges::stable_sort(found_.accesses, {}, [](const RowAccess& access) { return access.span.begin; });
    if (facts_.rows) {
        found_.opened = facts_.rows.get()->opened;
        found_.connections = facts_.rows.get()->connections;
        found_.yielded = facts_.rows.get()->yielded;
    }
    facts_.rows = RowFactsPointer(std::make_shared<const RowFacts>(std::move(found_)));
}

// The functions that execute a chain, as far as they are not in one another.
void RowReader::find_areas() {
    for (const Chain& chain : facts_.chains) {
        const auto execute = std::ranges::find(chain.calls, "execute", &ChainCall::method);
        if (execute == chain.calls.end()) continue;
        executes_.insert({chain.span.begin, execute->span.end});
        areas_.push_back(facts_.scopes[chain.scope].span);
    }
    for (const NamedCall& call : facts_.named_calls) {
        if (!gives_entry(call)) continue;
        executes_.insert(call.span);
        areas_.push_back(facts_.scopes[call.scope].span);
    }
    for (const SqlCall& call : facts_.sql_calls) {
        if (!gives_rows(call)) continue;
        executes_.insert(call.span);
        areas_.push_back(facts_.scopes[call.scope].span);
    }
    merge_areas();
}

// What is kept in "self.rows" is seen in the whole class.
void RowReader::add_classes_of_attributes() {
    find_names();
    for (const Assignment& assignment : facts_.assignments) {
        if (assignment.target.find('.') == std::string::npos || !names_.contains(assignment.target)) continue;
        const Scope& method = facts_.scopes[assignment.scope];
        if (facts_.scopes[method.parent].kind == ScopeKind::Class) areas_.push_back(facts_.scopes[method.parent].span);
    }
    merge_areas();
}

void RowReader::merge_areas() {
    std::ranges::sort(areas_, [](const Span& left, const Span& right) {
        return left.begin != right.begin ? left.begin < right.begin : left.end > right.end;
    });
    std::vector<Span> outer;
    for (const Span& area : areas_) {
        if (outer.empty() || area.begin >= outer.back().end) outer.push_back(area);
    }
    areas_ = std::move(outer);
}

void RowReader::find_bindings() {
    add_positions("for");
    for (const Span& area : areas_) {
        const std::string_view bytes = slice(source_.text, {source_.origin + area.begin, source_.origin + area.end});
        for (std::size_t at = find_bytes(bytes, ":="); at != std::string_view::npos; at = find_bytes(bytes, ":=", at + 1))
            positions_.push_back(source_.origin + area.begin + static_cast<std::uint32_t>(at));
    }
    visit_all(true);
}

void RowReader::find_cursors() {
    for (const Assignment& assignment : facts_.assignments) {
        const bool is_plain = assignment.value && assignment.target.find('.') == std::string::npos;
        if (!is_plain) continue;
        const Value& value = *assignment.value;
        const bool is_executed =
            value.is(ValueKind::Call) && executes_.contains(value.span) && value.items.front().text == "execute";
        if (is_executed || opens_cursor(value)) cursors_.insert(assignment.target);
    }
    const RowFacts* before = facts_.rows.get();
    if (before == nullptr) before = &found_;
    for (const std::vector<OpenedName>* opened : {&before->opened, &before->connections}) {
        for (const OpenedName& each : *opened) {
            if (opens_cursor(each.opened)) cursors_.insert(each.name);
        }
    }
    names_.insert(cursors_.begin(), cursors_.end());
}

// Names that may hold a result: from the chains on, through assignments and loops.
void RowReader::find_names() {
    bool grows = true;
    while (grows) {
        const std::size_t before = names_.size();
        for (const Assignment& assignment : facts_.assignments) {
            const bool is_plain = assignment.value && assignment.target.find('.') == std::string::npos;
            const bool is_kept = assignment.value && is_attribute_of_self(assignment.target);
            if ((is_plain || is_kept) && leads_to_rows(*assignment.value)) names_.insert(assignment.target);
        }
        for (const RowLoop& loop : found_.loops) {
            if (!loop.part && leads_to_rows(loop.iterable)) names_.insert(loop.target);
        }
        for (const NamedValue& named : found_.named) {
            if (leads_to_rows(named.value)) names_.insert(named.name);
        }
        grows = names_.size() != before;
    }
}

bool RowReader::leads_to_rows(const Value& value) const {
    switch (value.kind) {
        case ValueKind::Name: return names_.contains(value.text);
        case ValueKind::Attribute:
            if (value.items.front().is_name("self")) return names_.contains("self." + value.text);
            return value.text == "data" && leads_to_rows(value.items.front());
        case ValueKind::Subscript: return leads_to_rows(value.items.front());
        case ValueKind::Either:
        case ValueKind::Conditional:
            return std::ranges::any_of(value.items, [&](const Value& side) { return leads_to_rows(side); });
        case ValueKind::Call: {
            if (executes_.contains(value.span)) return true;
            const Value& callee = value.items.front();
            if (callee.is(ValueKind::Attribute))
                return (callee.text == "get" || is_fetch(callee.text)) && leads_to_rows(callee.items.front());
            const Value* first = value.positional(0);
            return callee.is(ValueKind::Name) && passes_rows_on(callee.text) && first != nullptr && leads_to_rows(*first);
        }
        default: return false;
    }
}

void RowReader::add_positions(std::string_view word) {
    for (const Span& area : areas_) {
        const std::string_view bytes = slice(source_.text, {source_.origin + area.begin, source_.origin + area.end});
        for (std::size_t at = find_bytes(bytes, word); at != std::string_view::npos; at = find_bytes(bytes, word, at + 1)) {
            const bool starts = at == 0 || (!is_identifier_byte(bytes[at - 1]) && bytes[at - 1] != '.');
            const std::size_t end = at + word.size();
            const bool ends = end >= bytes.size() || !is_identifier_byte(bytes[end]);
            if (starts && ends) positions_.push_back(source_.origin + area.begin + static_cast<std::uint32_t>(at));
        }
    }
}

void RowReader::visit_all(bool bindings) {
    looks_for_bindings_ = bindings;
    std::ranges::sort(positions_);
    positions_.erase(std::ranges::unique(positions_).begin(), positions_.end());
    for (const Node& node : nodes_) {
        Cursor cursor(node);
        path_.clear();
        const Span span = node.span();
        const auto first = std::ranges::lower_bound(positions_, span.begin);
        const auto last = std::ranges::lower_bound(positions_, span.end);
        if (first != last) {
            visit(cursor, static_cast<std::size_t>(first - positions_.begin()),
                  static_cast<std::size_t>(last - positions_.begin()));
        }
    }
    positions_.clear();
}

// Positions first to last are those inside of the node.
void RowReader::visit(Cursor& cursor, std::size_t first, std::size_t last) {
    const Node node = cursor.node();
    const NodeKind kind = node.kind();
    if (path_.size() >= kMaximumPath || kind == NodeKind::Comment || kind == NodeKind::Error) return;
    path_.push_back(node);
    if (looks_for_bindings_) {
        if (kind == NodeKind::ForStatement || kind == NodeKind::ForInClause) read_loop(node);
        if (kind == NodeKind::NamedExpression) read_walrus(node);
    } else if (kind == NodeKind::Identifier || (kind == NodeKind::Call && executes_.contains(source_.span_of(node)))) {
        if (kind == NodeKind::Call || names_.contains(source_.string(node))) classify();
    } else if (kind == NodeKind::Attribute && names_.contains(source_.string(node))) {
        classify();
    }
    visit_children_with(positions_, cursor, first, last,
                        [this](Cursor& child, std::size_t begin, std::size_t end) { visit(child, begin, end); });
    path_.pop_back();
}

// The clause of a comprehension holds for all of it.
void RowReader::read_loop(const Node& node) {
    Node target = node.child(syntax::Field::Left);
    const Node iterable = node.child(syntax::Field::Right);
    if (target.is_null() || iterable.is_null() || node.has_error()) return;
    Cursor cursor(iterable);
    RowLoop loop;
    loop.iterable = read_value(cursor, source_);
    if (loop.iterable.is(ValueKind::Call) && loop.iterable.items.front().is_name("enumerate")) {
        const Value* counted = loop.iterable.positional(0);
        if (counted == nullptr) return;
        Cursor pattern(target);
        Node second;
        std::size_t count = 0;
        for_each_child(pattern, [&](NodeKind) { second = ++count == 2 ? pattern.node() : second; });
        if (count != 2) return;
        target = second;
        Value inner = *counted;
        loop.iterable = std::move(inner);
    }
    const bool is_clause = node.kind() == NodeKind::ForInClause;
    loop.is_comprehension = is_clause;
    loop.span = source_.span_of(is_clause && path_.size() > 1 ? path_[path_.size() - 2] : node);
    loop.scope = innermost_scope(facts_.scopes, source_.span_of(node).begin);
    add_loop(target, std::move(loop));
}

void RowReader::add_loop(const Node& target, RowLoop loop) {
    if (target.kind() == NodeKind::Identifier) {
        loop.target = source_.string(target);
        found_.loops.push_back(std::move(loop));
        return;
    }
    if (const std::uint32_t parts = parts_of(target); parts > 0) {
        RowAccess unpacked;
        unpacked.use = RowUse::UnpackEach;
        unpacked.object = loop.iterable;
        unpacked.span = unpacked.key_span = source_.span_of(target);
        unpacked.parts = parts;
        unpacked.scope = loop.scope;
        unpacked_by_loops_.push_back(std::move(unpacked));
    }
    if (target.kind() != NodeKind::PatternList && target.kind() != NodeKind::TuplePattern) return;
    Cursor parts(target);
    std::uint32_t part = 0;
    for_each_child(parts, [&](NodeKind kind) {
        RowLoop own = loop;
        own.part = part++;
        if (kind == NodeKind::Identifier) own.target = source_.string(parts.node());
        if (!own.target.empty()) found_.loops.push_back(std::move(own));
    });
}

void RowReader::read_walrus(const Node& node) {
    const Node name = node.child(syntax::Field::Name);
    const Node value = node.child(syntax::Field::Value);
    if (name.is_null() || value.is_null() || node.has_error()) return;
    const Span span = source_.span_of(node);
    found_.named.push_back({source_.string(name), read_value(value, source_), span, innermost_scope(facts_.scopes, span.begin)});
}

// From the name at the end of the path up, as far as the expression goes on from it.
void RowReader::classify() {
    std::size_t at = path_.size() - 1;
    while (at > 0) {
        const Node& parent = path_[at - 1];
        switch (parent.kind()) {
            case NodeKind::ParenthesizedExpression:
            case NodeKind::Await: --at; continue;
            case NodeKind::Attribute:
                if (!climb_attribute(at)) return;
                continue;
            case NodeKind::Subscript:
                if (!climb_subscript(at)) return;
                continue;
            case NodeKind::KeywordArgument: return read_handing_over(at);
            case NodeKind::ArgumentList:
                if (!is_passed_on(at)) return read_handing_over(at);
                at -= 2;
                continue;
            case NodeKind::DictionarySplat: return read_making(at - 1, at);
            case NodeKind::Assignment: return read_unpacking(at);
            // Whoever gets what an object keeps may change it.
            case NodeKind::ReturnStatement:
            case NodeKind::PatternList:
            case NodeKind::TuplePattern:
                if (path_.back().kind() == NodeKind::Attribute) add(RowUse::Escape, path_[at], path_[at], nullptr);
                return;
            case NodeKind::Other:
                if (is_asked_for_key(parent, path_[at])) add(RowUse::Escape, path_[at], path_[at], nullptr);
                return;
            default: return;
        }
    }
}

bool RowReader::climb_attribute(std::size_t& at) {
    const Node parent = path_[at - 1];
    const Node current = path_[at];
    if (parent.child(syntax::Field::Object).id() != current.id()) return false;
    const Node attribute = parent.child(syntax::Field::Attribute);
    const std::string_view name = source_.bytes(attribute);
    const Node holder = at >= 2 ? path_[at - 2] : Node{};
    const bool is_called = holder.kind() == NodeKind::Call && holder.child(syntax::Field::Function).id() == parent.id();
    if (!is_called) {
        const bool is_target = holder.kind() == NodeKind::Assignment && holder.child(syntax::Field::Left).id() == parent.id();
        if (name != "data" && !is_target && !parent.has_error()) {
            Value key;
            key.text = name;
            key.span = source_.span_of(attribute);
            add(RowUse::Attribute, current, parent, &key);
        }
        --at;
        return name == "data";
    }
    if (name == "get") return climb_get(at);
    if (is_fetch(name)) {
        at -= 2;
        return true;
    }
    const Node arguments = holder.child(syntax::Field::Arguments);
    const bool executes = (name == "execute" || name == "stream") && source_.bytes(arguments) != "()";
    if (executes) add(RowUse::Execute, current, holder, nullptr);
    else if (!changes_nothing(name)) add(RowUse::Escape, current, holder, nullptr);
    return false;
}

bool RowReader::climb_get(std::size_t& at) {
    const Node call = path_[at - 2];
    if (call.has_error()) return false;
    Cursor cursor(call.child(syntax::Field::Arguments));
    const std::vector<Argument> arguments = read_arguments(cursor, source_);
    const Value* key = find_positional(arguments, 0);
    if (key == nullptr || !key->is(ValueKind::String)) return false;
    const std::size_t before = found_.accesses.size();
    add(RowUse::Get, path_[at], call, key);
    if (found_.accesses.size() > before) found_.accesses.back().has_default = arguments.size() > 1;
    at -= 2;
    return true;
}

// "a, b = row"
void RowReader::read_unpacking(std::size_t at) {
    const Node assignment = path_[at - 1];
    const Node target = assignment.child(syntax::Field::Left);
    const std::uint32_t parts = target.is_null() || assignment.has_error() ? 0 : parts_of(target);
    if (parts == 0 || assignment.child(syntax::Field::Right).id() != path_[at].id()) return;
    add(RowUse::Unpack, path_[at], assignment, nullptr);
    found_.accesses.back().key_span = source_.span_of(target);
    found_.accesses.back().parts = parts;
}

bool RowReader::climb_subscript(std::size_t& at) {
    const Node parent = path_[at - 1];
    const Node current = path_[at];
    if (parent.child(syntax::Field::Value).id() != current.id() || parent.has_error()) return false;
    const Node holder = at >= 2 ? path_[at - 2] : Node{};
    const bool is_target = (holder.kind() == NodeKind::Assignment || holder.kind() == NodeKind::AugmentedAssignment) &&
                           holder.child(syntax::Field::Left).id() == parent.id();
    const bool is_other_target = holder.kind() == NodeKind::DeleteStatement || holder.kind() == NodeKind::PatternList ||
                                 holder.kind() == NodeKind::TuplePattern;
    const Node index = parent.child(syntax::Field::Subscript);
    if (index.kind() == NodeKind::String) {
        Cursor cursor(index);
        const Value key = read_value(cursor, source_);
        if (is_other_target || !key.is(ValueKind::String)) {
            if (is_other_target) add(RowUse::Escape, current, parent, nullptr);
            return false;
        }
        add(is_target ? RowUse::Set : RowUse::Key, current, parent, &key);
    } else if (is_target || is_other_target) {
        add(RowUse::Escape, current, parent, nullptr);
        return false;
    } else if (const Value number = read_value(index, source_); number.is(ValueKind::Integer)) {
        add(RowUse::Index, current, parent, &number);
    }
    --at;
    return true;
}

// "key" in row
bool RowReader::is_asked_for_key(const Node& parent, const Node& current) const {
    std::string_view before = slice(source_.text, {parent.begin(), current.begin()});
    while (!before.empty() && (before.back() == ' ' || before.back() == '(' || before.back() == '\n')) before.remove_suffix(1);
    return before.ends_with("in") && before.size() > 2 && !is_identifier_byte(before[before.size() - 3]);
}

// "next(cursor)", "list(rows)"
bool RowReader::is_passed_on(std::size_t at) const {
    if (at < 2 || path_[at - 2].kind() != NodeKind::Call) return false;
    const Node function = path_[at - 2].child(syntax::Field::Function);
    return function.kind() == NodeKind::Identifier && passes_rows_on(source_.bytes(function));
}

void RowReader::read_handing_over(std::size_t at) {
    std::size_t list = at - 1;
    if (path_[list].kind() == NodeKind::KeywordArgument && list > 0) --list;
    if (path_[list].kind() != NodeKind::ArgumentList || list == 0) return;
    const std::string_view callee = source_.bytes(path_[list - 1].child(syntax::Field::Function));
    const bool is_cursor = path_[at].kind() == NodeKind::Identifier && cursors_.contains(source_.string(path_[at]));
    if (is_cursor ? !leaves_cursor_alone(callee) : !leaves_rows_alone(callee)) add(RowUse::Escape, path_[at], path_[at], nullptr);
    const bool validates = callee.ends_with(".model_validate") || callee.ends_with(".parse_obj");
    if (validates && list + 1 == at) read_making(at, at);
}

// "User(**row)", "User.model_validate(row)", with nothing else: `argument` and `object` are places on the path.
void RowReader::read_making(std::size_t argument, std::size_t object) {
    if (argument < 2 || path_[argument - 1].kind() != NodeKind::ArgumentList) return;
    Cursor arguments(path_[argument - 1]);
    std::size_t count = 0;
    for_each_child(arguments, [&](NodeKind) { ++count; });
    Node callee = path_[argument - 2].child(syntax::Field::Function);
    if (argument == object && !callee.is_null()) callee = callee.child(syntax::Field::Object);
    if (count != 1 || callee.is_null() || path_[argument - 2].has_error()) return;
    const std::string_view name = source_.bytes(callee);
    const char first = name.substr(name.rfind('.') + 1).front();
    const bool is_class = first >= 'A' && first <= 'Z' && name.find_first_of("([ \n") == std::string_view::npos;
    if (!is_class) return;
    add(RowUse::Make, path_[object], path_[argument - 2], nullptr);
    found_.accesses.back().key = name;
    found_.accesses.back().key_span = source_.span_of(callee);
}

void RowReader::add(RowUse use, const Node& object, const Node& whole, const Value* key) {
    Cursor cursor(object);
    RowAccess access;
    access.use = use;
    access.object = read_value(cursor, source_);
    access.span = source_.span_of(whole);
    access.scope = innermost_scope(facts_.scopes, access.span.begin);
    if (key != nullptr) {
        if (key->text.empty()) return;
        access.key = key->text;
        const bool is_text = key->is(ValueKind::String);
        access.key_span = is_text ? source_span(*key, {0, static_cast<std::uint32_t>(key->text.size())}) : key->span;
    }
    found_.accesses.push_back(std::move(access));
}

}  // namespace

void read_rows(const std::vector<Node>& nodes, const Source& source, StatementFacts& facts) {
    const bool has_rows = !facts.chains.empty() || std::ranges::any_of(facts.named_calls, gives_entry) ||
                          std::ranges::any_of(facts.sql_calls, gives_rows);
    if (has_rows) RowReader(nodes, source, facts).read();
}

}  // namespace rowtype::facts
