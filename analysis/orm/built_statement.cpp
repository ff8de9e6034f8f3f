#include "analysis/orm/built_statement.h"

#include <algorithm>
#include <array>

#include "analysis/facts/local_values.h"

namespace rowtype::orm {

using facts::ChainCall;
using facts::Value;
using facts::ValueKind;

namespace {

constexpr int kMaximumSteps = 40;  // from a name to the chain that it holds

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

}  // namespace

Built StatementBuilder::begin(const Value& receiver, std::uint32_t scope, int depth) {
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
    if (const Entity* entity = entities_.named(dotted, scope); entity != nullptr && entity->is_table) {
        built.entities.push_back(entity);  // users.insert(), User.__table__.update()
        return built;
    }
    const bool is_name = receiver.is(ValueKind::Name) && depth <= kMaximumSteps;
    return is_name ? of_local(receiver, scope, depth) : built;
}

Built StatementBuilder::of_local(const Value& name, std::uint32_t scope, int depth) {
    Built built;
    const facts::StatementFacts& facts = entities_.statement().facts;
    std::vector<const facts::Assignment*> assignments;
    for (const facts::Assignment& assignment : facts.assignments) {
        if (assignment.scope == scope && assignment.target == name.text) assignments.push_back(&assignment);
    }
    if (assignments.empty()) return built;
    const auto is_parameter = [&](const facts::Parameter& parameter) {
        return parameter.scope == scope && parameter.name == name.text;
    };
    const auto& opaque = facts.scopes[scope].opaque_names;
    if (std::ranges::any_of(facts.parameters, is_parameter) || std::ranges::find(opaque, name.text) != opaque.end()) return built;
    const std::vector<const facts::Assignment*> reaching =
        facts::reaching_assignments(assignments, facts.scopes[scope], name.span.begin);
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

Built StatementBuilder::of_value(const Value& value, std::uint32_t scope, int depth) {
    if (value.is(ValueKind::Name)) return begin(value, scope, depth + 1);
    const Flat flat = flatten(value);
    if (flat.calls.empty()) return {};
    Built built = flat.receiver == nullptr ? Built{} : begin(*flat.receiver, scope, depth + 1);
    start(built, flat.calls.front(), flat.receiver, scope);
    for (std::size_t index = 1; index < flat.calls.size(); ++index) apply(built, flat.calls[index], scope);
    return built;
}

void StatementBuilder::start(Built& built, const ChainCall& call, const Value* receiver, std::uint32_t scope) {
    ++built.calls;
    Value callee;
    callee.kind = receiver == nullptr ? ValueKind::Name : ValueKind::Attribute;
    callee.text = call.method;
    if (receiver != nullptr) callee.items.push_back(*receiver);
    const std::string library = entities_.library_name_of(callee, scope);
    if (library == "sqlalchemy.select" || library == "sqlmodel.select") {
        built.kind = Built::Kind::Select;
    } else if (library == "sqlalchemy.insert" || library == "sqlalchemy.dialects.postgresql.insert") {
        built.kind = Built::Kind::Insert;
    } else if (library == "sqlalchemy.update") {
        built.kind = Built::Kind::Update;
    } else if (call.method == "query" && receiver != nullptr && built.kind == Built::Kind::None && built.entities.empty()) {
        built.kind = Built::Kind::Query;
    } else if (built.kind == Built::Kind::None) {
        return begin_on_table(built, call);
    } else {
        return apply(built, call, scope);
    }
    add_selected(built, call, scope);
}

// users.insert()
void StatementBuilder::begin_on_table(Built& built, const ChainCall& call) const {
    if (built.entities.size() == 1 && call.method == "insert") built.kind = Built::Kind::Insert;
    else if (built.entities.size() == 1 && call.method == "update") built.kind = Built::Kind::Update;
    else if (built.entities.size() == 1 && call.method == "select") built.kind = Built::Kind::Select;
    else built.entities.clear();
}

void StatementBuilder::apply(Built& built, const ChainCall& call, std::uint32_t scope) {
    ++built.calls;
    if (call.is_property) {
        built = {};
    } else if (built.kind == Built::Kind::None) {
        if (call.method != "query") return;
        built = {};  // behind other calls: get_session().query(…)
        built.kind = Built::Kind::Query;
        add_selected(built, call, scope);
    } else if (call.method == "join" || call.method == "outerjoin") {
        add_joined(built, call, scope);
    } else if (call.method == "select_from") {
        add_from(built, call, scope);
    } else if (!is_neutral(call.method)) {
        built.is_known = built.is_plain = false;
    }
}

void StatementBuilder::add_selected(Built& built, const ChainCall& call, std::uint32_t scope) {
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
void StatementBuilder::add_joined(Built& built, const ChainCall& call, std::uint32_t scope) {
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

void StatementBuilder::add_from(Built& built, const ChainCall& call, std::uint32_t scope) {
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

}  // namespace rowtype::orm
