// Statements about whole objects: select(User), session.query(User), session.get(User, 1), User.query, User(name="x"), delete(User).
#include <algorithm>

#include "analysis/facts/orm_facts.h"
#include "analysis/facts/orm_hints.h"
#include "analysis/orm/use_recorder.h"

namespace rowtype::orm {

using binding::RelationUse;
using facts::ChainCall;
using facts::Value;
using facts::ValueKind;

namespace {

std::vector<std::string> columns_of(const Entity& entity) {
    std::vector<std::string> columns;
    for (const MappedAttribute& attribute : entity.mapped.attributes) {
        const bool is_own = attribute.kind == AttributeKind::Column && attribute.relation == entity.mapped.relation;
        if (is_own && attribute.column != nullptr) columns.push_back(attribute.column->name);
    }
    return columns;
}

void note(const Entity& entity, RelationUse use, Span span, UseRecorder& recorder) {
    const catalog::Relation* relation = entity.mapped.relation;
    if (relation == nullptr) return;
    const bool reads = use == RelationUse::Read;
    recorder.uses().entities.push_back({relation, use, span, reads ? columns_of(entity) : std::vector<std::string>()});
}

RelationUse use_by(std::string_view method) {
    if (method == "insert") return RelationUse::Insert;
    if (method == "update") return RelationUse::Update;
    if (method == "delete") return RelationUse::Delete;
    return RelationUse::Read;
}

// The last name of "models.User": where the use is said to be.
Span last_name(const Value& value) { return value.is(ValueKind::Attribute) ? value.name_span : value.span; }

void note_named(const Value& value, RelationUse use, const facts::OrmChain& chain, UseRecorder& recorder) {
    const std::string dotted = value.dotted();
    const Entity* entity = dotted.empty() ? nullptr : recorder.entities().named(dotted, chain.scope);
    if (entity != nullptr) note(*entity, use, last_name(value), recorder);
}

bool takes_entity(std::string_view method) {
    return method == "select" || method == "query" || method == "get" || method == "get_one" || method == "insert" ||
           method == "update" || method == "delete" || method == "with_entities";
}

// User(name="x")
void note_construction(const ChainCall& call, const facts::OrmChain& chain, UseRecorder& recorder) {
    const std::string receiver = chain.receiver.dotted();
    if (!chain.receiver.span.empty() && receiver.empty()) return;
    const std::string name = receiver.empty() ? call.method : receiver + "." + call.method;
    const Entity* entity = recorder.entities().named(name, chain.scope);
    if (entity != nullptr && !entity->is_table) note(*entity, RelationUse::Insert, call.method_span, recorder);
}

}  // namespace

void bind_entities(const facts::OrmChain& chain, UseRecorder& recorder) {
    // User.query.filter_by(…), users.insert()
    const std::string receiver = chain.receiver.dotted();
    if (receiver.ends_with(".query")) {
        if (const Entity* entity = recorder.entities().named(receiver.substr(0, receiver.size() - 6), chain.scope))
            note(*entity, RelationUse::Read,
                 chain.receiver.items.empty() ? chain.receiver.span : last_name(chain.receiver.items.front()), recorder);
    }
    for (std::size_t index = 0; index < chain.calls.size(); ++index) {
        const ChainCall& call = chain.calls[index];
        if (call.is_property) continue;
        if (index == 0 && facts::is_class_like(call.method)) note_construction(call, chain, recorder);
        if (!takes_entity(call.method)) continue;
        const bool takes_several = call.method == "select" || call.method == "query" || call.method == "with_entities";
        for (std::size_t place = 0; place < call.arguments.size() && (place == 0 || takes_several); ++place) {
            const facts::Argument& argument = call.arguments[place];
            if (argument.keyword.empty()) note_named(argument.value, use_by(call.method), chain, recorder);
        }
    }
}

}  // namespace rowtype::orm
