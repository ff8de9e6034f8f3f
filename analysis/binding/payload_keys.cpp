#include "analysis/binding/payload_keys.h"

#include <algorithm>
#include <utility>

#include "analysis/binding/other_module.h"
#include "analysis/binding/row_changes.h"
#include "analysis/binding/text_places.h"
#include "analysis/facts/row_facts.h"

namespace rowtype::binding {

namespace {

using facts::ItemChange;
using facts::Value;
using facts::ValueKind;

constexpr int kMaximumDepth = 8;

class KeyReader {
public:
    KeyReader(const Place& place, std::uint32_t position, const ValueResolver& resolve, const Context& context)
        : place_(place),
          statement_(*place.statement),
          scope_(place.scope),
          position_(position),
          resolve_(resolve),
          context_(context) {}

    void read(const Value& payload, int depth);
    PayloadKeys take() { return std::move(found_); }

private:
    void read_named(const Value& name, int depth);
    void read_part(const Value& part, std::uint32_t position, int depth);
    bool read_held(const Value& name, const ResolvedValue& row);
    void read_held_entries(const Value& row, const TextOrigin& holder, Span brought);
    void change_held(const Value& name, const TextOrigin& holder, std::size_t first);
    void read_entries(const Value& dictionary, int depth);
    void read_comprehension(const Value& rows, int depth);
    void read_call(const Value& call, int depth);
    void read_function(const Value& call, int depth);
    void read_dump(DumpedModel dump);
    void add(const Value& key, std::size_t first);
    void remove_keys(const ItemChange& change, std::size_t first);
    void replace(const std::string& name, std::size_t first);
    [[nodiscard]] Place place_of(const Value& value) const {
        return {place_.statement, facts::innermost_scope(statement_.scopes, value.span.begin), place_.module};
    }
    [[nodiscard]] bool is_of_branches(const ResolvedValue& resolved, const std::string& target) const;

    const Place& place_;
    const facts::StatementFacts& statement_;
    std::uint32_t scope_;
    std::uint32_t position_;
    const ValueResolver& resolve_;
    const Context& context_;
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
    const std::vector<const ItemChange*> changes = row_changes(statement_, scope_, name.dotted(), position_);
    if (resolved.value != nullptr && !resolved.foreign) {
        read(*resolved.value, depth + 1);
    } else if (read_held(name, resolved)) {
        found_.is_known = false;
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
            remove_keys(*change, first);
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

// A row that another statement of the module makes, and others may add to; false where the name is no such.
bool KeyReader::read_held(const Value& name, const ResolvedValue& row) {
    const bool is_row = row.value != nullptr && (row.value->is(ValueKind::Dictionary) || row.value->is(ValueKind::List));
    const bool is_here = row.foreign && row.origin.module == &context_.names;
    if (!is_row || !is_here || !name.is(ValueKind::Name)) return false;
    const std::size_t first = found_.keys.size();
    read_held_entries(*row.value, row.origin, name.span);
    change_held(name, row.origin, first);
    return true;
}

void KeyReader::read_held_entries(const Value& row, const TextOrigin& holder, Span brought) {
    if (row.is(ValueKind::List)) {
        for (const Value& each : row.items) read_held_entries(each, holder, brought);
    }
    if (!row.is(ValueKind::Dictionary)) return;
    for (std::size_t index = 0; index + 1 < row.items.size(); index += 2) {
        const Value& key = row.items[index];
        if (!key.is(ValueKind::String) || key.text.empty()) continue;
        const Span written = facts::source_span(key, {0, static_cast<std::uint32_t>(key.text.size())});
        found_.keys.push_back({key.text, place_of_held(written, holder, false, brought, context_)});
    }
}

// What the module's statements do between the two; to code in a function they may all have run.
void KeyReader::change_held(const Value& name, const TextOrigin& holder, std::size_t first) {
    const std::uint32_t offset = offset_of(statement_, context_.file_facts);
    for (const facts::ModuleChange& each : context_.names.changes(name.text)) {
        const ItemChange& change = *each.change;
        const bool is_own = each.placed->facts.get() == &statement_;
        const bool is_before = each.placed->offset >= holder.offset && !is_own && each.placed->offset < offset;
        const bool may_run = scope_ != 0 || change.scope != 0 || is_before;
        if (!may_run || (is_own && change.scope == scope_)) continue;  // row_changes() has those at the call's own place
        if (change.removes) {
            remove_keys(change, first);
        } else if (change.scope == 0) {
            for (const Value& key : change.keys) {
                if (key.text.empty()) continue;
                const Span written = facts::source_span(key, {0, static_cast<std::uint32_t>(key.text.size())});
                const TextOrigin origin{&context_.names, each.placed->offset, false};
                found_.keys.push_back({key.text, place_of_held(written, origin, false, name.span, context_)});
            }
        }
    }
}

void KeyReader::remove_keys(const ItemChange& change, std::size_t first) {
    found_.loses_keys = true;
    const auto is_gone = [&](const PayloadKey& key) {
        return change.has_others || std::ranges::any_of(change.keys, [&](const Value& gone) { return gone.text == key.name; });
    };
    const auto own = found_.keys.begin() + static_cast<std::ptrdiff_t>(first);
    found_.keys.erase(std::remove_if(own, found_.keys.end(), is_gone), found_.keys.end());
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

}  // namespace

PayloadKeys payload_keys(const Value& payload, const Place& place, std::uint32_t position, const ValueResolver& resolve,
                         const Context& context) {
    KeyReader reader(place, position, resolve, context);
    reader.read(payload, 0);
    return reader.take();
}

}  // namespace rowtype::binding
