#include "analysis/binding/payload_keys.h"

#include <algorithm>
#include <utility>

#include "analysis/facts/reach.h"

namespace rowtype::binding {

namespace {

using facts::ItemChange;
using facts::Value;
using facts::ValueKind;

constexpr int kMaximumDepth = 8;

class KeyReader {
public:
    KeyReader(const facts::StatementFacts& statement, std::uint32_t scope, std::uint32_t position, const ValueResolver& resolve)
        : statement_(statement), scope_(scope), position_(position), resolve_(resolve) {}

    void read(const Value& payload, int depth);
    PayloadKeys take() { return std::move(found_); }

private:
    void read_named(const Value& name, int depth);
    void read_entries(const Value& dictionary, int depth);
    void add(const Value& key);
    [[nodiscard]] std::vector<const ItemChange*> changes_of(const std::string& target) const;

    const facts::StatementFacts& statement_;
    std::uint32_t scope_;
    std::uint32_t position_;
    const ValueResolver& resolve_;
    PayloadKeys found_;
};

void KeyReader::read(const Value& payload, int depth) {
    if (depth > kMaximumDepth) return;
    switch (payload.kind) {
        case ValueKind::List:
        case ValueKind::Tuple:
            for (const Value& row : payload.items) read(row, depth + 1);
            return;
        case ValueKind::Name:
        case ValueKind::Attribute: return read_named(payload, depth);
        case ValueKind::Dictionary: return read_entries(payload, depth);
        case ValueKind::Conditional:
            for (const Value& side : payload.items) read(side, depth + 1);
            return;
        case ValueKind::Call:
            if (!payload.items.empty() && payload.items.front().is_name("dict")) {
                for (const facts::Argument& argument : payload.arguments) {
                    if (argument.keyword.empty()) read(argument.value, depth + 1);
                    else found_.keys.push_back({argument.keyword, argument.keyword_span});
                }
            }
            return;
        default: return;
    }
}

// What statements add to it after its last assignment, they add whatever it was before.
void KeyReader::read_named(const Value& name, int depth) {
    const ResolvedValue resolved = resolve_(name);
    const std::vector<const ItemChange*> changes = changes_of(name.dotted());
    const std::size_t first = found_.keys.size();
    if (resolved.value != nullptr && !resolved.foreign) {
        read(*resolved.value, depth + 1);
    } else {
        found_.is_known = false;
    }
    for (const ItemChange* change : changes) {
        if (change->removes) {
            const auto is_gone = [change](const PayloadKey& key) {
                return change->has_others ||
                       std::ranges::any_of(change->keys, [&](const Value& gone) { return gone.text == key.name; });
            };
            const auto own = found_.keys.begin() + static_cast<std::ptrdiff_t>(first);
            found_.keys.erase(std::remove_if(own, found_.keys.end(), is_gone), found_.keys.end());
            continue;
        }
        for (const Value& key : change->keys) add(key);
        found_.is_known = found_.is_known && !change->has_others;
    }
}

void KeyReader::read_entries(const Value& dictionary, int depth) {
    for (std::size_t index = 0; index + 1 < dictionary.items.size(); index += 2) {
        const Value& key = dictionary.items[index];
        if (key.is(ValueKind::String)) add(key);
        const bool is_unpacked = key.is(ValueKind::Unknown) && key.span.empty();
        if (is_unpacked) read(dictionary.items[index + 1], depth + 1);
    }
}

void KeyReader::add(const Value& key) {
    if (key.text.empty()) return;
    found_.keys.push_back({key.text, facts::source_span(key, {0, static_cast<std::uint32_t>(key.text.size())})});
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

PayloadKeys payload_keys(const Value& payload, const facts::StatementFacts& statement, std::uint32_t scope,
                         std::uint32_t position, const ValueResolver& resolve) {
    KeyReader reader(statement, scope, position, resolve);
    reader.read(payload, 0);
    return reader.take();
}

}  // namespace rowtype::binding
