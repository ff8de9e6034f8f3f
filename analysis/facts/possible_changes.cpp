#include "analysis/facts/possible_changes.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/facts/local_values.h"
#include "analysis/facts/row_index.h"

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
    // `changed`: the names of the changes' roots, sorted.
    PossibleChanges(const StatementFacts& facts, const RowFacts& rows, const std::vector<std::string_view>& changed)
        : facts_(facts), index_(facts, rows, changed) {}

    void add(const RowAccess& change);
    [[nodiscard]] std::vector<RowAccess> take() { return std::move(found_); }

private:
    void add_loops(const RowAccess& change, const RowNameUses& uses, std::uint32_t scope);
    void add_named(const RowAccess& change, const RowNameUses& uses, std::uint32_t scope);
    void add_value(const RowAccess& change, const Value& value, std::uint32_t scope);

    const StatementFacts& facts_;
    const RowIndex index_;
    std::vector<RowAccess> found_;
};

void PossibleChanges::add(const RowAccess& change) {
    const Value* root = root_of(change.object);
    if (root == nullptr) return;
    const RowNameUses& uses = index_.of(root->text);
    const std::uint32_t position = root->span.begin;
    const RowLoop* loop = uses.innermost_loop(position);
    if (loop != nullptr && loop->is_comprehension) return;
    std::uint32_t scope = change.scope;
    while (scope != 0 && !uses.in(scope).binds()) scope = facts_.scopes[scope].parent;
    const RowScopeUses& here = uses.in(scope);
    const std::vector<const Assignment*> reaching = reaching_assignments(here.assignments, facts_.scopes[scope], position);
    // What holds one thing alone, is followed.
    const bool is_bound_otherwise = here.opaque > 0 || here.is_parameter;
    if (!is_bound_otherwise && reaching.size() == 1 && !reaching.front()->augmented) return;
    const bool is_loops = loop != nullptr && loop->scope == scope && here.assignments.empty() && !here.is_parameter;
    if (is_loops && here.opaque <= here.loops) return;
    for (std::size_t index = 0; index < std::min(reaching.size(), kMostValues); ++index) {
        if (reaching[index]->value) add_value(change, *reaching[index]->value, scope);
    }
    if (here.opaque == 0) return;
    add_loops(change, uses, scope);
    add_named(change, uses, scope);
}

// Behind a loop its target is what it was last; inside of one it may have been given something else.
void PossibleChanges::add_loops(const RowAccess& change, const RowNameUses& uses, std::uint32_t scope) {
    std::size_t count = 0;
    uses.for_each_loop([&](const RowLoop& loop) {
        if (loop.scope != scope || loop.is_comprehension || loop.part) return;
        if (loop.span.begin >= change.span.begin || ++count > kMostValues) return;
        Value any;
        any.kind = ValueKind::Integer;
        any.text = "0";
        Value element;
        element.kind = ValueKind::Subscript;
        element.span = loop.iterable.span;
        element.items = {loop.iterable, any};
        add_value(change, element, loop.scope);
    });
}

// "(row := rows[0])"
void PossibleChanges::add_named(const RowAccess& change, const RowNameUses& uses, std::uint32_t scope) {
    std::size_t count = 0;
    for (const NamedValue* each : uses.named()) {
        if (each->scope != scope || each->span.begin >= change.span.begin || ++count > kMostValues) continue;
        add_value(change, each->value, scope);
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
    const auto changes = [](const RowAccess& access) { return access.use == RowUse::Set || access.use == RowUse::Escape; };
    std::vector<std::string_view> changed;
    for (const RowAccess& access : rows.accesses) {
        const Value* root = changes(access) ? root_of(access.object) : nullptr;
        if (root != nullptr) changed.push_back(root->text);
    }
    if (!changed.empty()) {
        std::ranges::sort(changed);
        PossibleChanges possible(facts, rows, changed);
        for (const RowAccess& access : rows.accesses) {
            if (changes(access)) possible.add(access);
        }
        for (RowAccess& change : possible.take()) rows.accesses.push_back(std::move(change));
    }
    sort_accesses(rows.accesses);
}

}  // namespace rowtype::facts
