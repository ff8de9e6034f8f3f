#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "analysis/binding/payload_keys.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/facts/local_values.h"
#include "analysis/facts/orm_facts.h"
#include "analysis/facts/orm_hints.h"
#include "analysis/orm/use_recorder.h"

namespace rowtype::orm {

using binding::ColumnRole;
using binding::Mute;
using facts::ChainCall;
using facts::Value;
using facts::ValueKind;

namespace {

constexpr int kMaximumSteps = 40;  // from a name to the chain that it holds

// What a statement is built of, call by call. SQLAlchemy 2.1 looks in all entities of a select for what filter_by names, versions
// before in the last joined one; Query always looks there.
struct Built {
    enum class Kind : std::uint8_t { None, Select, Query, Insert, Update };
    Kind kind = Kind::None;
    std::vector<const Entity*> entities;   // in the order in which they came in
    const Entity* namespace_of = nullptr;  // of a Query: where filter_by looks; null: the first entity
    bool is_known = true;                  // false: there may be other entities, or another meaning
    bool is_plain = true;                  // no labels or expressions beside whole entities
};

class ChainBinder {
public:
    explicit ChainBinder(UseRecorder& recorder) : recorder_(recorder), entities_(recorder.entities()) {}

    void bind(const facts::OrmChain& chain);

private:
    Built begin(const Value& receiver, std::uint32_t scope, int depth);
    void apply(Built& built, const ChainCall& call, bool is_first, std::uint32_t scope);
    void start(Built& built, const ChainCall& call, const std::string& library, std::uint32_t scope);
    void add_selected(Built& built, const ChainCall& call, std::uint32_t scope);
    void add_joined(Built& built, const ChainCall& call, std::uint32_t scope);
    void add_from(Built& built, const ChainCall& call, std::uint32_t scope);
    Built of_value(const Value& value, std::uint32_t scope, int depth);

    void check(const Built& built, const ChainCall& call, const facts::OrmChain& chain);
    void check_filter_by(const Built& built, const ChainCall& call);
    void check_values(const Built& built, const ChainCall& call, std::uint32_t scope);
    void check_payload(const Entity& entity, const Value& payload, std::uint32_t scope);
    void check_conflict(const Built& built, const ChainCall& call, std::uint32_t scope);
    void check_texts(const Built& built, const ChainCall& call);
    void check_constructor(const ChainCall& call, const facts::OrmChain& chain, bool is_first);
    void check_rows(const ChainCall& call, std::uint32_t scope);
    void state(const Entity& entity, std::string_view name, Span span, ColumnRole role);

    UseRecorder& recorder_;
    Entities& entities_;
    std::map<const facts::Assignment*, std::optional<Built>> assigned_;  // without a value: it is being looked at
};

// Either of two. What one of them has is no mistake for certain; where a Query looks has to be certain.
void join(Built& built, const Built& other) {
    const bool is_same = built.kind == other.kind && built.entities == other.entities && built.namespace_of == other.namespace_of;
    const bool are_selects = built.kind == Built::Kind::Select && other.kind == Built::Kind::Select;
    for (const Entity* entity : other.entities) {
        if (std::ranges::find(built.entities, entity) == built.entities.end()) built.entities.push_back(entity);
    }
    built.is_known = built.is_known && other.is_known && (is_same || are_selects);
    built.is_plain = built.is_plain && other.is_plain;
}

// Calls that leave the entities of a statement as they are.
bool is_neutral(std::string_view method) {
    constexpr auto kNeutral = std::to_array<std::string_view>({"all",
                                                               "correlate",
                                                               "distinct",
                                                               "enable_eagerloads",
                                                               "execution_options",
                                                               "filter",
                                                               "filter_by",
                                                               "first",
                                                               "for_update",
                                                               "group_by",
                                                               "having",
                                                               "limit",
                                                               "offset",
                                                               "one",
                                                               "one_or_none",
                                                               "options",
                                                               "order_by",
                                                               "params",
                                                               "populate_existing",
                                                               "prefix_with",
                                                               "where",
                                                               "with_for_update",
                                                               "with_hint",
                                                               "yield_per",
                                                               "values",
                                                               "returning",
                                                               "on_conflict_do_update",
                                                               "on_conflict_do_nothing",
                                                               "count",
                                                               "scalar",
                                                               "delete",
                                                               "update",
                                                               "exists",
                                                               "slice",
                                                               "autoflush",
                                                               "inline",
                                                               "return_defaults"});
    return std::ranges::find(kNeutral, method) != kNeutral.end();
}

// The calls of a nested expression in the order of the text, and what the first is called on.
struct Flat {
    const Value* receiver = nullptr;  // null: the first call is of a bare name
    std::vector<ChainCall> calls;
};

Flat flatten(const Value& value) {
    Flat flat;
    const Value* current = &value;
    while (current->is(ValueKind::Call) && !current->items.empty()) {
        const Value& callee = current->items.front();
        ChainCall call;
        call.arguments = current->arguments;
        call.method = callee.text;
        call.method_span = callee.is(ValueKind::Attribute) ? callee.name_span : callee.span;
        if (!callee.is(ValueKind::Attribute) && !callee.is(ValueKind::Name)) return {};
        flat.calls.push_back(std::move(call));
        if (callee.is(ValueKind::Name)) {
            current = nullptr;
            break;
        }
        current = &callee.items.front();
    }
    std::ranges::reverse(flat.calls);
    flat.receiver = current;
    return flat;
}

void ChainBinder::bind(const facts::OrmChain& chain) {
    const bool has_receiver = !chain.receiver.span.empty();
    Built built = has_receiver ? begin(chain.receiver, chain.scope, 0) : Built{};
    for (std::size_t index = 0; index < chain.calls.size(); ++index) {
        const ChainCall& call = chain.calls[index];
        const bool is_first = index == 0;
        check(built, call, chain);
        if (facts::is_class_like(call.method)) check_constructor(call, chain, is_first);
        if (is_first) {
            Value callee;
            callee.kind = ValueKind::Name;
            callee.text = call.method;
            if (has_receiver) {
                callee.kind = ValueKind::Attribute;
                callee.items.push_back(chain.receiver);
            }
            start(built, call, entities_.library_name_of(callee, chain.scope), chain.scope);
        } else {
            apply(built, call, is_first, chain.scope);
        }
    }
}

// What stands before the first call: "User.query", a table, a name that holds a statement.
Built ChainBinder::begin(const Value& receiver, std::uint32_t scope, int depth) {
    Built built;
    const std::string dotted = receiver.dotted();
    if (dotted.empty()) return built;
    if (dotted.ends_with(".query")) {
        if (const Entity* entity = entities_.named(dotted.substr(0, dotted.size() - 6), scope)) {
            built.kind = Built::Kind::Query;
            built.entities.push_back(entity);
            return built;
        }
    }
    const std::string table = dotted.ends_with(".__table__") ? dotted.substr(0, dotted.size() - 10) : dotted;
    if (const Entity* entity = entities_.named(table, scope); entity != nullptr && (entity->is_table || table != dotted)) {
        built.entities.push_back(entity);  // users.insert(), users.update()
        return built;
    }
    if (!receiver.is(ValueKind::Name) || depth > kMaximumSteps) return built;
    const facts::StatementFacts& facts = entities_.statement().facts;
    std::vector<const facts::Assignment*> assignments;
    for (const facts::Assignment& assignment : facts.assignments) {
        if (assignment.scope == scope && assignment.target == dotted) assignments.push_back(&assignment);
    }
    if (assignments.empty()) return built;
    const auto is_parameter = [&](const facts::Parameter& parameter) {
        return parameter.scope == scope && parameter.name == dotted;
    };
    const auto& opaque = facts.scopes[scope].opaque_names;
    if (std::ranges::any_of(facts.parameters, is_parameter) || std::ranges::find(opaque, dotted) != opaque.end()) return built;
    const std::vector<const facts::Assignment*> reaching =
        facts::reaching_assignments(assignments, facts.scopes[scope], receiver.span.begin);
    for (const facts::Assignment* assignment : reaching) {
        if (!assignment->value || assignment->augmented) return {};
        const auto [entry, is_new] = assigned_.try_emplace(assignment);
        if (is_new) {
            Built one = of_value(*assignment->value, scope, depth + 1);
            assigned_[assignment] = std::move(one);
        } else if (!entry->second) {
            continue;  // "query = query.filter(…)" in a loop: a second look has nothing to add
        }
        const Built& one = *assigned_[assignment];
        if (one.kind == Built::Kind::None) return {};
        if (built.kind == Built::Kind::None) built = one;
        else join(built, one);
    }
    return built;
}

Built ChainBinder::of_value(const Value& value, std::uint32_t scope, int depth) {
    if (value.is(ValueKind::Name)) return begin(value, scope, depth + 1);
    const Flat flat = flatten(value);
    if (flat.calls.empty()) return {};
    Built built = flat.receiver == nullptr ? Built{} : begin(*flat.receiver, scope, depth + 1);
    for (std::size_t index = 0; index < flat.calls.size(); ++index) {
        if (index != 0) {
            apply(built, flat.calls[index], false, scope);
            continue;
        }
        Value callee;
        callee.kind = ValueKind::Name;
        callee.text = flat.calls[0].method;
        if (flat.receiver != nullptr) {
            callee.kind = ValueKind::Attribute;
            callee.items.push_back(*flat.receiver);
        }
        start(built, flat.calls[0], entities_.library_name_of(callee, scope), scope);
    }
    return built;
}

// The first call: select(…), insert(…), session.query(…), or one on what is built already.
void ChainBinder::start(Built& built, const ChainCall& call, const std::string& library, std::uint32_t scope) {
    const bool is_select = library == "sqlalchemy.select" || library == "sqlmodel.select";
    const bool is_insert = library == "sqlalchemy.insert" || library == "sqlalchemy.dialects.postgresql.insert";
    const bool is_update = library == "sqlalchemy.update";
    if (is_select) {
        built.kind = Built::Kind::Select;
        return add_selected(built, call, scope);
    }
    if (is_insert || is_update) {
        built.kind = is_insert ? Built::Kind::Insert : Built::Kind::Update;
        return add_selected(built, call, scope);
    }
    if (call.method == "query" && built.kind == Built::Kind::None && built.entities.empty()) {
        built.kind = Built::Kind::Query;
        return add_selected(built, call, scope);
    }
    apply(built, call, true, scope);
}

void ChainBinder::apply(Built& built, const ChainCall& call, bool is_first, std::uint32_t scope) {
    if (call.is_property) {
        built = {};
        return;
    }
    if (built.kind == Built::Kind::None) {
        // session.query(…) behind other calls; users.insert() of a table.
        const bool of_table = is_first && built.entities.size() == 1;
        if (of_table && call.method == "insert") built.kind = Built::Kind::Insert;
        else if (of_table && call.method == "update") built.kind = Built::Kind::Update;
        else if (of_table && call.method == "select") built.kind = Built::Kind::Select;
        else if (call.method == "query" && !is_first) {
            built = {};
            built.kind = Built::Kind::Query;
            add_selected(built, call, scope);
        } else {
            built.entities.clear();
        }
        return;
    }
    if (call.method == "join" || call.method == "outerjoin") return add_joined(built, call, scope);
    if (call.method == "select_from") return add_from(built, call, scope);
    if (!is_neutral(call.method)) built.is_known = built.is_plain = false;
}

void ChainBinder::add_selected(Built& built, const ChainCall& call, std::uint32_t scope) {
    bool is_first = true;
    for (const facts::Argument& argument : call.arguments) {
        if (!argument.keyword.empty()) continue;
        const std::string dotted = argument.value.dotted();
        const Entity* entity = dotted.empty() ? nullptr : entities_.named(dotted, scope);
        if (entity == nullptr && !dotted.empty()) {
            // "User.id": what filter_by looks in is still the class.
            const std::size_t dot = dotted.rfind('.');
            const Entity* owner = dot == std::string::npos ? nullptr : entities_.named(dotted.substr(0, dot), scope);
            const MappedAttribute* attribute = owner == nullptr ? nullptr : owner->mapped.find(dotted.substr(dot + 1));
            if (attribute != nullptr && attribute->kind == AttributeKind::Column) entity = owner;
        }
        if (entity == nullptr || argument.value.is(ValueKind::Starred)) {
            // func.count() and other expressions have no entity that could be told; after the first they do not matter to a Query.
            built.is_plain = false;
            if (is_first || built.kind != Built::Kind::Query) built.is_known = false;
        } else if (std::ranges::find(built.entities, entity) == built.entities.end()) {
            built.entities.push_back(entity);
        }
        is_first = false;
    }
    if (built.entities.empty()) built.is_known = false;
}

// join(Post), join(Post, …), join(User.posts).
void ChainBinder::add_joined(Built& built, const ChainCall& call, std::uint32_t scope) {
    const Value* target = call.positional(0);
    const Entity* entity = nullptr;
    if (target != nullptr) {
        const std::string dotted = target->dotted();
        entity = dotted.empty() ? nullptr : entities_.named(dotted, scope);
        const std::size_t dot = dotted.rfind('.');
        if (entity == nullptr && dot != std::string::npos) {
            const Entity* owner = entities_.named(dotted.substr(0, dot), scope);
            const MappedAttribute* attribute = owner == nullptr ? nullptr : owner->mapped.find(dotted.substr(dot + 1));
            if (attribute != nullptr && attribute->kind == AttributeKind::Relationship)
                entity = entities_.target_of(*owner, *attribute);
        }
    }
    // More than a target and its condition: join(A, B) of older versions.
    const Value* second = call.positional(1);
    const bool is_odd = second != nullptr && !second->dotted().empty() && entities_.named(second->dotted(), scope) != nullptr;
    if (entity == nullptr || is_odd) {
        built.is_known = built.is_plain = false;
        return;
    }
    built.namespace_of = entity;
    if (std::ranges::find(built.entities, entity) == built.entities.end()) built.entities.push_back(entity);
}

void ChainBinder::add_from(Built& built, const ChainCall& call, std::uint32_t scope) {
    const Value* target = call.positional(0);
    const Entity* entity = target == nullptr || target->dotted().empty() ? nullptr : entities_.named(target->dotted(), scope);
    if (entity == nullptr || call.positional(1) != nullptr) {
        built.is_known = built.is_plain = false;
        return;
    }
    // "select(func.count()).select_from(User)" is about User alone.
    if (built.entities.empty()) built.is_known = true;
    if (built.namespace_of == nullptr) built.namespace_of = entity;
    if (std::ranges::find(built.entities, entity) == built.entities.end()) built.entities.push_back(entity);
}

void ChainBinder::check(const Built& built, const ChainCall& call, const facts::OrmChain& chain) {
    if (call.is_property) return;
    if (call.method == "filter_by") return check_filter_by(built, call);
    const bool writes = built.kind == Built::Kind::Insert || built.kind == Built::Kind::Update;
    if (call.method == "values" && writes) return check_values(built, call, chain.scope);
    if (call.method == "update" && built.kind == Built::Kind::Query && built.is_known && !built.entities.empty()) {
        const Value* payload = call.positional(0);
        if (payload != nullptr && built.namespace_of == nullptr) check_payload(*built.entities.front(), *payload, chain.scope);
        return;
    }
    if (call.method.starts_with("on_conflict_do_") && built.kind == Built::Kind::Insert)
        return check_conflict(built, call, chain.scope);
    if (call.method == "order_by" || call.method == "group_by") return check_texts(built, call);
    if (call.method == "execute" || call.method.starts_with("scalar")) return check_rows(call, chain.scope);
}

void ChainBinder::check_filter_by(const Built& built, const ChainCall& call) {
    const bool is_read =
        built.kind == Built::Kind::Select || built.kind == Built::Kind::Query || built.kind == Built::Kind::Update;
    if (!is_read || !built.is_known || built.entities.empty()) {
        if (built.kind != Built::Kind::None) recorder_.count(Mute::AttributeOfUnknownEntity);
        return;
    }
    std::vector<const Entity*> places = built.entities;
    if (built.kind == Built::Kind::Query) {
        places = {built.namespace_of != nullptr ? built.namespace_of : built.entities.front()};
    }
    for (const facts::Argument& argument : call.arguments) {
        if (argument.keyword.empty()) continue;
        recorder_.record_any(places, {argument.keyword, argument.keyword_span, NamedBy::Keyword, ColumnRole::Filter, false});
    }
}

void ChainBinder::check_values(const Built& built, const ChainCall& call, std::uint32_t scope) {
    if (!built.is_known || built.entities.size() != 1) return recorder_.count(Mute::AttributeOfUnknownEntity);
    const Entity& entity = *built.entities.front();
    for (const facts::Argument& argument : call.arguments) {
        if (argument.keyword.empty()) {
            check_payload(entity, argument.value, scope);
        } else {
            recorder_.record(entity, {argument.keyword, argument.keyword_span, NamedBy::ValuesKey, ColumnRole::Write, true});
        }
    }
}

// Keys of dictionaries, written there or built by statements; keys that are attributes (User.name) are paths of their own.
void ChainBinder::check_payload(const Entity& entity, const Value& payload, std::uint32_t scope) {
    const facts::StatementFacts& facts = entities_.statement().facts;
    const auto resolve = [&](const Value& reference) {
        return binding::resolve_value(reference, scope, entities_.statement(), entities_.context());
    };
    const binding::PayloadKeys found = binding::payload_keys(payload, facts, scope, payload.span.begin, resolve);
    for (const binding::PayloadKey& key : found.keys) {
        recorder_.record(entity, {key.name, key.span, NamedBy::ValuesKey, ColumnRole::Write, true});
    }
}

// The names go to the database as they are written.
void ChainBinder::check_conflict(const Built& built, const ChainCall& call, std::uint32_t scope) {
    if (!built.is_known || built.entities.size() != 1) return;
    const Entity& entity = *built.entities.front();
    if (const Value* elements = call.keyword("index_elements")) {
        for (const Value& element : elements->items) {
            if (!element.is(ValueKind::String) || !(elements->is(ValueKind::List) || elements->is(ValueKind::Tuple))) continue;
            const Span whole{0, static_cast<std::uint32_t>(element.text.size())};
            state(entity, element.text, facts::source_span(element, whole), ColumnRole::ConflictTarget);
        }
    }
    const Value* set = call.keyword("set_");
    if (set == nullptr) return;
    const auto resolve = [&](const Value& reference) {
        return binding::resolve_value(reference, scope, entities_.statement(), entities_.context());
    };
    for (const binding::PayloadKey& key :
         binding::payload_keys(*set, entities_.statement().facts, scope, set->span.begin, resolve).keys) {
        state(entity, key.name, key.span, ColumnRole::Write);
    }
}

// A text in order_by is a label of the select or a column of its entities, or SQLAlchemy refuses it.
void ChainBinder::check_texts(const Built& built, const ChainCall& call) {
    if (built.kind == Built::Kind::None || !built.is_known || !built.is_plain || built.entities.empty()) return;
    for (const facts::Argument& argument : call.arguments) {
        const Value& value = argument.value;
        if (!value.is(ValueKind::String) || value.text.empty()) continue;
        const bool is_name = std::ranges::all_of(value.text, [](char letter) {
            return letter == '_' || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z');
        });
        if (!is_name) continue;
        const Span whole{0, static_cast<std::uint32_t>(value.text.size())};
        recorder_.record_any(built.entities,
                             {value.text, facts::source_span(value, whole), NamedBy::Text, ColumnRole::Order, true});
    }
}

void ChainBinder::check_constructor(const ChainCall& call, const facts::OrmChain& chain, bool is_first) {
    const std::string receiver = is_first ? chain.receiver.dotted() : std::string();
    if (!is_first || (!chain.receiver.span.empty() && receiver.empty())) return;
    const Entity* entity = entities_.named(receiver.empty() ? call.method : receiver + "." + call.method, chain.scope);
    if (entity == nullptr || entity->is_table) return;
    const bool is_checked = entities_.has_plain_constructor(*entity);
    for (const facts::Argument& argument : call.arguments) {
        if (argument.keyword.empty()) continue;
        const NamedUse named{argument.keyword, argument.keyword_span, NamedBy::Constructor, ColumnRole::Write, false};
        if (is_checked || entity->mapped.find(argument.keyword) != nullptr) recorder_.record(*entity, named);
    }
}

// session.execute(insert(User), [{…}])
void ChainBinder::check_rows(const ChainCall& call, std::uint32_t scope) {
    const Value* statement = call.positional(0);
    const Value* rows = call.positional(1);
    if (statement == nullptr || rows == nullptr || !statement->is(ValueKind::Call)) return;
    const Built built = of_value(*statement, scope, 0);
    const bool is_plain_insert = built.kind == Built::Kind::Insert && flatten(*statement).calls.size() == 1;
    if (is_plain_insert && built.is_known && built.entities.size() == 1) check_payload(*built.entities.front(), *rows, scope);
}

void ChainBinder::state(const Entity& entity, std::string_view name, Span span, ColumnRole role) {
    const catalog::Relation* relation = entity.mapped.relation;
    if (relation == nullptr) return;
    binding::ColumnReference reference;
    reference.name = name;
    reference.span = span;
    reference.relation = relation;
    reference.use = use_of(role);
    reference.place.role = role;
    reference.found = std::ranges::any_of(relation->columns, [&](const catalog::Column& column) { return column.name == name; });
    // A column that the model declares and the database lacks is said at the model.
    const auto declares = [&](const MappedAttribute& attribute) {
        return attribute.column_name == name || (attribute.kind == AttributeKind::Unknown);
    };
    const bool is_declared = std::ranges::any_of(entity.mapped.attributes, declares);
    auto& list = reference.found || is_declared ? recorder_.uses().columns : recorder_.uses().stated;
    list.push_back(std::move(reference));
}

}  // namespace

void bind_chain(const facts::OrmChain& chain, UseRecorder& recorder) { ChainBinder(recorder).bind(chain); }

}  // namespace rowtype::orm
