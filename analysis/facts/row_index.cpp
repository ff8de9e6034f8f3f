#include "analysis/facts/row_index.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace rowtype::facts {

namespace {

bool is_asked(const std::vector<std::string_view>* asked, std::string_view name) {
    return asked == nullptr || std::ranges::binary_search(*asked, name);
}

}  // namespace

RowIndex::RowIndex(const StatementFacts& facts) {
    add_names(facts, nullptr);
    if (facts.rows) add_rows(*facts.rows.get(), nullptr);
}

RowIndex::RowIndex(const StatementFacts& facts, const RowFacts& rows, const std::vector<std::string_view>& asked) {
    add_names(facts, &asked);
    add_rows(rows, &asked);
}

void RowIndex::add_names(const StatementFacts& facts, Asked asked) {
    for (const Assignment& each : facts.assignments) {
        if (is_asked(asked, each.target)) uses_[each.target].scopes_[each.scope].assignments.push_back(&each);
    }
    for (const Parameter& each : facts.parameters) {
        if (is_asked(asked, each.name)) uses_[each.name].scopes_[each.scope].is_parameter = true;
    }
    for (std::uint32_t scope = 0; scope < facts.scopes.size(); ++scope) {
        for (const std::string& name : facts.scopes[scope].opaque_names) {
            if (is_asked(asked, name)) ++uses_[name].scopes_[scope].opaque;
        }
    }
}

void RowIndex::add_rows(const RowFacts& rows, Asked asked) {
    for (const RowLoop& loop : rows.loops) {
        if (!is_asked(asked, loop.target)) continue;
        RowNameUses& uses = uses_[loop.target];
        uses.loops_.push_back({&loop});
        ++uses.scopes_[loop.scope].loops;
    }
    for (const std::vector<OpenedName>* list : {&rows.opened, &rows.connections}) {
        for (const OpenedName& each : *list) {
            if (is_asked(asked, each.name)) uses_[each.name].openings_.push_back(&each);
        }
    }
    for (const NamedValue& each : rows.named) {
        if (is_asked(asked, each.name)) uses_[each.name].named_.push_back(&each);
    }
    add_accesses(rows, asked);
    for (auto& [name, uses] : uses_) uses.nest_loops();
}

void RowIndex::add_accesses(const RowFacts& rows, Asked asked) {
    for (const RowAccess& access : rows.accesses) {
        if (is_change(access) && access.key.empty()) {
            changes_of_all_.push_back(&access);
        } else if (is_change(access)) {
            changes_of_keys_.push_back(&access);
            changes_of_key_[access.key].push_back(&access);
        }
        if (access.use != RowUse::Execute && access.use != RowUse::Escape) continue;
        std::string name = access.object.dotted();
        if (name.empty() || !is_asked(asked, name)) continue;
        RowNameUses& uses = uses_[std::move(name)];
        uses.changes_.push_back(&access);
        uses.is_executed_on_ = uses.is_executed_on_ || access.use == RowUse::Execute;
    }
}

const RowNameUses& RowIndex::of(std::string_view name) const {
    static const RowNameUses kNone;
    const auto found = uses_.find(name);
    return found == uses_.end() ? kNone : found->second;
}

const std::vector<const RowAccess*>& RowIndex::changes_of_key(std::string_view key) const {
    static const std::vector<const RowAccess*> kNone;
    const auto found = changes_of_key_.find(key);
    return found == changes_of_key_.end() ? kNone : found->second;
}

const RowScopeUses& RowNameUses::in(std::uint32_t scope) const {
    static const RowScopeUses kNone;
    const auto found = scopes_.find(scope);
    return found == scopes_.end() ? kNone : found->second;
}

const NamedValue* RowNameUses::only_named(std::uint32_t scope) const {
    const NamedValue* only = nullptr;
    for (const NamedValue* each : named_) {
        if (each->scope != scope) continue;
        if (only != nullptr) return nullptr;
        only = each;
    }
    return only;
}

// Of two at one place ("for row in a for row in b" of a comprehension) the first of the facts is the inner one.
void RowNameUses::nest_loops() {
    std::ranges::reverse(loops_);
    std::ranges::stable_sort(loops_, {}, [](const Loop& each) {
        return std::tuple(each.loop->span.begin, ~each.loop->span.end);  // the longer first
    });
    for (std::size_t index = 1; index < loops_.size(); ++index) {
        std::size_t around = index;
        while (around > 0 && loops_[around - 1].loop->span.end < loops_[index].loop->span.end) around = loops_[around - 1].around;
        loops_[index].around = around;
    }
}

const RowLoop* RowNameUses::innermost_loop(std::uint32_t position) const {
    const auto behind = std::ranges::upper_bound(loops_, position, {}, [](const Loop& each) { return each.loop->span.begin; });
    auto next = static_cast<std::size_t>(behind - loops_.begin());
    while (next > 0) {
        const Loop& each = loops_[next - 1];
        if (each.loop->span.contains(position) && !each.loop->iterable.span.contains(position)) return each.loop;
        next = each.around;
    }
    return nullptr;
}

}  // namespace rowtype::facts
