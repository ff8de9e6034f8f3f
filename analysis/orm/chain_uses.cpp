// What calls name by keywords and texts, of the statement that the calls before them build.
#include <algorithm>

#include "analysis/binding/payload_keys.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/facts/orm_facts.h"
#include "analysis/facts/orm_hints.h"
#include "analysis/orm/built_statement.h"
#include "analysis/orm/refused_labels.h"
#include "analysis/orm/use_recorder.h"

namespace rowtype::orm {

using binding::ColumnRole;
using binding::Mute;
using binding::NamedBy;
using facts::ChainCall;
using facts::Value;
using facts::ValueKind;

namespace {

class ChainBinder {
public:
    explicit ChainBinder(UseRecorder& recorder)
        : recorder_(recorder), entities_(recorder.entities()), builder_(recorder.entities()) {}

    void bind(const facts::OrmChain& chain);

private:
    void check(const Built& built, const ChainCall& call, const facts::OrmChain& chain);
    void check_filter_by(const Built& built, const ChainCall& call);
    void check_values(const Built& built, const ChainCall& call, std::uint32_t scope);
    void check_payload(const Entity& entity, const Value& payload, std::uint32_t scope);
    void check_written_labels(const Entity& entity, const Value& payload);
    std::vector<binding::PayloadKey> keys_of(const Value& payload, std::uint32_t scope);
    void check_conflict(const Built& built, const ChainCall& call, std::uint32_t scope);
    void check_texts(const Built& built, const ChainCall& call);
    void check_constructor(const ChainCall& call, const facts::OrmChain& chain);
    void check_rows(const ChainCall& call, std::uint32_t scope);
    void state(const Entity& entity, std::string_view name, Span span, ColumnRole role);

    UseRecorder& recorder_;
    Entities& entities_;
    StatementBuilder builder_;
};

void ChainBinder::bind(const facts::OrmChain& chain) {
    const bool has_receiver = !chain.receiver.span.empty();
    Built built = has_receiver ? builder_.of_receiver(chain.receiver, chain.scope) : Built{};
    for (std::size_t index = 0; index < chain.calls.size(); ++index) {
        const ChainCall& call = chain.calls[index];
        check(built, call, chain);
        if (index == 0 && facts::is_class_like(call.method)) check_constructor(call, chain);
        if (index == 0) builder_.start(built, call, has_receiver ? &chain.receiver : nullptr, chain.scope);
        else builder_.apply(built, call, chain.scope);
    }
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
        const NamedUse named{argument.keyword, argument.keyword_span, NamedBy::Keyword, ColumnRole::Filter, false};
        recorder_.record_any(places, named);
        if (places.size() == 1)
            check_labels(*places.front(), recorder_.find(*places.front(), named), {argument.value}, recorder_);
    }
}

void ChainBinder::check_values(const Built& built, const ChainCall& call, std::uint32_t scope) {
    if (!built.is_known || built.entities.size() != 1) return recorder_.count(Mute::AttributeOfUnknownEntity);
    const Entity& entity = *built.entities.front();
    for (const facts::Argument& argument : call.arguments) {
        if (argument.keyword.empty()) {
            check_payload(entity, argument.value, scope);
        } else {
            const NamedUse named{argument.keyword, argument.keyword_span, NamedBy::ValuesKey, ColumnRole::Write, true};
            check_labels(entity, recorder_.record(entity, named), {argument.value}, recorder_);
        }
    }
}

// Keys of dictionaries, written there or built by statements; keys that are attributes (User.name) are paths of their own.
void ChainBinder::check_payload(const Entity& entity, const Value& payload, std::uint32_t scope) {
    for (const binding::PayloadKey& key : keys_of(payload, scope)) {
        recorder_.record(entity, {key.name, key.span, NamedBy::ValuesKey, ColumnRole::Write, true});
    }
    check_written_labels(entity, payload);
}

// Of dictionaries that are written where they are used.
void ChainBinder::check_written_labels(const Entity& entity, const Value& payload) {
    if (payload.is(ValueKind::List) || payload.is(ValueKind::Tuple)) {
        for (const Value& row : payload.items) check_written_labels(entity, row);
    }
    if (!payload.is(ValueKind::Dictionary)) return;
    for (std::size_t index = 0; index + 1 < payload.items.size(); index += 2) {
        const Value& key = payload.items[index];
        if (!key.is(ValueKind::String)) continue;
        const MappedAttribute* attribute = recorder_.find(entity, {key.text, {}, NamedBy::ValuesKey, ColumnRole::Write, true});
        check_labels(entity, attribute, {payload.items[index + 1]}, recorder_);
    }
}

// Those that stand in the code: what a dumped model sends has no place of its own here.
std::vector<binding::PayloadKey> ChainBinder::keys_of(const Value& payload, std::uint32_t scope) {
    const auto resolve = [&](const Value& reference) {
        return binding::resolve_value(reference, scope, entities_.statement(), entities_.context());
    };
    const binding::Place place{&entities_.statement().facts, scope, &entities_.module()};
    std::vector<binding::PayloadKey> keys =
        binding::payload_keys(payload, place, payload.span.begin, resolve, entities_.context()).keys;
    std::erase_if(keys, [](const binding::PayloadKey& key) { return !key.sent_by.empty(); });
    return keys;
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
    for (const binding::PayloadKey& key : keys_of(*set, scope)) {
        state(entity, key.name, key.span, ColumnRole::Write);
    }
    check_written_labels(entity, *set);
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

void ChainBinder::check_constructor(const ChainCall& call, const facts::OrmChain& chain) {
    const std::string receiver = chain.receiver.dotted();
    if (!chain.receiver.span.empty() && receiver.empty()) return;
    const Entity* entity = entities_.named(receiver.empty() ? call.method : receiver + "." + call.method, chain.scope);
    if (entity == nullptr || entity->is_table) return;
    const bool is_checked = entities_.has_plain_constructor(*entity);
    for (const facts::Argument& argument : call.arguments) {
        if (argument.keyword.empty()) continue;
        const NamedUse named{argument.keyword, argument.keyword_span, NamedBy::Constructor, ColumnRole::Write, false};
        if (is_checked || entity->mapped.find(argument.keyword) != nullptr) {
            const MappedAttribute* attribute = recorder_.record(*entity, named);
            if (is_checked) check_label(*entity, attribute, argument.value, recorder_);
        }
    }
}

// session.execute(insert(User), [{…}])
void ChainBinder::check_rows(const ChainCall& call, std::uint32_t scope) {
    const Value* statement = call.positional(0);
    const Value* rows = call.positional(1);
    if (statement == nullptr || rows == nullptr || !statement->is(ValueKind::Call)) return;
    const Built built = builder_.of_value(*statement, scope);
    const bool is_plain_insert = built.kind == Built::Kind::Insert && built.calls == 1;
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
