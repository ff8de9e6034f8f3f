#include "analysis/binding/continued_query.h"

#include <algorithm>
#include <vector>

#include "analysis/facts/local_values.h"
#include "analysis/postgrest/builder_methods.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

// Filters, orders and limits: the rows are fewer, or stand in another order.
bool keeps_rows_form(std::string_view method) {
    using postgrest::MethodRole;
    const postgrest::BuilderMethod* found = postgrest::find_method(method);
    if (found == nullptr) return false;
    switch (found->role) {
        case MethodRole::ColumnFilter:
        case MethodRole::Filter:
        case MethodRole::Match:
        case MethodRole::Or:
        case MethodRole::Not:
        case MethodRole::TextSearch:
        case MethodRole::Order:
        case MethodRole::Limit:
        case MethodRole::Range:
        case MethodRole::Offset:
        case MethodRole::Setting: return true;
        default: return false;
    }
}

// The name that such methods are called on; null where there are others. `is_single` is null where that may not be asked for.
const Value* name_behind(const Value& value, bool* is_single) {
    const Value* object = &value;
    while (object->is(ValueKind::Call) || object->is(ValueKind::Attribute)) {
        if (object->is(ValueKind::Call) && !object->items.front().is(ValueKind::Attribute)) return nullptr;
        if (object->is(ValueKind::Attribute)) {
            const bool is_one = object->text == "single" || object->text == "maybe_single";
            if (is_one && is_single != nullptr) *is_single = true;
            else if (!keeps_rows_form(object->text)) return nullptr;
        }
        object = &object->items.front();
    }
    return object->is(ValueKind::Name) ? object : nullptr;
}

// Of more branches that what reaches a place is told from, nothing is told.
constexpr std::size_t kMostPlaces = 100000;

// One question.
class HeadSearch {
public:
    HeadSearch(const facts::StatementFacts& flow, const facts::RowIndex& index, const facts::SortedNames& shared,
               std::size_t& steps)
        : scope_(flow.scopes.front()), index_(index), shared_(shared), steps_(steps) {}

    // The one head of what the name holds at its place; null where there is none, or more.
    const Value* of(const Value& name);

private:
    bool follow_name(const Value& name);
    bool follow(const Value& value);

    const facts::Scope& scope_;
    const facts::RowIndex& index_;
    const facts::SortedNames& shared_;
    std::size_t& steps_;
    std::vector<const facts::Assignment*> pending_;
    std::vector<const facts::Assignment*> seen_;
    const Value* head_ = nullptr;
};

const Value* HeadSearch::of(const Value& name) {
    if (!follow_name(name)) return nullptr;
    while (!pending_.empty()) {
        const facts::Assignment& assignment = *pending_.back();
        pending_.pop_back();
        if (assignment.augmented || !assignment.value || !follow(*assignment.value)) return nullptr;
    }
    return head_;
}

// All that may have given the name its value.
bool HeadSearch::follow_name(const Value& name) {
    if (shared_.contains(name.text)) return false;
    const facts::RowScopeUses& uses = index_.of(name.text).in(0);
    if (uses.opaque > 0 || uses.is_parameter) return false;
    steps_ += uses.assignments.size();
    if (uses.assignments.size() * scope_.suites.size() > kMostPlaces) return false;
    const auto reaching = facts::reaching_assignments(uses.assignments, scope_, name.span.begin);
    for (const facts::Assignment* assignment : reaching) {
        // What goes on from the name in a branch, goes on from one of the others.
        const Value* own =
            assignment->value && assignment != reaching.front() ? name_behind(*assignment->value, nullptr) : nullptr;
        if (own != nullptr && own->text == name.text) continue;
        if (std::ranges::find(seen_, assignment) != seen_.end()) continue;
        seen_.push_back(assignment);
        pending_.push_back(assignment);
    }
    return !reaching.empty();
}

bool HeadSearch::follow(const Value& value) {
    if (value.is(ValueKind::Conditional))
        return std::ranges::all_of(value.items, [this](const Value& side) { return follow(side); });
    if (const Value* name = name_behind(value, nullptr)) return follow_name(*name);
    if (!value.is(ValueKind::Call) || (head_ != nullptr && head_ != &value)) return false;
    head_ = &value;
    return true;
}

}  // namespace

std::optional<ContinuedQuery> continued_query(const Value& executed, const facts::StatementFacts& flow,
                                              const facts::RowIndex& index, const facts::SortedNames& shared,
                                              std::size_t& steps) {
    ContinuedQuery found;
    const Value* name = name_behind(executed.items.front().items.front(), &found.is_single);
    if (name != nullptr) found.head = HeadSearch(flow, index, shared, steps).of(*name);
    return found.head == nullptr ? std::nullopt : std::optional(found);
}

}  // namespace rowtype::binding
