#include "analysis/facts/possible_changes.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/facts/local_values.h"

namespace rowtype::facts {

namespace {

constexpr std::size_t kMostValues = 32;  // of one name at one place; of more the first ones are taken

// The name that rows are taken from; null of what no other name holds, as what a cursor gives.
const Value* root_of(const Value& value) {
    const Value* root = &value;
    while (root->is(ValueKind::Subscript) || (root->is(ValueKind::Attribute) && root->text == "data"))
        root = &root->items.front();
    return root->is(ValueKind::Name) ? root : nullptr;
}

class PossibleChanges {
public:
    PossibleChanges(const StatementFacts& facts, const RowFacts& rows) : facts_(facts), rows_(rows) {
        for (const Assignment& each : facts.assignments) assignments_[each.target].push_back(&each);
    }

    void add(const RowAccess& change);
    [[nodiscard]] std::vector<RowAccess> take() { return std::move(found_); }

private:
    [[nodiscard]] const RowLoop* loop_around(std::string_view name, std::uint32_t position) const;
    [[nodiscard]] std::ptrdiff_t count_loops(std::string_view name, std::uint32_t scope) const;
    [[nodiscard]] bool is_parameter(std::string_view name, std::uint32_t scope) const;
    [[nodiscard]] std::vector<const Assignment*> assignments_of(std::string_view name, std::uint32_t scope) const;
    void add_loops(const RowAccess& change, std::string_view name, std::uint32_t scope);
    void add_value(const RowAccess& change, const Value& value, std::uint32_t scope);

    const StatementFacts& facts_;
    const RowFacts& rows_;
    std::map<std::string_view, std::vector<const Assignment*>> assignments_;
    std::vector<RowAccess> found_;
};

void PossibleChanges::add(const RowAccess& change) {
    const Value* root = root_of(change.object);
    if (root == nullptr) return;
    const std::string_view name = root->text;
    const std::uint32_t position = root->span.begin;
    const RowLoop* loop = loop_around(name, position);
    if (loop != nullptr && loop->is_comprehension) return;
    std::uint32_t scope = change.scope;
    const auto opaque = [&] { return std::ranges::count(facts_.scopes[scope].opaque_names, name); };
    const auto binds = [&] { return opaque() > 0 || is_parameter(name, scope) || !assignments_of(name, scope).empty(); };
    while (scope != 0 && !binds()) scope = facts_.scopes[scope].parent;
    const std::vector<const Assignment*> assignments = assignments_of(name, scope);
    const std::vector<const Assignment*> reaching = reaching_assignments(assignments, facts_.scopes[scope], position);
    // What holds one thing alone, is followed.
    const bool is_bound_otherwise = opaque() > 0 || is_parameter(name, scope);
    if (!is_bound_otherwise && reaching.size() == 1 && !reaching.front()->augmented) return;
    const bool is_loops = loop != nullptr && loop->scope == scope && assignments.empty() && !is_parameter(name, scope);
    if (is_loops && opaque() <= count_loops(name, scope)) return;
    for (std::size_t index = 0; index < std::min(reaching.size(), kMostValues); ++index) {
        if (reaching[index]->value) add_value(change, *reaching[index]->value, scope);
    }
    if (opaque() > 0) add_loops(change, name, scope);
}

const RowLoop* PossibleChanges::loop_around(std::string_view name, std::uint32_t position) const {
    const RowLoop* innermost = nullptr;
    for (const RowLoop& loop : rows_.loops) {
        const bool is_around = loop.target == name && loop.span.contains(position) && !loop.iterable.span.contains(position);
        if (is_around && (innermost == nullptr || loop.span.size() < innermost->span.size())) innermost = &loop;
    }
    return innermost;
}

std::ptrdiff_t PossibleChanges::count_loops(std::string_view name, std::uint32_t scope) const {
    return std::ranges::count_if(rows_.loops, [&](const RowLoop& loop) { return loop.scope == scope && loop.target == name; });
}

bool PossibleChanges::is_parameter(std::string_view name, std::uint32_t scope) const {
    return std::ranges::any_of(facts_.parameters,
                               [&](const Parameter& each) { return each.scope == scope && each.name == name; });
}

std::vector<const Assignment*> PossibleChanges::assignments_of(std::string_view name, std::uint32_t scope) const {
    std::vector<const Assignment*> found;
    if (const auto all = assignments_.find(name); all != assignments_.end()) {
        std::ranges::copy_if(all->second, std::back_inserter(found),
                             [&](const Assignment* each) { return each->scope == scope; });
    }
    return found;
}

// Behind a loop its target is what it was last; inside of one it may have been given something else.
void PossibleChanges::add_loops(const RowAccess& change, std::string_view name, std::uint32_t scope) {
    std::size_t count = 0;
    for (const RowLoop& loop : rows_.loops) {
        if (loop.target != name || loop.scope != scope || loop.is_comprehension || loop.part) continue;
        if (loop.span.begin >= change.span.begin || ++count > kMostValues) continue;
        Value any;
        any.kind = ValueKind::Integer;
        any.text = "0";
        Value element;
        element.kind = ValueKind::Subscript;
        element.span = loop.iterable.span;
        element.items = {loop.iterable, any};
        add_value(change, element, loop.scope);
    }
}

// "row["key"]", where the value is what the row may be. What is only one of several that an object may be, says nothing of a cursor: it is
// no Escape.
void PossibleChanges::add_value(const RowAccess& change, const Value& value, std::uint32_t scope) {
    if (value.is(ValueKind::Conditional) || value.is(ValueKind::Either)) {
        for (const Value& side : value.items) add_value(change, side, scope);
        return;
    }
    if (root_of(value) == nullptr) return;
    RowAccess same = change;
    if (same.use == RowUse::Escape) same.use = RowUse::Keep;
    Value* root = &same.object;
    while (!root->is(ValueKind::Name)) root = &root->items.front();
    *root = value;
    same.scope = scope;
    found_.push_back(std::move(same));
}

}  // namespace

void add_possible_changes(const StatementFacts& facts, RowFacts& rows) {
    PossibleChanges possible(facts, rows);
    for (const RowAccess& access : rows.accesses) {
        if (access.use == RowUse::Set || access.use == RowUse::Escape) possible.add(access);
    }
    for (RowAccess& change : possible.take()) rows.accesses.push_back(std::move(change));
    std::ranges::stable_sort(rows.accesses, {}, [](const RowAccess& access) { return access.span.begin; });
}

}  // namespace rowtype::facts
