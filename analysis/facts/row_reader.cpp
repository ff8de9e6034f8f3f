// What is done with rows (row_facts.h). A second look at the few functions that execute a chain: bytes tell where the names of
// results stand, and only the branches of the tree that lead there are entered.
#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "analysis/facts/compared_texts.h"
#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/positions_walk.h"
#include "analysis/facts/possible_changes.h"
#include "analysis/facts/row_facts.h"
#include "analysis/facts/row_methods.h"
#include "analysis/facts/row_names.h"
#include "analysis/facts/row_paths.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

constexpr std::size_t kMaximumPath = 600;  // nodes from the statement down to a name

bool is_attribute_of_self(std::string_view target) { return target.starts_with("self.") && target.rfind('.') == 4; }

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
    void add_classes_of_attributes();
    void merge_areas();
    void find_bindings();
    void find_cursors();
    void find_names();
    void add_positions(std::string_view word);
    void visit_all(bool bindings);
    void visit(Cursor& cursor, std::size_t first, std::size_t last);
    void read_loop(const Node& node);
    void add_loop(const Node& target, RowLoop loop);
    void add_names(Cursor& target, const RowLoop& loop);
    void read_walrus(const Node& node);
    void classify();
    void read_keeping(std::size_t at);
    void read_self();
    bool climb_attribute(std::size_t& at);
    bool climb_get(std::size_t& at);
    bool climb_subscript(std::size_t& at);
    void read_unpacking(std::size_t at);
    bool is_asked_for_key(const Node& parent, const Node& current) const;
    void read_comparison(const Node& parent, const Node& current);
    [[nodiscard]] bool is_passed_on(std::size_t at) const;
    [[nodiscard]] bool is_mapped_by_function(std::size_t list) const;
    void read_handing_over(std::size_t at, bool is_whole);
    void read_making(std::size_t argument, std::size_t object);
    void add(RowUse use, const Node& object, const Node& whole, const Value* key);

    const std::vector<Node>& nodes_;
    const Source& source_;
    StatementFacts& facts_;
    RowNames rows_;
    std::vector<Span> areas_;               // the functions that they are looked for in, as far as they are not in one another
    std::vector<std::uint32_t> positions_;  // absolute, sorted
    std::vector<Node> path_;
    bool looks_for_bindings_ = false;
    bool watches_self_ = false;                 // for what may happen to its cursors
    std::vector<RowAccess> unpacked_by_loops_;  // by all that are there
    RowFacts found_;
};

void RowReader::read() {
    rows_ = row_calls(facts_);
    areas_ = rows_.functions;
    if (source_.script != nullptr) {
        const Span statement{source_.origin, source_.origin + facts_.length};
        ScriptNames mentioned = mentioned_in(slice(source_.text, statement), *source_.script);
        rows_.names.merge(mentioned.names);
        rows_.cursors.merge(mentioned.cursors);
        areas_ = {{0, facts_.length}};
    }
    if (areas_.empty()) return;
    merge_areas();
    find_cursors();
    add_classes_of_attributes();
    find_bindings();
    find_names();
    for (RowAccess& unpacked : unpacked_by_loops_) {
        if (rows_.lead_to(unpacked.object)) found_.accesses.push_back(std::move(unpacked));
    }
    // A call may open a connection or a cursor, which binding asks for; what else ":=" names matters as rows alone.
    std::erase_if(found_.named, [this](const NamedValue& named) {
        return !rows_.names.contains(named.name) && !named.value.is(ValueKind::Call);
    });
    for (const std::string& name : rows_.names) add_positions(name);
    watches_self_ = std::ranges::any_of(rows_.cursors, is_attribute_of_self);
    if (watches_self_) add_positions("self");
    for (const Span& execute : rows_.executes) positions_.push_back(source_.origin + execute.begin);
    visit_all(false);
    found_.is_of_script = source_.script != nullptr;
    if (found_.loops.empty() && found_.accesses.empty() && found_.named.empty() && !found_.is_of_script) return;
    sort_accesses(found_.accesses);
    if (!found_.is_of_script) add_possible_changes(facts_, found_);  // of a script when its statements stand together
    if (facts_.rows) {
        found_.opened = facts_.rows.get()->opened;
        found_.connections = facts_.rows.get()->connections;
        found_.yielded = facts_.rows.get()->yielded;
    }
    facts_.rows = RowFactsPointer(std::make_shared<const RowFacts>(std::move(found_)));
}

// What is kept in "self.rows" is seen in the whole class.
void RowReader::add_classes_of_attributes() {
    find_names();
    for (const Assignment& assignment : facts_.assignments) {
        if (assignment.target.find('.') == std::string::npos || !rows_.names.contains(assignment.target)) continue;
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
        const bool is_name = assignment.target.find('.') == std::string::npos || is_attribute_of_self(assignment.target);
        if (!assignment.value || !is_name) continue;
        const Value& value = *assignment.value;
        if (rows_.gives_cursor(value)) rows_.cursors.insert(assignment.target);
    }
    const RowFacts* before = facts_.rows.get();
    if (before == nullptr) before = &found_;
    for (const std::vector<OpenedName>* opened : {&before->opened, &before->connections}) {
        for (const OpenedName& each : *opened) {
            if (opens_cursor(each.opened)) rows_.cursors.insert(each.name);
        }
    }
    rows_.names.insert(rows_.cursors.begin(), rows_.cursors.end());
}

// Names that may hold a result: from the chains on, through assignments and loops.
void RowReader::find_names() {
    bool grows = true;
    while (grows) {
        const std::size_t before = rows_.names.size();
        for (const Assignment& assignment : facts_.assignments) {
            const bool is_plain = assignment.value && assignment.target.find('.') == std::string::npos;
            const bool is_kept = assignment.value && is_attribute_of_self(assignment.target);
            if ((is_plain || is_kept) && rows_.lead_to(*assignment.value)) rows_.names.insert(assignment.target);
        }
        for (const RowLoop& loop : found_.loops) {
            if (!loop.part && rows_.lead_to(loop.iterable)) rows_.names.insert(loop.target);
        }
        for (const NamedValue& named : found_.named) {
            if (rows_.lead_to(named.value)) rows_.names.insert(named.name);
        }
        grows = rows_.names.size() != before;
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
    } else if (kind == NodeKind::Identifier || (kind == NodeKind::Call && rows_.executes.contains(source_.span_of(node)))) {
        if (kind == NodeKind::Call || rows_.names.contains(source_.bytes(node))) {
            if (kind == NodeKind::Call || !is_of_lambda(path_, source_)) classify();
        } else if (watches_self_ && source_.bytes(node) == "self") {
            read_self();
        }
    } else if (kind == NodeKind::Attribute && rows_.names.contains(source_.bytes(node))) {
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
    for_each_child(parts, [&](NodeKind) {
        RowLoop own = loop;
        own.part = part++;
        add_names(parts, own);
    });
}

// All that a part of the target binds: "(b, *c)"
void RowReader::add_names(Cursor& target, const RowLoop& loop) {
    if (target.kind() == NodeKind::Identifier) {
        found_.loops.push_back(loop);
        found_.loops.back().target = source_.string(target.node());
        return;
    }
    const bool is_other = target.kind() == NodeKind::Subscript || target.kind() == NodeKind::Attribute;
    if (!is_other) for_each_child(target, [&](NodeKind) { add_names(target, loop); });
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
    bool is_whole = path_.back().kind() != NodeKind::Call;  // a row or rows that a name has
    while (at > 0) {
        const Node& parent = path_[at - 1];
        switch (parent.kind()) {
            case NodeKind::ParenthesizedExpression:
            case NodeKind::Await: --at; continue;
            case NodeKind::Attribute: {
                const std::size_t before = at;
                if (!climb_attribute(at)) return;
                is_whole = is_whole && before == at + 1;  // else of a call
                continue;
            }
            case NodeKind::Subscript:
                if (!climb_subscript(at)) return;
                is_whole = is_whole && parent.child(syntax::Field::Subscript).kind() != NodeKind::String;
                continue;
            case NodeKind::KeywordArgument: return read_handing_over(at, is_whole);
            case NodeKind::ArgumentList:
                if (!is_passed_on(at)) return read_handing_over(at, is_whole);
                is_whole = is_whole && !rows_.cursors.contains(source_.bytes(path_[at]));
                at -= 2;
                continue;
            case NodeKind::DictionarySplat: return read_making(at - 1, at);
            case NodeKind::Assignment: read_unpacking(at); break;
            // "row |= {…}", "rows += others"
            case NodeKind::AugmentedAssignment:
                if (parent.child(syntax::Field::Left).id() == path_[at].id()) add(RowUse::Escape, path_[at], path_[at], nullptr);
                break;
            // Whoever gets what an object keeps may change it.
            case NodeKind::ReturnStatement:
            case NodeKind::PatternList:
            case NodeKind::TuplePattern:
                if (path_.back().kind() == NodeKind::Attribute) add(RowUse::Escape, path_[at], path_[at], nullptr);
                return;
            case NodeKind::Other:
                if (is_asked_for_key(parent, path_[at])) add(RowUse::Escape, path_[at], path_[at], nullptr);
                else read_comparison(parent, path_[at]);
                break;
            default: break;
        }
        break;
    }
    if (is_whole) read_keeping(at);
}

void RowReader::read_keeping(std::size_t at) {
    if (rows_.cursors.contains(source_.bytes(path_[at]))) return;
    const std::optional<std::uint32_t> from = kept_from(path_, at, source_);
    if (!from) return;
    Node held = path_[at];
    while (held.kind() == NodeKind::Subscript) held = held.child(syntax::Field::Value);  // "rows[1:]" is of the same
    add(RowUse::Keep, held, held, nullptr);
    const std::uint32_t begin = *from - source_.origin;
    found_.accesses.back().span = {begin, begin};
}

// "self.method(…)", "function(self)": it may execute something on a cursor that the object keeps.
void RowReader::read_self() {
    const std::size_t at = path_.size() - 1;
    if (at < 2) return;
    const Node parent = path_[at - 1];
    const bool is_handed = parent.kind() == NodeKind::ArgumentList || parent.kind() == NodeKind::KeywordArgument;
    const bool is_called = parent.kind() == NodeKind::Attribute && path_[at - 2].kind() == NodeKind::Call &&
                           path_[at - 2].child(syntax::Field::Function).id() == parent.id();
    if (is_handed || is_called) add(RowUse::Escape, path_[at], path_[at - 1], nullptr);
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
        const bool is_passed = name == "data" || name == "_mapping";
        if (!is_passed && !is_target && !parent.has_error()) {
            Value key;
            key.text = name;
            key.span = source_.span_of(attribute);
            add(RowUse::Attribute, current, parent, &key);
        }
        --at;
        return is_passed;
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
    const bool has_left = holder.kind() == NodeKind::Assignment || holder.kind() == NodeKind::AugmentedAssignment ||
                          holder.kind() == NodeKind::ForStatement || holder.kind() == NodeKind::ForInClause;
    const bool is_target =
        holder.kind() == NodeKind::AsPatternTarget || (has_left && holder.child(syntax::Field::Left).id() == parent.id());
    const bool is_other_target = holder.kind() == NodeKind::DeleteStatement || holder.kind() == NodeKind::PatternList ||
                                 holder.kind() == NodeKind::TuplePattern || holder.kind() == NodeKind::ListPattern ||
                                 holder.kind() == NodeKind::ListSplatPattern;
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

// row["key"] == "text", "text" != row["key"], row["key"] in ("a", "b")
void RowReader::read_comparison(const Node& parent, const Node& current) {
    const bool is_key = !found_.accesses.empty() && found_.accesses.back().span == source_.span_of(current) &&
                        (found_.accesses.back().use == RowUse::Key || found_.accesses.back().use == RowUse::Get);
    if (!is_key || parent.has_error()) return;
    std::vector<Value>& compared = found_.accesses.back().compared;
    for (Value& text : texts_compared_with(parent, current, source_)) compared.push_back(std::move(text));
}

// "next(cursor)", "list(rows)"
bool RowReader::is_passed_on(std::size_t at) const {
    if (at < 2 || path_[at - 2].kind() != NodeKind::Call) return false;
    const Node function = path_[at - 2].child(syntax::Field::Function);
    return function.kind() == NodeKind::Identifier && passes_rows_on(source_.bytes(function));
}

// "map(annotate, rows)": its function may do anything; of a lambda the body is read, and a type ("map(dict, rows)") makes something new.
bool RowReader::is_mapped_by_function(std::size_t list) const {
    const Node function = path_[list - 1].child(syntax::Field::Function);
    if (!hands_rows_to_function(source_.bytes(function))) return false;
    if (function.kind() != NodeKind::Identifier) return true;  // a pool's, which may as well run it elsewhere
    Node first;
    Cursor cursor(path_[list]);
    for_each_child(cursor, [&](NodeKind) {
        if (first.is_null()) first = cursor.node();
    });
    if (first.is_null() || first.kind() == NodeKind::Lambda || first.kind() == NodeKind::None) return false;
    return !passes_rows_on(source_.bytes(first)) && !leaves_rows_alone(source_.bytes(first));
}

void RowReader::read_handing_over(std::size_t at, bool is_whole) {
    std::size_t list = at - 1;
    if (path_[list].kind() == NodeKind::KeywordArgument && list > 0) --list;
    if (path_[list].kind() != NodeKind::ArgumentList || list == 0) return;
    const std::string_view callee = source_.bytes(path_[list - 1].child(syntax::Field::Function));
    const bool is_cursor = rows_.cursors.contains(source_.bytes(path_[at]));
    const bool is_left_alone =
        is_cursor ? leaves_cursor_alone(callee) : leaves_rows_alone(callee) && !is_mapped_by_function(list);
    if (!is_left_alone) add(RowUse::Escape, path_[at], path_[at], nullptr);
    else if (is_whole) read_keeping(at);
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
    if (has_rows || source.script != nullptr) RowReader(nodes, source, facts).read();
}

}  // namespace rowtype::facts
