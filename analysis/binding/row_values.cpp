#include "analysis/binding/row_values.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <ranges>
#include <string_view>
#include <utility>

#include "analysis/binding/continued_query.h"
#include "analysis/facts/local_values.h"
#include "analysis/facts/row_methods.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

constexpr int kMaximumSteps = 24;  // from a name to the chain behind it

// The innermost class around a scope; 0 where there is none.
std::uint32_t class_around(const std::vector<facts::Scope>& scopes, std::uint32_t scope) {
    while (scope != 0 && scopes[scope].kind != facts::ScopeKind::Class) scope = scopes[scope].parent;
    return scope;
}

Span suite_around(const facts::Scope& scope, std::uint32_t position) {
    Span innermost = scope.span;
    for (const facts::Suite& suite : scope.suites) {
        if (suite.block.contains(position) && suite.block.size() < innermost.size()) innermost = suite.block;
    }
    return innermost;
}

std::optional<RowValue> of_kind(std::optional<RowValue> value, RowKind kind) {
    if (!value || value->shape->kind == kind) return value;
    auto shape = std::make_shared<RowShape>(*value->shape);
    shape->kind = kind;
    value->shape = std::move(shape);
    return value;
}

// "row._mapping", "dict(row)", "row._asdict()"
std::optional<RowValue> as_mapping(std::optional<RowValue> row) {
    // A named tuple's fields may be called otherwise than the columns.
    const bool has_names =
        row && row->form == RowForm::Row && row->shape->kind != RowKind::Tuple && row->shape->kind != RowKind::NamedTuple;
    return has_names ? of_kind(std::move(row), RowKind::Mapping) : std::nullopt;
}

}  // namespace

RowValues::Answer RowValues::of(const Value& value, std::uint32_t scope, int depth) const {
    ++steps_;
    if (depth > kMaximumSteps) return std::nullopt;
    switch (value.kind) {
        case ValueKind::Name: return of_name(value, scope, depth);
        case ValueKind::Attribute: {
            if (value.items.front().is_name("self")) return of_attribute(value, scope, depth);
            if (value.text == "_mapping") return as_mapping(of(value.items.front(), scope, depth + 1));
            if (value.text != "data") return std::nullopt;
            Answer found = of(value.items.front(), scope, depth + 1);
            if (!found || found->form != RowForm::Response) return std::nullopt;
            found->form = found->shape->is_single ? RowForm::Row : RowForm::Rows;
            return found;
        }
        case ValueKind::Subscript: {
            if (value.items.size() != 2) return std::nullopt;
            Answer found = of(value.items[0], scope, depth + 1);
            const Value& index = value.items[1];
            if (index.is(ValueKind::String)) return entry(found, index.text);
            const bool is_element = index.is(ValueKind::Integer) || index.is(ValueKind::Name);
            if (!found || found->form != RowForm::Rows || !is_element) return std::nullopt;
            found->form = RowForm::Row;
            return found;
        }
        case ValueKind::Either:
        case ValueKind::Conditional:
            if (facts::stands_for_no_rows(value.items[1])) return of(value.items[0], scope, depth + 1);
            return facts::stands_for_no_rows(value.items[0]) ? of(value.items[1], scope, depth + 1) : std::nullopt;
        case ValueKind::Call: return of_call(value, scope, depth);
        default: return std::nullopt;
    }
}

RowValues::Answer RowValues::of_call(const Value& call, std::uint32_t scope, int depth) const {
    const Value& callee = call.items.front();
    const bool is_executed = callee.is(ValueKind::Attribute) && callee.text == "execute";
    if (Answer found = of_query(call.span)) {
        // A query that is not executed yet has no response.
        return found->form == RowForm::Response && !is_executed ? std::nullopt : found;
    }
    if (is_executed && scope == 0 && shared_ != nullptr && !is_part_) {
        if (Answer found = of_continued(call)) return found;
    }
    const Value* first = call.positional(0);
    if (callee.is(ValueKind::Attribute) && callee.text == "get") {
        return first != nullptr && first->is(ValueKind::String) ? entry(of(callee.items.front(), scope, depth + 1), first->text)
                                                                : std::nullopt;
    }
    if (callee.is(ValueKind::Attribute)) return fetched(of(callee.items.front(), scope, depth + 1), callee.text);
    if (first == nullptr || !callee.is(ValueKind::Name)) return std::nullopt;
    if (callee.text == "dict") return call.arguments.size() == 1 ? as_mapping(of(*first, scope, depth + 1)) : std::nullopt;
    const bool makes_list = callee.text == "list" || callee.text == "sorted" || callee.text == "reversed";
    Answer found = makes_list || callee.text == "next" || callee.text == "iter" ? of(*first, scope, depth + 1) : std::nullopt;
    const bool is_many = found && (found->form == RowForm::Rows || found->form == RowForm::Cursor);
    if (!is_many) return std::nullopt;
    if (makes_list) found->form = RowForm::Rows;
    if (callee.text == "next") found->form = RowForm::Row;
    return found;
}

RowValues::Answer RowValues::fetched(Answer cursor, std::string_view method) {
    if (cursor && method == "_asdict") return as_mapping(std::move(cursor));
    if (!cursor || cursor->form != RowForm::Cursor) return std::nullopt;
    if (cursor->shape->is_result) return of_result(std::move(cursor), method);
    const bool is_one = method == "fetchone";
    if (!is_one && method != "fetchall" && method != "fetchmany") return std::nullopt;
    cursor->form = is_one ? RowForm::Row : RowForm::Rows;
    return cursor;
}

// Of SQLAlchemy's Result: "result.mappings().all()", "result.first()". scalars() gives values of a column, and no rows.
RowValues::Answer RowValues::of_result(Answer result, std::string_view method) {
    constexpr auto kSame = std::to_array<std::string_view>({"unique", "tuples", "yield_per"});
    constexpr auto kRow = std::to_array<std::string_view>({"fetchone", "first", "one", "one_or_none"});
    constexpr auto kRows = std::to_array<std::string_view>({"fetchall", "fetchmany", "all"});
    const auto is_one_of = [&](const auto& methods) { return std::ranges::find(methods, method) != methods.end(); };
    if (is_one_of(kSame)) return result;
    if (method == "mappings") return of_kind(std::move(result), RowKind::Mapping);
    if (!is_one_of(kRow) && !is_one_of(kRows)) return std::nullopt;
    result->form = is_one_of(kRow) ? RowForm::Row : RowForm::Rows;
    return result;
}

// A name is what the one assignment that reaches its use gave it, or what its loop goes over.
RowValues::Answer RowValues::of_name(const Value& name, std::uint32_t scope, int depth) const {
    const facts::RowNameUses& uses = index_.of(name.text);
    const facts::RowLoop* loop = uses.innermost_loop(name.span.begin);
    if (loop != nullptr && loop->is_comprehension) return of_loop(*loop, depth);
    while (true) {
        if (scope == 0 && shared_ != nullptr && shared_->contains(name.text)) return std::nullopt;
        const facts::Scope& here = statement_.scopes[scope];
        const auto& [assignments, opaque, loops, is_parameter] = uses.in(scope);
        const bool has_value_before = is_parameter || (is_part_ && scope == 0);
        if (uses.is_executed_on()) return of_cursor(name, scope, depth);
        if (opaque > 0) {
            const facts::NamedValue* walrus = uses.only_named(scope);
            if (walrus != nullptr) {
                if (has_value_before) return std::nullopt;
                const bool is_before = walrus->span.begin <= name.span.begin;
                const bool is_only = is_before && opaque == 1 && assignments.empty() && !is_parameter;
                return is_only ? of(walrus->value, scope, depth + 1) : std::nullopt;
            }
            const bool is_loop = loop != nullptr && loop->scope == scope && assignments.empty() && !is_parameter;
            // All that binds it must be loops that are known.
            return is_loop && opaque <= loops ? of_loop(*loop, depth) : std::nullopt;
        }
        if (!assignments.empty()) {
            steps_ += assignments.size();
            const auto reaching = facts::reaching_assignments(assignments, here, name.span.begin);
            if (reaching.size() != 1 || reaching.front()->augmented || !reaching.front()->value) return std::nullopt;
            if (has_value_before && facts::seen_assignment(assignments, here, name.span.begin) == nullptr) return std::nullopt;
            return of(*reaching.front()->value, scope, depth + 1);
        }
        if (is_parameter || scope == 0) return std::nullopt;
        do scope = statement_.scopes[scope].parent;
        while (statement_.scopes[scope].kind == facts::ScopeKind::Class);
    }
}

// The scope whose name it is at a place in another; 0: the module's.
std::uint32_t RowValues::binding_scope(const facts::RowNameUses& uses, std::uint32_t scope) const {
    while (scope != 0 && !uses.in(scope).binds()) scope = statement_.scopes[scope].parent;
    return scope;
}

// A cursor gives the rows of the one execute() that reaches the place, unless something else may have executed on it.
RowValues::Answer RowValues::of_cursor(const Value& name, std::uint32_t scope, int depth) const {
    const facts::RowNameUses& uses = index_.of(name.text);
    std::vector<Event> events;
    for (const facts::RowAccess* access : uses.changes()) {
        if (binding_scope(uses, access->scope) != scope) continue;
        if (access->scope != scope) return std::nullopt;
        events.push_back({access->span});
    }
    const std::size_t executed = events.size();
    for (const facts::OpenedName* each : uses.openings()) {
        if (each->scope == scope) events.push_back({each->opened.span, &each->opened});
    }
    for (const facts::NamedValue* each : uses.named()) {
        if (each->scope == scope) events.push_back({each->span, &each->value});
    }
    const bool is_told = uses.in(scope).opaque == events.size() - executed;
    return is_told ? of_events(std::move(events), name, scope, depth) : std::nullopt;
}

// "self.cursor", of what this very method executed on it: others run only where it calls them.
RowValues::Answer RowValues::of_kept_cursor(const Value& attribute, std::uint32_t scope, int depth) const {
    const facts::Scope& here = statement_.scopes[scope];
    const std::string target = attribute.dotted();
    std::vector<Event> events;
    const auto happens = [&](const facts::RowAccess& access) {
        if (access.scope == scope) events.push_back({access.span});
        return access.scope == scope || !here.span.contains(access.span.begin);  // else of a function in the method
    };
    for (const facts::RowAccess* access : index_.of(target).changes()) {
        if (!happens(*access)) return std::nullopt;
    }
    for (const facts::RowAccess* access : index_.of("self").changes()) {
        if (access->use == facts::RowUse::Escape && !happens(*access)) return std::nullopt;
    }
    return of_events(std::move(events), attribute, scope, depth);
}

// What the last thing that happened to a cursor before its use makes it give; assignments are added. Of the many that may happen to one,
// those before the last that surely did are not looked at.
RowValues::Answer RowValues::of_events(std::vector<Event> events, const Value& cursor, std::uint32_t scope, int depth) const {
    const facts::Scope& here = statement_.scopes[scope];
    const std::uint32_t position = cursor.span.begin;
    const std::string target = cursor.dotted();
    for (const facts::Assignment* assignment : index_.of(target).in(scope).assignments) {
        events.push_back({assignment->span, assignment->value ? &*assignment->value : nullptr, assignment});
    }
    steps_ += events.size() + here.loops.size();
    std::ranges::stable_sort(events, {}, [](const Event& each) { return each.span.begin; });
    std::vector<Span> loops;
    std::ranges::copy_if(here.loops, std::back_inserter(loops), [&](const Span& loop) { return loop.contains(position); });
    std::vector<Event> near;
    std::vector<facts::Assignment> made;
    bool is_told = false;
    for (const Event& each : std::views::reverse(events)) {
        const bool is_before = each.span.end <= position;
        const bool is_carried = std::ranges::any_of(loops, [&](const Span& loop) { return loop.contains(each.span.begin); });
        if (!is_carried && (!is_before || is_told)) continue;
        near.push_back(each);
        steps_ += here.suites.size();
        facts::Assignment& assignment = made.emplace_back();
        assignment.span = each.span;
        assignment.block = each.assignment != nullptr ? each.assignment->block : suite_around(here, each.span.begin);
        is_told = is_told || (is_before && assignment.block.contains(position));
    }
    if (is_part_ && scope == 0 && !is_told) return std::nullopt;
    std::vector<const facts::Assignment*> pointers;
    for (const facts::Assignment& each : std::views::reverse(made)) pointers.push_back(&each);
    std::vector<const Event*> reaching;
    for (const facts::Assignment* each : facts::reaching_assignments(pointers, here, position)) {
        const Event& its_event = near[static_cast<std::size_t>(each - made.data())];
        // One on which nothing was executed yet gives no rows.
        if (its_event.value == nullptr || !facts::opens_cursor(*its_event.value)) reaching.push_back(&its_event);
    }
    if (reaching.size() != 1) return std::nullopt;
    const Event& only = *reaching.front();
    if (only.assignment != nullptr && only.assignment->augmented) return std::nullopt;
    return only.value != nullptr ? of(*only.value, scope, depth + 1) : of_query(only.span);
}

// "self.rows" is what the one assignment in the class gives it; nothing ("[]", None) may come before.
RowValues::Answer RowValues::of_attribute(const Value& attribute, std::uint32_t scope, int depth) const {
    const std::uint32_t owner = class_around(statement_.scopes, scope);
    if (owner == 0) return std::nullopt;
    const std::string target = "self." + attribute.text;
    if (index_.of(target).is_executed_on()) return of_kept_cursor(attribute, scope, depth);
    const facts::Assignment* given = nullptr;
    for (const facts::Assignment& assignment : statement_.assignments) {
        const bool is_in_body = assignment.scope == owner && assignment.target == attribute.text;
        const bool is_in_method = assignment.target == target && class_around(statement_.scopes, assignment.scope) == owner;
        if (!assignment.value || facts::stands_for_no_rows(*assignment.value) || !(is_in_body || is_in_method)) continue;
        if (given != nullptr || is_in_body || assignment.augmented) return std::nullopt;
        given = &assignment;
    }
    Answer found = given == nullptr ? std::nullopt : of(*given->value, given->scope, depth + 1);
    if (found) found->is_kept = true;
    return found;
}

RowValues::Answer RowValues::of_loop(const facts::RowLoop& loop, int depth) const {
    Answer found = loop.part ? std::nullopt : of(loop.iterable, loop.scope, depth + 1);
    if (!found || (found->form != RowForm::Rows && found->form != RowForm::Cursor)) return std::nullopt;
    found->form = RowForm::Row;
    return found;
}

// The chain that ends so. What it selects may stand in the chain that it goes on from.
RowValues::Answer RowValues::of_query(Span executed) const {
    const auto is_it = [&](const BoundQuery& query) {
        return query.span.begin == executed.begin && query.span.end >= executed.end && query.row_shape != nullptr;
    };
    const std::vector<BoundQuery>& queries = queries_.around(executed);
    const auto found = std::ranges::find_if(queries, is_it);
    if (found == queries.end() || found->root == nullptr) return std::nullopt;
    const std::shared_ptr<const RowShape> own = found->row_shape;
    std::shared_ptr<const RowShape> selected = own->selects ? own : nullptr;
    if (own->is_opaque) return std::nullopt;
    bool is_single = own->is_single;
    for (const BoundQuery& other : queries) {
        if (&other == &*found || other.root != found->root || other.row_shape == nullptr) continue;
        if (other.span.begin > found->span.begin) continue;
        const RowShape& shape = *other.row_shape;
        if (shape.is_opaque || shape.is_single || (shape.selects && selected != nullptr)) return std::nullopt;
        if (shape.selects) selected = other.row_shape;
    }
    if (selected == nullptr || selected->relation == nullptr) return std::nullopt;
    if (is_single != selected->is_single) {
        auto joined = std::make_shared<RowShape>(*selected);
        joined->is_single = is_single;
        selected = std::move(joined);
    }
    const RowForm direct = selected->is_cursor ? RowForm::Cursor : is_single ? RowForm::Row : RowForm::Rows;
    const RowForm form = selected->is_direct ? direct : RowForm::Response;
    return RowValue{found->root.get(), std::move(selected), form};
}

// What a script executes, where other statements of it made the query. Filters that branches add are no matter.
RowValues::Answer RowValues::of_continued(const Value& executed) const {
    const auto continued = continued_query(executed, statement_, index_, *shared_, steps_);
    if (!continued) return std::nullopt;
    const Span head = continued->head->span;
    const std::vector<BoundQuery>& queries = queries_.around(head);
    const auto found = std::ranges::find_if(queries, [&](const BoundQuery& query) { return query.span == head; });
    if (found == queries.end() || found->root == nullptr || found->row_shape == nullptr) return std::nullopt;
    const RowShape& shape = *found->row_shape;
    if (!shape.selects || shape.is_opaque || shape.is_single || shape.is_direct || shape.relation == nullptr) return std::nullopt;
    if (!continued->is_single) return RowValue{found->root.get(), found->row_shape, RowForm::Response};
    auto single = std::make_shared<RowShape>(shape);
    single->is_single = true;
    return RowValue{found->root.get(), std::move(single), RowForm::Response};
}

RowValues::Answer RowValues::entry(const Answer& row, std::string_view key) {
    if (!row || row->form != RowForm::Row) return std::nullopt;
    const ShapeKey* found = row->shape->find(key);
    if (found == nullptr || found->embedded == nullptr) return std::nullopt;
    return RowValue{row->origin, found->embedded, found->is_list ? RowForm::Rows : RowForm::Row, row->is_kept};
}

}  // namespace rowtype::binding
