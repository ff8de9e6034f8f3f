#include "analysis/facts/loop_values.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "analysis/facts/row_facts.h"

namespace rowtype::facts {

namespace {

const PossibleConstants kUnknown{{}, true, false};

// All that binds the name in the scope must be loops.
bool is_bound_by_loops(const StatementFacts& facts, std::string_view name, std::uint32_t scope) {
    const auto binds = [&](const auto& fact, const std::string& bound) { return fact.scope == scope && bound == name; };
    const bool is_bound_otherwise =
        std::ranges::any_of(facts.parameters, [&](const auto& fact) { return binds(fact, fact.name); }) ||
        std::ranges::any_of(facts.assignments, [&](const auto& fact) { return binds(fact, fact.target); }) ||
        std::ranges::any_of(facts.imports, [&](const auto& fact) { return binds(fact, fact.bound); });
    return !is_bound_otherwise && std::ranges::count(facts.scopes[scope].opaque_names, name) <= count_loops(facts, name, scope);
}

enum class Part : std::uint8_t { Keys, Values, Items };

struct Iterated {
    const Value* what = nullptr;  // null: not told
    Part part = Part::Keys;       // of a dictionary
};

// "TABLES", "TABLES.items()", "sorted(TABLES)".
Iterated iterated(const Value& iterable) {
    if (!iterable.is(ValueKind::Call) || iterable.items.empty()) return {&iterable, Part::Keys};
    const Value& callee = iterable.items.front();
    const Value* first = iterable.positional(0);
    if (callee.is(ValueKind::Attribute) && iterable.arguments.empty()) {
        const Value* object = &callee.items.front();
        if (callee.text == "items") return {object, Part::Items};
        if (callee.text == "values") return {object, Part::Values};
        if (callee.text == "keys") return {object, Part::Keys};
    }
    const bool passes_on = callee.is_name("sorted") || callee.is_name("list") || callee.is_name("tuple") ||
                           callee.is_name("set") || callee.is_name("reversed");
    return passes_on && first != nullptr ? iterated(*first) : Iterated{};
}

// Filled by statements as well, it may hold anything.
bool is_changed(const Constant& collection, const Value& named) {
    const std::string target = named.dotted();
    const std::string_view last = std::string_view(target).substr(target.rfind('.') + 1);
    return std::ranges::any_of(collection.statement->item_changes,
                               [&](const ItemChange& change) { return change.target == target || change.target == last; }) ||
           std::ranges::any_of(collection.statement->assignments, [&](const Assignment& assignment) {
               return assignment.augmented && (assignment.target == target || assignment.target == last);
           });
}

// The elements of a collection, or a part of each.
PossibleConstants elements_of(const Constant& collection, Part part, std::optional<std::uint32_t> index) {
    PossibleConstants found;
    const Value& value = *collection.value;
    const auto add = [&](const Value* element) {
        if (element == nullptr || element->is(ValueKind::Starred)) {
            found.may_be_other = true;
            return;
        }
        Constant constant = collection;
        constant.value = element;
        found.values.push_back(constant);
    };
    const auto part_of = [&](const Value& element) -> const Value* {
        if (!index) return &element;
        const bool is_pair = element.is(ValueKind::Tuple) || element.is(ValueKind::List);
        return is_pair && *index < element.items.size() ? &element.items[*index] : nullptr;
    };
    if (value.is(ValueKind::List) || value.is(ValueKind::Tuple) || value.is(ValueKind::Set)) {
        for (const Value& element : value.items) add(part_of(element));
        return found;
    }
    if (!value.is(ValueKind::Dictionary)) return kUnknown;
    for (std::size_t at = 0; at + 1 < value.items.size(); at += 2) {
        const bool is_unpacked = value.items[at].is(ValueKind::Unknown);
        if (is_unpacked) {
            found.may_be_other = true;
        } else if (part == Part::Items) {
            if (!index || *index > 1) return kUnknown;
            add(&value.items[at + *index]);
        } else {
            add(part_of(value.items[at + (part == Part::Values ? 1 : 0)]));
        }
    }
    return found;
}

}  // namespace

std::optional<PossibleConstants> loop_values(const Constant& at, std::uint32_t scope, ImportedModules* modules) {
    const StatementFacts& facts = *at.statement;
    if (!facts.rows) return std::nullopt;
    const RowLoop* loop = innermost_loop(facts, at.value->text, at.value->span.begin);
    if (loop == nullptr || loop->scope != scope) return std::nullopt;
    if (!loop->is_comprehension && !is_bound_by_loops(facts, at.value->text, scope)) return std::nullopt;
    const Iterated over = iterated(loop->iterable);
    if (over.what == nullptr) return kUnknown;
    const Constant collection{over.what, at.statement, at.offset, scope, at.names};
    const std::optional<Constant> constant = resolve_constant(collection, modules);
    if (!constant || is_changed(*constant, *over.what)) return kUnknown;
    return elements_of(*constant, over.part, loop->part);
}

namespace {

// Whether each turn of the loop comes to the place: no branch, and nothing that ends a turn before.
bool is_reached_by_all(const Scope& scope, Span loop, std::uint32_t position) {
    const bool is_branched = std::ranges::any_of(scope.suites, [&](const Suite& suite) {
        const bool is_inside = loop.contains(suite.statement.begin) && suite.statement.begin != loop.begin;
        return is_inside && suite.block.contains(position);
    });
    return !is_branched && std::ranges::none_of(scope.exits, [&](const Exit& exit) {
        return loop.contains(exit.position) && exit.position < position;
    });
}

}  // namespace

std::optional<LoopTurns> loop_turns(const Constant& at, ImportedModules* modules) {
    const StatementFacts& facts = *at.statement;
    const RowLoop* loop = facts.rows ? innermost_loop(facts, at.value->text, at.value->span.begin) : nullptr;
    const bool is_pair = loop != nullptr && loop->part && !loop->is_comprehension &&
                         is_bound_by_loops(facts, at.value->text, loop->scope) &&
                         is_reached_by_all(facts.scopes[loop->scope], loop->span, at.value->span.begin);
    if (!is_pair) return std::nullopt;
    const Iterated over = iterated(loop->iterable);
    if (over.what == nullptr) return std::nullopt;
    const auto collection = resolve_constant({over.what, at.statement, at.offset, loop->scope, at.names}, modules);
    if (!collection || is_changed(*collection, *over.what)) return std::nullopt;
    LoopTurns found{loop->span, {}};
    const auto parts = std::ranges::count(facts.rows.get()->loops, loop->span, &RowLoop::span);
    for (std::uint32_t index = 0; index < parts; ++index) {
        const PossibleConstants values = elements_of(*collection, over.part, index);
        if (values.may_be_other || values.values.empty()) return std::nullopt;
        if (index == 0) found.turns.resize(values.values.size());
        if (found.turns.size() != values.values.size()) return std::nullopt;
        for (std::size_t turn = 0; turn < found.turns.size(); ++turn) found.turns[turn].push_back(values.values[turn]);
    }
    return found;
}

const Constant* LoopTurns::part(std::size_t turn, const StatementFacts& statement, const Value& name) const {
    if (!name.is(ValueKind::Name) || !statement.rows) return nullptr;
    const RowLoop* own = innermost_loop(statement, name.text, name.span.begin);
    const bool is_target = own != nullptr && own->span == loop && own->part && *own->part < turns[turn].size();
    return is_target ? &turns[turn][*own->part] : nullptr;
}

}  // namespace rowtype::facts
