#include "analysis/binding/payload_keys.h"

#include <algorithm>
#include <utility>

#include "analysis/facts/reach.h"
#include "analysis/facts/row_facts.h"

namespace rowtype::binding {

namespace {

using facts::ItemChange;
using facts::Value;
using facts::ValueKind;

constexpr int kMaximumDepth = 8;

class KeyReader {
public:
    KeyReader(const Place& place, std::uint32_t position, const ValueResolver& resolve)
        : place_(place), statement_(*place.statement), scope_(place.scope), position_(position), resolve_(resolve) {}

    void read(const Value& payload, int depth);
    PayloadKeys take() { return std::move(found_); }

private:
    void read_named(const Value& name, int depth);
    void read_part(const Value& part, std::uint32_t position, int depth);
    void read_entries(const Value& dictionary, int depth);
    void read_comprehension(const Value& rows, int depth);
    void read_call(const Value& call, int depth);
    void read_function(const Value& call, int depth);
    void read_dump(DumpedModel dump);
    void add(const Value& key, std::size_t first);
    void replace(const std::string& name, std::size_t first);
    [[nodiscard]] Place place_of(const Value& value) const {
        return {place_.statement, facts::innermost_scope(statement_.scopes, value.span.begin), place_.module};
    }
    [[nodiscard]] bool is_of_branches(const ResolvedValue& resolved, const std::string& target) const;
    [[nodiscard]] std::vector<const ItemChange*> changes_of(const std::string& target) const;

    const Place& place_;
    const facts::StatementFacts& statement_;
    std::uint32_t scope_;
    std::uint32_t position_;
    const ValueResolver& resolve_;
    ElementOf element_;  // of the comprehension that is read
    PayloadKeys found_;
};

void KeyReader::read(const Value& payload, int depth) {
    if (depth > kMaximumDepth) {
        found_.is_known = false;
        return;
    }
    switch (payload.kind) {
        case ValueKind::List:
        case ValueKind::Tuple:
            for (const Value& row : payload.items) read(row, depth + 1);
            return;
        case ValueKind::Name:
        case ValueKind::Attribute: return read_named(payload, depth);
        case ValueKind::Dictionary: return read_entries(payload, depth);
        case ValueKind::Comprehension: return read_comprehension(payload, depth);
        case ValueKind::Conditional:
        case ValueKind::Either:
        case ValueKind::BitOr:  // {**row} | {…}
        case ValueKind::Add:    // of lists
            for (const Value& side : payload.items) read(side, depth + 1);
            return;
        case ValueKind::Starred: return read(payload.items.front(), depth + 1);
        case ValueKind::Call: return read_call(payload, depth);
        case ValueKind::None: return;
        default: found_.is_known = false; return;
    }
}

void KeyReader::read_comprehension(const Value& rows, int depth) {
    const ElementOf around = element_;
    element_ = {};
    if (rows.items[1].is(ValueKind::Name)) element_ = {rows.items[1].text, &rows.items[2]};
    read(rows.items[0], depth + 1);
    element_ = around;
}

// What statements add to it after its last assignment, they add whatever it was before.
void KeyReader::read_named(const Value& name, int depth) {
    const std::size_t first = found_.keys.size();
    if (!element_.name.empty() && name.text == element_.name) {
        found_.is_known = false;
        return;
    }
    const ResolvedValue resolved = resolve_(name);
    const std::vector<const ItemChange*> changes = changes_of(name.dotted());
    if (resolved.value != nullptr && !resolved.foreign) {
        read(*resolved.value, depth + 1);
    } else if (is_of_branches(resolved, name.dotted())) {
        for (const ResolvedValue::Alternative& one : resolved.alternatives) read(*one.value, depth + 1);
        found_.is_known = false;
    } else if (std::optional<DumpedModel> typed = typed_dictionary(name, place_of(name), element_)) {
        read_dump(std::move(*typed));
    } else {
        found_.is_known = false;
    }
    for (const ItemChange* change : changes) {
        if (change->removes) {
            found_.loses_keys = true;
            const auto is_gone = [change](const PayloadKey& key) {
                return change->has_others ||
                       std::ranges::any_of(change->keys, [&](const Value& gone) { return gone.text == key.name; });
            };
            const auto own = found_.keys.begin() + static_cast<std::ptrdiff_t>(first);
            found_.keys.erase(std::remove_if(own, found_.keys.end(), is_gone), found_.keys.end());
            continue;
        }
        for (const Value& key : change->keys) add(key, first);
        for (const Value& part : change->parts) read_part(part, change->span.begin, depth);
        found_.is_known = found_.is_known && !change->has_others;
        if (!change->has_others) continue;
        for (std::size_t index = first; index < found_.keys.size(); ++index) found_.keys[index].dump.reset();
    }
}

// A dictionary as it is when the change at `position` takes its entries over.
void KeyReader::read_part(const Value& part, std::uint32_t position, int depth) {
    if (depth >= kMaximumDepth || position >= position_) return;
    const std::uint32_t later = std::exchange(position_, position);
    read(part, depth + 1);
    position_ = later;
}

void KeyReader::read_entries(const Value& dictionary, int depth) {
    const std::size_t first = found_.keys.size();
    for (std::size_t index = 0; index + 1 < dictionary.items.size(); index += 2) {
        const Value& key = dictionary.items[index];
        if (key.is(ValueKind::String)) add(key, first);
        else if (!key.span.empty()) found_.is_known = false;
        const bool is_unpacked = key.is(ValueKind::Unknown) && key.span.empty();
        if (!is_unpacked) continue;
        const std::size_t before = found_.keys.size();
        const bool was_known = found_.is_known;
        found_.is_known = true;
        read(dictionary.items[index + 1], depth + 1);
        // What is unpacked behind a key takes its place.
        for (std::size_t added = before; added < found_.keys.size(); ++added) {
            for (std::size_t old = first; old < before; ++old) {
                if (found_.keys[old].name == found_.keys[added].name) found_.keys[old].dump.reset();
            }
        }
        for (std::size_t old = first; !found_.is_known && old < before; ++old) found_.keys[old].dump.reset();
        found_.is_known = found_.is_known && was_known;
    }
}

// "dict(row, name=…)", a model that is dumped, a function that returns a dictionary.
void KeyReader::read_call(const Value& call, int depth) {
    if (call.items.empty()) {
        found_.is_known = false;
        return;
    }
    if (call.items.front().is_name("dict")) {
        const std::size_t first = found_.keys.size();
        for (const facts::Argument& argument : call.arguments) {
            if (argument.keyword.empty()) {
                read(argument.value, depth + 1);
            } else {
                replace(argument.keyword, first);
                found_.keys.push_back({argument.keyword, argument.keyword_span});
            }
        }
        return;
    }
    if (std::optional<DumpedModel> dump = dumped_model(call, place_of(call), element_)) return read_dump(std::move(*dump));
    read_function(call, depth);
}

void KeyReader::read_dump(DumpedModel dump) {
    const std::size_t index = found_.dumps.size();
    found_.is_known = found_.is_known && dump.has_all;
    for (const DumpedField& field : dump.fields) found_.keys.push_back({field.key, dump.name_span, dump.said, index});
    found_.dumps.push_back(std::move(dump));
}

// One that returns nothing but one dictionary. The keys of another statement's stand at the call.
void KeyReader::read_function(const Value& call, int depth) {
    const Place place = place_of(call);
    const Value& callee = call.items.front();
    const facts::Function* function = nullptr;
    bool is_foreign = false;
    const bool is_method =
        callee.is(ValueKind::Attribute) && (callee.items.front().is_name("self") || callee.items.front().is_name("cls"));
    if (is_method) {
        const types::Definition owner = enclosing_class(place);
        if (owner.class_definition == nullptr) return;
        for (const facts::Function& each : statement_.functions) {
            if (each.scope == owner.class_definition->body_scope && each.name == callee.text) function = &each;
        }
    } else if (callee.is(ValueKind::Name)) {
        const types::Definition found = place.module->resolve(callee.text);
        if (found.kind == types::Definition::Kind::Function) function = found.function;
        is_foreign = found.statement != &statement_;
    }
    found_.is_known = false;
    if (function == nullptr || function->results.size() != 1 || !function->results.front().is(ValueKind::Dictionary)) return;
    const Value& row = function->results.front();
    if (!is_foreign) {
        read_entries(row, depth + 1);
        // What is unpacked there is the function's.
        found_.is_known = std::ranges::none_of(row.items, [](const Value& item) { return item.is(ValueKind::Unknown); });
        return;
    }
    for (std::size_t index = 0; index < row.items.size(); index += 2) {
        const Value& key = row.items[index];
        if (key.is(ValueKind::String) && !key.text.empty()) found_.keys.push_back({key.text, call.span, callee.text + "()"});
    }
}

void KeyReader::add(const Value& key, std::size_t first) {
    if (key.text.empty()) return;
    replace(key.text, first);
    found_.keys.push_back({key.text, facts::source_span(key, {0, static_cast<std::uint32_t>(key.text.size())})});
}

// Keys of a dictionary that are set anew do not have the values that they had.
void KeyReader::replace(const std::string& name, std::size_t first) {
    for (std::size_t index = first; index < found_.keys.size(); ++index) {
        if (found_.keys[index].name == name) found_.keys[index].dump.reset();
    }
}

// Whether each branch gives it a value of its own, from which nothing is taken away.
bool KeyReader::is_of_branches(const ResolvedValue& resolved, const std::string& target) const {
    const bool any_foreign = std::ranges::any_of(resolved.alternatives, &ResolvedValue::Alternative::foreign);
    if (resolved.alternatives.empty() || resolved.in_any_order || any_foreign) return false;
    return std::ranges::none_of(statement_.item_changes, [&](const ItemChange& change) {
        return change.scope == scope_ && change.target == target && change.removes;
    });
}

std::vector<const ItemChange*> KeyReader::changes_of(const std::string& target) const {
    std::uint32_t assigned = 0;  // where the value that the changes are of was given to the name last
    for (const facts::Assignment& assignment : statement_.assignments) {
        const bool is_before = assignment.scope == scope_ && assignment.target == target && assignment.span.end <= position_;
        if (is_before) assigned = std::max(assigned, assignment.span.end);
    }
    std::vector<const ItemChange*> changes;
    for (const ItemChange& change : statement_.item_changes) {
        if (change.scope != scope_ || change.target != target || target.empty()) continue;
        if (change.span.begin < assigned || change.span.end > position_) continue;
        // What may be taken away on another way is not certainly there.
        const bool counts = change.removes || facts::may_reach(statement_.scopes[scope_], change.span.begin, position_);
        if (counts) changes.push_back(&change);
    }
    return changes;
}

}  // namespace

PayloadKeys payload_keys(const Value& payload, const Place& place, std::uint32_t position, const ValueResolver& resolve) {
    KeyReader reader(place, position, resolve);
    reader.read(payload, 0);
    return reader.take();
}

}  // namespace rowtype::binding
