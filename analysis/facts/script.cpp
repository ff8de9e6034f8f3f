#include "analysis/facts/script.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "analysis/facts/free_names.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/names.h"
#include "analysis/facts/possible_changes.h"
#include "analysis/facts/row_facts.h"
#include "analysis/facts/row_methods.h"
#include "analysis/facts/row_names.h"

namespace rowtype::facts {

namespace {

constexpr Span kWholeFile{0, std::numeric_limits<std::uint32_t>::max()};

bool executes_at_module_level(const StatementFacts& facts) {
    const bool has_chain = std::ranges::any_of(facts.chains, [](const Chain& chain) {
        return chain.scope == 0 && std::ranges::find(chain.calls, "execute", &ChainCall::method) != chain.calls.end();
    });
    return has_chain ||
           std::ranges::any_of(facts.sql_calls, [](const SqlCall& call) { return call.scope == 0 && gives_rows(call); });
}

// Names that the module's own statements give a builder's query, which they go on with; none where nothing of that is executed.
SortedNames names_of_queries(const FileFacts& file) {
    SortedNames names;
    bool is_executed = false;
    for (bool grows = true; grows;) {
        grows = false;
        for (const PlacedStatement& placed : file.statements) {
            for (const Chain& chain : placed.facts->chains) {
                if (chain.scope != 0) continue;
                const bool goes_on = chain.receiver.is(ValueKind::Name) && names.contains(chain.receiver.text);
                const bool executes = std::ranges::find(chain.calls, "execute", &ChainCall::method) != chain.calls.end();
                is_executed = is_executed || (goes_on && executes);
                if (executes || chain.assigned_to.empty()) continue;
                if (!goes_on && std::ranges::none_of(chain.calls, &ChainCall::names_table)) continue;
                grows = names.insert(chain.assigned_to).second || grows;
            }
        }
    }
    return is_executed ? names : SortedNames();
}

// What an import or a class binds is never rows alone.
void leave_out_bound_otherwise(const FileFacts& file, SortedNames& names) {
    for (const PlacedStatement& placed : file.statements) {
        for (const Import& import : placed.facts->imports) {
            if (import.scope == 0) names.erase(import.bound);
        }
        for (const Class& definition : placed.facts->classes) {
            if (definition.scope == 0) names.erase(definition.name);
        }
    }
}

bool sets_row_factory(const StatementFacts& facts) {
    return std::ranges::any_of(facts.assignments, [](const Assignment& each) { return is_row_factory(each.target); });
}

// Those of the names that are the module's in what the definition's bytes do.
void add_shared(std::string_view definition, const ScriptNames& names, FreeNames& shared) {
    const ScriptNames mentioned = mentioned_in(definition, names);
    if (mentioned.names.empty()) return;
    FreeNames found = free_names(definition, mentioned.names);
    std::ranges::move(found.names, std::back_inserter(shared.names));
    std::ranges::move(found.quoted, std::back_inserter(shared.quoted));
}

class Merger {
public:
    Merger(const ScriptNames& names, const SortedNames& shared, StatementFacts& flow)
        : names_(names), shared_(shared), flow_(flow) {
        flow_.scopes.push_back({ScopeKind::Module, {}, 0, kWholeFile, {}, {}, {}, {}});
    }

    void add(const PlacedStatement& placed);
    // What a statement that is none of the script's binds.
    void add_opaque_names(const StatementFacts& facts);
    void finish() {
        keep_what_is_shared();
        add_possible_changes(flow_, rows_);
        flow_.rows = RowFactsPointer(std::make_shared<const RowFacts>(std::move(rows_)));
    }

private:
    void add_scope(const Scope& scope, bool is_module);
    void keep_what_is_shared();
    void keep(const Value& value, std::uint32_t place);
    void add_rows(const RowFacts& rows);
    [[nodiscard]] std::uint32_t moved(std::uint32_t scope) const { return scope == 0 ? 0 : scope + scopes_before_ - 1; }
    [[nodiscard]] Span moved(Span span) const { return span.shifted(offset_); }
    [[nodiscard]] Value moved(const Value& value) const;
    [[nodiscard]] std::optional<Value> moved(const std::optional<Value>& value) const {
        return value ? std::optional(moved(*value)) : std::nullopt;
    }
    [[nodiscard]] OpenedName moved(const OpenedName& name) const {
        return {name.name, moved(name.opened), moved(name.span), moved(name.scope)};
    }
    [[nodiscard]] Span block(Span block) const { return block == Span{0, length_} ? kWholeFile : moved(block); }

    const ScriptNames& names_;
    const SortedNames& shared_;
    StatementFacts& flow_;
    RowFacts rows_;
    std::uint32_t offset_ = 0;
    std::uint32_t length_ = 0;
    std::uint32_t scopes_before_ = 0;
};

void Merger::add(const PlacedStatement& placed) {
    const StatementFacts& facts = *placed.facts;
    offset_ = placed.offset;
    length_ = facts.length;
    scopes_before_ = static_cast<std::uint32_t>(flow_.scopes.size());
    for (std::size_t index = 0; index < facts.scopes.size(); ++index) add_scope(facts.scopes[index], index == 0);
    for (const Parameter& parameter : facts.parameters) {
        flow_.parameters.push_back({parameter.name, moved(parameter.span), moved(parameter.scope), moved(parameter.annotation),
                                    moved(parameter.default_value)});
    }
    for (const Assignment& each : facts.assignments) {
        Assignment assignment = each;
        assignment.target_span = moved(each.target_span);
        assignment.span = moved(each.span);
        assignment.scope = moved(each.scope);
        assignment.block = block(each.block);
        assignment.value = moved(each.value);
        assignment.annotation.reset();
        flow_.assignments.push_back(std::move(assignment));
    }
    if (facts.rows) add_rows(*facts.rows.get());
}

void Merger::add_opaque_names(const StatementFacts& facts) {
    if (facts.scopes.empty()) return;
    for (const std::string& name : facts.scopes[0].opaque_names) {
        if (names_.names.contains(name)) flow_.scopes[0].opaque_names.push_back(name);
    }
}

void Merger::add_scope(const Scope& scope, bool is_module) {
    if (!is_module) flow_.scopes.push_back({scope.kind, scope.name, moved(scope.parent), moved(scope.span), {}, {}, {}, {}});
    Scope& target = is_module ? flow_.scopes[0] : flow_.scopes.back();
    target.opaque_names.insert(target.opaque_names.end(), scope.opaque_names.begin(), scope.opaque_names.end());
    for (const Span& loop : scope.loops) target.loops.push_back(moved(loop));
    for (const Exit& exit : scope.exits) {
        const Span left = exit.left == Exit::kEverything ? exit.left : moved(exit.left);
        target.exits.push_back({exit.position + offset_, moved(exit.block), left});
    }
    for (const Suite& suite : scope.suites) target.suites.push_back({moved(suite.block), moved(suite.statement), suite.is_alone});
}

// "first = rows[0]", "for first in rows", where a function may change what `first` is: it is then that of the rows.
void Merger::keep_what_is_shared() {
    for (const Assignment& each : flow_.assignments) {
        if (each.scope == 0 && each.value && shared_.contains(each.target)) keep(*each.value, each.span.end);
    }
    for (const RowLoop& loop : rows_.loops) {
        const bool is_modules = loop.scope == 0 && !loop.is_comprehension;
        if (is_modules && shared_.contains(loop.target)) keep(loop.iterable, loop.iterable.span.end);
    }
    for (const NamedValue& each : rows_.named) {
        if (each.scope == 0 && shared_.contains(each.name)) keep(each.value, each.span.end);
    }
}

// From `place` on, the rows that the value gives may be changed by others.
void Merger::keep(const Value& value, std::uint32_t place) {
    std::vector<const Value*> sides = {&value};
    while (!sides.empty()) {
        const Value* held = sides.back();
        sides.pop_back();
        if (held->is(ValueKind::Either) || held->is(ValueKind::Conditional)) {
            for (const Value& side : held->items) sides.push_back(&side);
            continue;
        }
        while (held->is(ValueKind::Subscript)) held = &held->items.front();
        const Value& root = held->is(ValueKind::Attribute) ? held->items.front() : *held;
        if (!root.is(ValueKind::Name) || !names_.names.contains(root.text)) continue;
        RowAccess keep;
        keep.use = RowUse::Keep;
        keep.object = *held;
        keep.span = {place, place};
        rows_.accesses.push_back(std::move(keep));
    }
}

void Merger::add_rows(const RowFacts& rows) {
    for (RowLoop loop : rows.loops) {
        loop.iterable = moved(loop.iterable);
        loop.span = moved(loop.span);
        loop.scope = moved(loop.scope);
        rows_.loops.push_back(std::move(loop));
    }
    for (const NamedValue& each : rows.named)
        rows_.named.push_back({each.name, moved(each.value), moved(each.span), moved(each.scope)});
    for (RowAccess access : rows.accesses) {
        access.object = moved(access.object);
        access.key_span = moved(access.key_span);
        access.span = moved(access.span);
        for (Value& value : access.compared) value = moved(value);
        access.scope = moved(access.scope);
        rows_.accesses.push_back(std::move(access));
    }
    for (const OpenedName& each : rows.opened) rows_.opened.push_back(moved(each));
    for (const OpenedName& each : rows.connections) rows_.connections.push_back(moved(each));
}

Value Merger::moved(const Value& value) const {
    Value copy = value;
    copy.span = moved(value.span);
    copy.name_span = moved(value.name_span);
    for (TextRun& run : copy.runs) run.source = moved(run.source);
    for (std::size_t index = 0; index < copy.items.size(); ++index) copy.items[index] = moved(value.items[index]);
    for (Argument& argument : copy.arguments) {
        argument.keyword_span = moved(argument.keyword_span);
        argument.value = moved(argument.value);
    }
    return copy;
}

bool binds_any(const StatementFacts& facts, const ScriptNames& names) {
    return !facts.scopes.empty() &&
           std::ranges::any_of(facts.scopes[0].opaque_names, [&](const std::string& name) { return names.names.contains(name); });
}

bool is_of_script(const StatementFacts& facts) { return facts.rows && facts.rows.get()->is_of_script; }

// Whether names of the module get values that are known.
bool binds_values(const StatementFacts& facts) {
    const RowFacts* rows = facts.rows ? facts.rows.get() : nullptr;
    return std::ranges::find(facts.assignments, 0U, &Assignment::scope) != facts.assignments.end() ||
           (rows != nullptr &&
            (!rows->loops.empty() || !rows->named.empty() || !rows->opened.empty() || !rows->connections.empty()));
}

// Those of the module's names that the statement gives rows, or what leads to them: `executes` of `rows` are its calls.
void add_names_of_rows(const StatementFacts& facts, RowNames& rows) {
    for (const Assignment& assignment : facts.assignments) {
        const bool is_plain = assignment.scope == 0 && assignment.value && assignment.target.find('.') == std::string::npos;
        if (!is_plain) continue;
        const bool is_cursor = rows.gives_cursor(*assignment.value);
        if (is_cursor) rows.cursors.insert(assignment.target);
        if (is_cursor || rows.lead_to(*assignment.value)) rows.names.insert(assignment.target);
    }
    if (!facts.rows) return;
    for (const RowLoop& loop : facts.rows.get()->loops) {
        const bool is_modules = loop.scope == 0 && !loop.is_comprehension && !loop.part;
        if (is_modules && rows.lead_to(loop.iterable)) rows.names.insert(loop.target);
    }
    for (const NamedValue& each : facts.rows.get()->named) {
        if (each.scope == 0 && rows.lead_to(each.value)) rows.names.insert(each.name);
    }
    for (const std::vector<OpenedName>* opened : {&facts.rows.get()->opened, &facts.rows.get()->connections}) {
        for (const OpenedName& each : *opened) {
            if (each.scope != 0 || !opens_cursor(each.opened)) continue;
            rows.cursors.insert(each.name);
            rows.names.insert(each.name);
        }
    }
}

bool asks_for_rows(const StatementFacts& facts) { return std::ranges::any_of(facts.rows.get()->accesses, is_question); }

}  // namespace

Script::Script(const FileFacts& file, ScriptNames names, std::string_view text, const Script* before) : names_(std::move(names)) {
    const bool has_read = before != nullptr && before->names_ == names_;
    bool looks_names_up = false;
    for (const PlacedStatement& placed : file.statements) {
        const StatementFacts& facts = *placed.facts;
        const auto known = has_read ? before->shared_by_.find(placed.facts) : shared_by_.end();
        SharedNames& shared = shared_by_[placed.facts];
        if (has_read && known != before->shared_by_.end()) {
            shared = known->second;
        } else {
            shared = shared_by(facts, slice(text, {placed.offset, placed.offset + facts.length}), names_);
        }
        shared_.insert(shared.free.names.begin(), shared.free.names.end());
        looks_names_up = looks_names_up || shared.looks_names_up;
        if (is_of_script(facts)) {
            statements_.push_back(placed);
            concerned_.push_back(placed);
            asking_ += asks_for_rows(facts) ? 1 : 0;
        } else if (binds_any(facts, names_) || sets_row_factory(facts)) {
            concerned_.push_back(placed);
        }
    }
    if (looks_names_up) {
        for (const auto& [facts, shared] : shared_by_) shared_.insert(shared.free.quoted.begin(), shared.free.quoted.end());
    }
    is_too_long_ = concerned_.size() > kLongestScript;
    if (!is_too_long_) return;
    statements_.clear();
    concerned_.clear();
}

// Of one of the script's own, what functions and classes inside of it do; of any other, all that it does.
Script::SharedNames Script::shared_by(const StatementFacts& facts, std::string_view bytes, const ScriptNames& names) {
    SharedNames shared;
    shared.looks_names_up = facts::looks_names_up(bytes);
    if (!is_of_script(facts)) {
        add_shared(bytes, names, shared.free);
        return shared;
    }
    for (const Scope& scope : facts.scopes) {
        if (scope.kind != ScopeKind::Module && scope.parent == 0) add_shared(slice(bytes, scope.span), names, shared.free);
    }
    return shared;
}

bool Script::holds(const StatementFacts& statement, std::uint32_t offset) const {
    const auto found = std::ranges::lower_bound(statements_, offset, {}, &PlacedStatement::offset);
    return found != statements_.end() && found->facts.get() == &statement;
}

const StatementFacts& Script::flow() const {
    make_flow();
    return flow_;
}

const RowIndex& Script::index() const {
    make_flow();
    return index_;
}

void Script::make_flow() const {
    std::call_once(once_, [this] {
        Merger merger(names_, shared_, flow_);
        for (const PlacedStatement& placed : concerned_) {
            if (is_of_script(*placed.facts)) merger.add(placed);
            else merger.add_opaque_names(*placed.facts);
        }
        merger.finish();
        index_ = RowIndex(flow_);
    });
}

std::size_t Script::steps_of_each() const { return kMostScriptSteps / std::max<std::size_t>(asking_, 1); }

std::size_t Script::count_before(std::uint32_t offset) const {
    const auto behind = std::ranges::lower_bound(concerned_, offset, {}, &PlacedStatement::offset);
    return static_cast<std::size_t>(behind - concerned_.begin());
}

bool Script::means_the_same(const std::shared_ptr<const Script>& other) const {
    if (this == other.get()) return true;
    const std::lock_guard lock(mutex_);
    const bool is_known = !compared_.owner_before(other) && !other.owner_before(compared_);
    if (!is_known) {
        is_same_ = says_the_same(*other);
        compared_ = other;
    }
    return is_same_;
}

bool Script::says_the_same(const Script& other) const {
    const auto is_same = [](const PlacedStatement& one, const PlacedStatement& another) {
        return one.facts == another.facts || *one.facts == *another.facts;
    };
    return is_too_long_ == other.is_too_long_ && names_ == other.names_ && shared_ == other.shared_ &&
           std::ranges::equal(concerned_, other.concerned_, is_same);
}

bool operator==(const Script& left, const Script& right) {
    return left.says_the_same(right) &&
           std::ranges::equal(left.concerned_, right.concerned_, {}, &PlacedStatement::offset, &PlacedStatement::offset);
}

ScriptNames mentioned_in(std::string_view bytes, const ScriptNames& names) {
    ScriptNames found;
    any_word(bytes, [&](std::string_view word) {
        const auto name = names.names.find(word);
        if (name == names.names.end() || !found.names.insert(*name).second) return false;
        if (names.cursors.contains(word)) found.cursors.insert(*name);
        return false;
    });
    return found;
}

bool mentions_any(std::string_view bytes, const ScriptNames& names) {
    return any_word(bytes, [&](std::string_view word) { return names.names.contains(word); });
}

ScriptNames difference(const ScriptNames& left, const ScriptNames& right) {
    ScriptNames found;
    std::ranges::set_symmetric_difference(left.names, right.names, std::inserter(found.names, found.names.end()));
    std::ranges::set_symmetric_difference(left.cursors, right.cursors, std::inserter(found.cursors, found.cursors.end()));
    found.names.insert(found.cursors.begin(), found.cursors.end());
    return found;
}

ScriptNames script_names(const FileFacts& file) {
    const bool executes = std::ranges::any_of(
        file.statements, [](const PlacedStatement& placed) { return executes_at_module_level(*placed.facts); });
    if (!executes) return {};
    RowNames rows;
    bool grows = true;
    while (grows) {
        const std::size_t before = rows.names.size();
        for (const PlacedStatement& placed : file.statements) {
            if (!binds_values(*placed.facts)) continue;
            rows.executes = row_calls(*placed.facts).executes;
            add_names_of_rows(*placed.facts, rows);
        }
        grows = rows.names.size() != before;
    }
    rows.names.merge(names_of_queries(file));
    leave_out_bound_otherwise(file, rows.names);
    std::erase_if(rows.cursors, [&](const std::string& name) { return !rows.names.contains(name); });
    return {std::move(rows.names), std::move(rows.cursors)};
}

std::shared_ptr<const Script> make_script(const FileFacts& file, ScriptNames names, std::string_view text, const Script* before) {
    return names.names.empty() ? nullptr : std::make_shared<const Script>(file, std::move(names), text, before);
}

}  // namespace rowtype::facts
