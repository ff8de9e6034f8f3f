#include "analysis/binding/row_makers.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/binding/given_argument.h"
#include "analysis/binding/model_class.h"
#include "analysis/binding/object_class.h"
#include "analysis/facts/local_values.h"
#include "analysis/facts/row_facts.h"
#include "analysis/facts/row_methods.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumSteps = 12;  // from a cursor to the call that opened its connection

enum class Kind : std::uint8_t { Unknown, Pool, Connection, Cursor };

struct Opened {
    Kind kind = Kind::Unknown;
    std::optional<RowKind> rows = {};
};

// What an import in a function around the place makes of a dotted name; empty where there is none.
std::string locally_imported(const std::string& dotted, const Place& place) {
    const std::string head = dotted.substr(0, dotted.find('.'));
    const std::string rest = dotted.substr(head.size());
    const facts::Import* import = facts::local_import(head, place.scope, *place.statement);
    if (import == nullptr || import->level != 0) return {};
    if (!import->name.empty()) return import->module + "." + import->name + rest;
    const bool is_alias = import->module.substr(0, import->module.find('.')) != head;
    return (is_alias ? import->module : head) + rest;
}

// The name of a library's that a callee or a value stands for.
std::string library_name(const Value& value, const Place& place) {
    const Value& named = value.is(ValueKind::Call) && !value.items.empty() ? value.items.front() : value;
    const std::string local = locally_imported(named.dotted(), place);
    return local.empty() ? external_name(value, *place.module) : local;
}

std::optional<RowKind> kind_of_factory(const Value& factory, const Place& place, int depth = 0) {
    constexpr auto kFactories = std::to_array<std::pair<std::string_view, RowKind>>({
        {"psycopg.rows.dict_row", RowKind::Mapping},
        {"psycopg.rows.namedtuple_row", RowKind::NamedTuple},
        {"psycopg.rows.tuple_row", RowKind::Tuple},
        {"psycopg2.extras.RealDictCursor", RowKind::Mapping},
        {"psycopg2.extras.RealDictConnection", RowKind::Mapping},
        {"psycopg2.extras.DictCursor", RowKind::Record},
        {"psycopg2.extras.DictConnection", RowKind::Record},
        {"psycopg2.extras.NamedTupleCursor", RowKind::NamedTuple},
        {"psycopg2.extras.NamedTupleConnection", RowKind::NamedTuple},
        {"psycopg2.extensions.cursor", RowKind::Tuple},
    });
    const std::string dotted = factory.dotted();
    if (dotted.empty()) return std::nullopt;
    const std::string name = library_name(factory, place);
    if (name.empty()) {
        const Definition found = place.module->resolve(dotted);
        const bool follows = found.kind == Definition::Kind::Assignment && found.assignment->value && depth < kMaximumSteps;
        return follows ? kind_of_factory(*found.assignment->value, {found.statement, 0, found.module}, depth + 1) : std::nullopt;
    }
    const auto known = std::ranges::find(kFactories, std::string_view(name), &std::pair<std::string_view, RowKind>::first);
    return known == kFactories.end() ? std::nullopt : std::optional(known->second);
}

// What one of these keywords says; `otherwise` where none of them is given.
std::optional<RowKind> kind_of_keywords(const Value& call, std::initializer_list<std::string_view> keywords,
                                        std::optional<RowKind> otherwise, const Place& place) {
    for (const std::string_view keyword : keywords) {
        const Value* factory = call.keyword(keyword);
        if (factory != nullptr && !factory->is(ValueKind::None)) return kind_of_factory(*factory, place);
    }
    return may_give_more(call) ? std::nullopt : otherwise;
}

const Value* entry_of(const Value& dictionary, std::string_view key) {
    for (std::size_t at = 0; at + 1 < dictionary.items.size(); at += 2) {
        if (dictionary.items[at].is(ValueKind::String) && dictionary.items[at].text == key) return &dictionary.items[at + 1];
    }
    return nullptr;
}

// ConnectionPool(dsn, kwargs={"row_factory": dict_row})
std::optional<RowKind> kind_of_pool(const Value& call, const Place& place) {
    if (may_give_more(call) || call.keyword("connection_class") != nullptr || call.keyword("configure") != nullptr)
        return std::nullopt;
    const Value* options = call.keyword("kwargs");
    if (options == nullptr) return RowKind::Tuple;
    if (!options->is(ValueKind::Dictionary)) return std::nullopt;
    const bool is_told = std::ranges::none_of(options->items, [](const Value& each) { return each.is(ValueKind::Starred); });
    const Value* factory = entry_of(*options, "row_factory");
    if (factory != nullptr) return kind_of_factory(*factory, place);
    return is_told && std::ranges::none_of(options->items,
                                           [](const Value& each) { return each.is(ValueKind::Unknown) && each.span.empty(); })
               ? std::optional(RowKind::Tuple)
               : std::nullopt;
}

// Follows one value to what opened it.
class Maker {
public:
    // `executing`: the statement that the rows are asked of, with the call in `scope`.
    Maker(const StatementView& executing, std::uint32_t scope) : executing_(executing), is_of_script_(scope == 0) {}

    [[nodiscard]] Opened of(const Value& value, const Place& place, int depth = 0) const;

private:
    [[nodiscard]] Opened of_name(const Value& name, const Place& place, int depth) const;
    [[nodiscard]] Opened of_script_opening(const facts::OpenedName& opening, const Place& place, int depth) const;
    [[nodiscard]] Opened of_attribute(const Value& attribute, const Place& place, int depth) const;
    [[nodiscard]] Opened of_call(const Value& call, const Place& place, int depth) const;
    [[nodiscard]] Opened of_method(const Value& call, const Place& place, int depth) const;
    [[nodiscard]] Opened of_function(const Value& callee, const Place& place, int depth) const;
    [[nodiscard]] Opened of_module_name(const Value& name, const Place& place, int depth) const;
    [[nodiscard]] Opened with_changes(Opened opened, const std::string& name, const Value& use, std::uint32_t opener,
                                      const Place& place) const;
    [[nodiscard]] Opened with_changes(Opened opened, const std::string& name, const types::ModuleScope& scope,
                                      const facts::StatementFacts& own) const;

    const StatementView& executing_;
    bool is_of_script_;  // the module's own code, whose statements run one after the other
};

Opened Maker::of(const Value& value, const Place& place, int depth) const {
    if (depth > kMaximumSteps) return {};
    switch (value.kind) {
        case ValueKind::Name: return of_name(value, place, depth + 1);
        case ValueKind::Attribute: return of_attribute(value, place, depth + 1);
        case ValueKind::Call: return of_call(value, place, depth + 1);
        default: return {};
    }
}

constexpr auto kFactoryAttributes = std::to_array<std::string_view>({".row_factory", ".cursor_factory"});

bool sets_factory_of(const std::string& name, const facts::Assignment& assignment) {
    return assignment.target.starts_with(name) &&
           std::ranges::find(kFactoryAttributes, std::string_view(assignment.target).substr(name.size())) !=
               kFactoryAttributes.end();
}

// "db = conn; db.row_factory = dict_row", in one statement: the object has another name, which sets what it makes.
bool is_set_by_alias(const std::string& name, const std::vector<facts::Assignment>& assignments) {
    if (std::ranges::none_of(assignments, [](const auto& each) { return facts::is_row_factory(each.target); })) return false;
    std::vector<std::string> names = {name};
    for (std::size_t known = 0; known < names.size(); ++known) {
        for (const facts::Assignment& alias : assignments) {
            if (alias.value && alias.value->dotted() == names[known] && std::ranges::count(names, alias.target) == 0)
                names.push_back(alias.target);
        }
    }
    return std::any_of(names.begin() + 1, names.end(), [&](const std::string& alias) {
        return std::ranges::any_of(assignments, [&](const auto& each) { return sets_factory_of(alias, each); });
    });
}

// The same of a module: a name of it, or of the function that sets the factory, may be the other one.
bool is_set_by_alias(const std::string& name, const facts::ModuleNames& names) {
    return std::ranges::any_of(names.all(facts::kRowFactories), [&](const facts::ModuleBinding& factory) {
        if (is_set_by_alias(name, factory.statement().assignments)) return true;
        std::vector<std::string> owners = {factory.assignment->target.substr(0, factory.assignment->target.rfind('.'))};
        if (owners.front() == name) return false;
        for (std::size_t known = 0; known < owners.size(); ++known) {
            for (const facts::ModuleBinding& alias : names.all(owners[known])) {
                std::string other = alias.assignment == nullptr ? std::string() : alias.assignment->value->dotted();
                if (!other.empty() && std::ranges::count(owners, other) == 0) owners.push_back(std::move(other));
            }
        }
        return std::ranges::count(owners, name) > 0;
    });
}

// "conn.row_factory = dict_row" in the statement that uses the name: of the same function, before, and always, or, of what an object keeps,
// of the method that opens it; else nobody knows.
Opened Maker::with_changes(Opened opened, const std::string& name, const Value& use, std::uint32_t opener,
                           const Place& place) const {
    if (opened.kind == Kind::Unknown) return opened;
    const auto sets = [&](const facts::Assignment& assignment) { return sets_factory_of(name, assignment); };
    const std::vector<facts::Assignment>& assignments = place.statement->assignments;
    if (is_set_by_alias(name, assignments)) return {opened.kind, std::nullopt};
    const auto change = std::ranges::find_if(assignments, sets);
    if (change == assignments.end()) return opened;
    const bool is_only = std::none_of(std::next(change), assignments.end(), sets);
    const bool is_before = change->scope == place.scope ? change->span.end <= use.span.begin : change->scope == opener;
    const bool is_told = is_only && is_before && !change->conditional && change->value;
    return {opened.kind, is_told ? kind_of_factory(*change->value, place) : std::nullopt};
}

// The same of a name of the module, by the statements but `own`; what functions say may have been said by then. Asked by the names, so
// that an edit is seen. What the module says behind `own`, comes too late for the cursor that a connection has made there; of a cursor's
// rows it may come before they are fetched.
Opened Maker::with_changes(Opened opened, const std::string& name, const types::ModuleScope& scope,
                           const facts::StatementFacts& own) const {
    const auto* module = dynamic_cast<const ModelModule*>(&scope);
    if (opened.kind == Kind::Unknown || module == nullptr) return opened;
    const bool is_executing = &own == &executing_.facts;
    const auto is_behind = [&](const facts::ModuleBinding& each) {
        // Another module has run to its end.
        const bool has_order = is_of_script_ && module->is_analysed_file();
        if (!has_order || each.assignment == nullptr || each.assignment->scope != 0) return false;
        const std::optional<std::uint32_t> offset =
            is_executing ? std::optional(executing_.offset) : module->names().offset_of(own);
        return offset && each.placed->offset > *offset;
    };
    if (is_set_by_alias(name, module->names())) return {opened.kind, std::nullopt};
    std::vector<const facts::ModuleBinding*> changes;
    for (const std::string_view attribute : kFactoryAttributes) {
        for (const facts::ModuleBinding& each : module->names().all(name + std::string(attribute))) {
            const bool is_too_late = opened.kind != Kind::Cursor && is_behind(each);
            if (&each.statement() != &own && !is_too_late) changes.push_back(&each);
        }
    }
    if (changes.empty()) return opened;
    const facts::Assignment* change = changes.front()->assignment;
    const bool is_told = changes.size() == 1 && !is_behind(*changes.front()) && change != nullptr && change->scope == 0 &&
                         !change->conditional && change->value;
    return {opened.kind, is_told ? kind_of_factory(*change->value, {&changes.front()->statement(), 0, &scope}) : std::nullopt};
}

// The one assignment of a function, or the "with" around the place.
Opened Maker::of_name(const Value& name, const Place& place, int depth) const {
    const facts::StatementFacts& facts = *place.statement;
    for (std::uint32_t scope = place.scope; scope != 0; scope = facts.scopes[scope].parent) {
        if (facts.scopes[scope].kind == facts::ScopeKind::Class) continue;
        const Place here{place.statement, scope, place.module};
        if (std::ranges::any_of(facts.parameters,
                                [&](const auto& each) { return each.scope == scope && each.name == name.text; }))
            return {};
        const auto opaque = std::ranges::count(facts.scopes[scope].opaque_names, name.text);
        std::vector<const facts::Assignment*> assignments;
        for (const facts::Assignment& assignment : facts.assignments) {
            if (assignment.scope == scope && assignment.target == name.text) assignments.push_back(&assignment);
        }
        if (opaque == 0 && assignments.empty()) continue;
        if (opaque == 0) {
            const bool is_one = assignments.size() == 1 && !assignments.front()->augmented && assignments.front()->value;
            return is_one ? with_changes(of(*assignments.front()->value, here, depth), name.text, name, place.scope, place)
                          : Opened{};
        }
        const facts::NamedValue* walrus = facts::only_walrus(facts, name.text, scope);
        if (walrus != nullptr && opaque == 1 && assignments.empty())
            return with_changes(of(walrus->value, here, depth), name.text, name, place.scope, place);
        const facts::OpenedName* innermost = facts::innermost_opening(facts, name.text, scope, name.span.begin);
        const bool is_told =
            assignments.empty() && innermost != nullptr && facts::count_openings(facts, name.text, scope) == opaque;
        return is_told ? with_changes(of(innermost->opened, here, depth), name.text, name, place.scope, place) : Opened{};
    }
    const facts::OpenedName* opening =
        place.scope == 0 ? facts::innermost_opening(facts, name.text, 0, name.span.begin) : nullptr;
    if (opening == nullptr) return of_module_name(name, place, depth);
    return with_changes(of_script_opening(*opening, place, depth), name.text, name, 0, place);
}

// Whether a statement binds the name of the module's to what its "with" opens, and to nothing else.
bool only_opens(const facts::StatementFacts& facts, const std::string& name) {
    const auto opaque = facts.scopes.empty() ? 0 : std::ranges::count(facts.scopes[0].opaque_names, name);
    return opaque == facts::count_openings(facts, name, 0) &&
           std::ranges::none_of(facts.assignments, [&](const auto& each) { return each.scope == 0 && each.target == name; });
}

// "with psycopg.connect() as conn:" around a place of the module's own code. A function may give the name another one; what other
// statements make of the name is another connection's, or a function's who knows when.
Opened Maker::of_script_opening(const facts::OpenedName& opening, const Place& place, int depth) const {
    const auto* module = dynamic_cast<const ModelModule*>(place.module);
    if (module == nullptr || !only_opens(*place.statement, opening.name)) return {};
    const bool may_be_another = std::ranges::any_of(module->names().all(opening.name), [&](const facts::ModuleBinding& each) {
        return each.is_opaque() && !only_opens(each.statement(), opening.name);
    });
    if (may_be_another) return {};
    const Opened opened = of(opening.opened, place, depth);
    const Opened changed = with_changes(opened, opening.name, *place.module, *place.statement);
    return {opened.kind, changed.rows == opened.rows ? opened.rows : std::nullopt};
}

// What one statement of a module gives the name; both modules may say of its rows: the one that asks, and the one that holds it.
Opened Maker::of_module_name(const Value& name, const Place& place, int depth) const {
    const std::string dotted = name.dotted();
    const Definition found = dotted.empty() ? Definition{} : place.module->resolve(dotted);
    if (found.kind != Definition::Kind::Assignment || !found.assignment->value) return {};
    Opened opened = of(*found.assignment->value, {found.statement, 0, found.module}, depth);
    opened = with_changes(opened, found.assignment->target, *found.module, *place.statement);
    const bool is_here = found.module == place.module && found.assignment->target == dotted;
    if (!is_here) opened = with_changes(opened, dotted, *place.module, *place.statement);
    return with_changes(opened, dotted, name, place.scope, place);
}

// "self.conn": what the class's one assignment gives it.
Opened Maker::of_attribute(const Value& attribute, const Place& place, int depth) const {
    const facts::StatementFacts& facts = *place.statement;
    if (!attribute.items.front().is_name("self")) return of_module_name(attribute, place, depth);
    const Definition owner = enclosing_class(place);
    if (owner.class_definition == nullptr || owner.statement != place.statement) return {};
    const facts::Assignment* given = nullptr;
    for (const facts::Assignment& assignment : facts.assignments) {
        if (assignment.target != "self." + attribute.text || !assignment.value || assignment.value->is(ValueKind::None)) continue;
        if (given != nullptr) return {};
        given = &assignment;
    }
    if (given == nullptr) return {};
    const Place there{place.statement, given->scope, place.module};
    const Opened opened = of(*given->value, there, depth);
    return with_changes(opened, given->target, attribute, given->scope, place);
}

Opened Maker::of_call(const Value& call, const Place& place, int depth) const {
    if (call.items.empty()) return {};
    constexpr auto kConnections =
        std::to_array<std::string_view>({"psycopg.connect", "psycopg.Connection.connect", "psycopg.AsyncConnection.connect"});
    constexpr auto kPools =
        std::to_array<std::string_view>({"psycopg_pool.ConnectionPool", "psycopg_pool.AsyncConnectionPool",
                                         "psycopg_pool.NullConnectionPool", "psycopg_pool.AsyncNullConnectionPool"});
    constexpr auto kOldPools =
        std::to_array<std::string_view>({"psycopg2.pool.SimpleConnectionPool", "psycopg2.pool.ThreadedConnectionPool"});
    const auto is_one_of = [](const auto& names, const std::string& name) {
        return std::ranges::find(names, std::string_view(name)) != names.end();
    };
    const std::string name = library_name(call, place);
    if (is_one_of(kConnections, name)) {
        const bool has_own_cursors = call.keyword("cursor_factory") != nullptr;
        return {Kind::Connection,
                kind_of_keywords(call, {"row_factory"}, has_own_cursors ? std::nullopt : std::optional(RowKind::Tuple), place)};
    }
    if (name == "psycopg2.connect" || is_one_of(kOldPools, name)) {
        const Kind kind = name == "psycopg2.connect" ? Kind::Connection : Kind::Pool;
        return {kind, kind_of_keywords(call, {"cursor_factory", "connection_factory"}, RowKind::Tuple, place)};
    }
    if (is_one_of(kPools, name)) return {Kind::Pool, kind_of_pool(call, place)};
    if (name == "contextlib.closing" || name == "contextlib.aclosing") {
        const Value* closed = call.positional(0);
        return closed == nullptr ? Opened{} : of(*closed, place, depth);
    }
    if (call.items.front().is(ValueKind::Attribute)) {
        if (const Opened found = of_method(call, place, depth); found.kind != Kind::Unknown) return found;
    }
    return of_function(call.items.front(), place, depth);
}

Opened Maker::of_method(const Value& call, const Place& place, int depth) const {
    const Value& callee = call.items.front();
    const Opened base = of(callee.items.front(), place, depth);
    if (callee.text == "cursor") {
        const std::optional<RowKind> otherwise = base.kind == Kind::Connection ? base.rows : std::nullopt;
        const std::optional<RowKind> rows = kind_of_keywords(call, {"row_factory", "cursor_factory"}, otherwise, place);
        return rows ? Opened{Kind::Cursor, rows} : Opened{};
    }
    if (base.kind == Kind::Pool && (callee.text == "connection" || callee.text == "getconn"))
        return {Kind::Connection, base.rows};
    const bool is_executed = callee.text == "execute" && (base.kind == Kind::Connection || base.kind == Kind::Cursor);
    return is_executed ? Opened{Kind::Cursor, base.rows} : Opened{};
}

// What a function of the project returns, or a context manager yields.
Opened Maker::of_function(const Value& callee, const Place& place, int depth) const {
    const FoundFunction found = function_at(callee, place);
    if (found.function == nullptr) return {};
    const std::uint32_t scope = found.function->body_scope;
    const Place body{found.statement, scope, found.module};
    const std::vector<Value>& results = found.function->results;
    if (!results.empty()) return results.size() == 1 ? of(results.front(), body, depth) : Opened{};
    const Value* yielded = nullptr;
    if (scope == 0 || !found.statement->rows) return {};
    for (const facts::YieldedValue& each : found.statement->rows.get()->yielded) {
        if (each.scope != scope) continue;
        if (yielded != nullptr) return {};
        yielded = &each.value;
    }
    return yielded == nullptr ? Opened{} : of(*yielded, body, depth);
}

}  // namespace

std::optional<RowKind> row_kind_of(const facts::SqlCall& call, const StatementView& statement, const ModelModules& modules) {
    if (!call.callee.is(ValueKind::Attribute) || call.callee.items.empty()) return std::nullopt;
    const Place place{&statement.facts, call.scope, &modules.analysed_file()};
    const Opened receiver = Maker(statement, call.scope).of(call.callee.items.front(), place);
    const bool executes = receiver.kind == Kind::Connection || receiver.kind == Kind::Cursor;
    return executes ? receiver.rows : std::nullopt;
}

}  // namespace rowtype::binding
