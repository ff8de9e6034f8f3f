#include "analysis/orm/bind_uses.h"

#include <algorithm>
#include <array>

#include "analysis/facts/orm_facts.h"
#include "analysis/facts/orm_hints.h"
#include "analysis/orm/refused_labels.h"
#include "analysis/orm/use_recorder.h"

namespace rowtype::orm {

using binding::ColumnRole;
using binding::ColumnUse;
using binding::Mute;
using binding::NamedBy;

namespace {

struct Segment {
    std::string_view text;
    Span span;
};

std::vector<Segment> segments_of(const facts::OrmPath& path) {
    std::vector<Segment> segments;
    std::size_t begin = 0;
    while (begin <= path.text.size()) {
        const std::size_t end = std::min(path.text.find('.', begin), path.text.size());
        const auto place = path.begin + static_cast<std::uint32_t>(begin);
        segments.push_back(
            {std::string_view(path.text).substr(begin, end - begin), {place, place + static_cast<std::uint32_t>(end - begin)}});
        begin = end + 1;
    }
    return segments;
}

ColumnRole role_in(std::string_view clause) {
    if (clause == "where" || clause == "filter" || clause == "having") return ColumnRole::Filter;
    if (clause == "join" || clause == "outerjoin") return ColumnRole::Join;
    if (clause == "order_by") return ColumnRole::Order;
    if (clause == "group_by" || clause == "distinct" || clause == "partition_by") return ColumnRole::Group;
    if (clause == "values" || clause == "update" || clause == "insert") return ColumnRole::Write;
    if (clause.starts_with("on_conflict_do_")) return ColumnRole::ConflictTarget;
    return ColumnRole::Read;
}

bool is_columns(std::string_view name) { return name == "c" || name == "columns"; }

// Whether the first `count` names may stand for a class or table.
bool may_be_entity(const std::vector<Segment>& segments, std::size_t count) {
    const bool is_own = segments.front().text == "self" || segments.front().text == "cls";
    if (is_own) return count == 2;
    const bool has_columns = count < segments.size() && is_columns(segments[count].text);
    return count == 1 || has_columns || facts::is_class_like(segments[count - 1].text);
}

// What the collection of a table's columns has itself.
constexpr auto kOfCollection =
    std::to_array<std::string_view>({"add", "as_readonly", "clear", "compare", "contains_column", "corresponding_column",
                                     "extend", "get", "items", "keys", "remove", "update", "values"});

void bind_path(const facts::OrmPath& path, UseRecorder& recorder) {
    const std::vector<Segment> segments = segments_of(path);
    const Entity* entity = nullptr;
    std::size_t next = 1;
    for (; next <= segments.size(); ++next) {
        if (!may_be_entity(segments, next)) continue;
        const std::size_t length = segments[next - 1].span.end - path.begin;
        entity = recorder.entities().named(std::string_view(path.text).substr(0, length), path.scope);
        if (entity != nullptr) break;
    }
    if (entity == nullptr) return;
    NamedUse named;
    named.role = role_in(path.clause);
    if (!entity->is_table && next < segments.size() && segments[next].text == "__table__") {
        const std::size_t length = segments[next++].span.end - path.begin;
        entity = recorder.entities().named(std::string_view(path.text).substr(0, length), path.scope);
        if (entity == nullptr) return;
    }
    if (entity->is_table) {
        if (next >= segments.size() || !is_columns(segments[next].text)) return;
        ++next;
    }
    if (next < segments.size()) {
        named.name = segments[next].text;
        named.span = segments[next].span;
        const bool is_method = entity->is_table && std::ranges::find(kOfCollection, named.name) != kOfCollection.end();
        if (is_method) return;
        const MappedAttribute* attribute = recorder.record(*entity, named);
        const std::size_t behind = segments.size() - next - 1;
        const bool is_compared = behind == 0 || (behind == 1 && facts::is_membership(segments.back().text));
        if (is_compared) check_labels(*entity, attribute, path.compared, recorder);
    } else if (!path.keys.empty() && entity->is_table) {
        const facts::Value& key = path.keys.front();
        named.name = key.text;
        named.span = facts::source_span(key, {0, static_cast<std::uint32_t>(key.text.size())});
        named.named_by = NamedBy::Text;
        check_labels(*entity, recorder.record(*entity, named), path.compared, recorder);
    }
}

}  // namespace

binding::ColumnUse use_of(ColumnRole role) {
    switch (role) {
        case ColumnRole::Read: return ColumnUse::Select;
        case ColumnRole::Write: return ColumnUse::Payload;
        case ColumnRole::Filter:
        case ColumnRole::Join: return ColumnUse::Filter;
        case ColumnRole::Order:
        case ColumnRole::Group: return ColumnUse::Order;
        case ColumnRole::ConflictTarget: return ColumnUse::ConflictTarget;
    }
    return ColumnUse::Select;
}

binding::BoundOrm bind_uses(const binding::StatementView& statement, const binding::Context& context) {
    binding::BoundOrm uses;
    Entities entities(statement, context);
    UseRecorder recorder(entities, uses);
    for (const facts::OrmPath& path : statement.facts.orm.paths) bind_path(path, recorder);
    for (const facts::OrmChain& chain : statement.facts.orm.chains) {
        bind_chain(chain, recorder);
        bind_entities(chain, recorder);
    }
    for (const facts::Class& definition : statement.facts.classes) bind_model_texts(definition, recorder);
    return uses;
}

UseRecorder::UseRecorder(Entities& entities, binding::BoundOrm& uses) : entities_(entities), uses_(uses) {
    for (const facts::OrmChain& chain : entities.statement().facts.orm.chains) {
        for (const facts::ChainCall& call : chain.calls) {
            const facts::Value* name = call.method == "hasattr" ? call.positional(1) : nullptr;
            if (name != nullptr && name->is(facts::ValueKind::String)) asked_for_.insert(name->text);
        }
    }
}

const MappedAttribute* UseRecorder::record(const Entity& entity, const NamedUse& named) {
    if (const MappedAttribute* attribute = find(entity, named)) {
        ++uses_.checked;
        add_column(entity, *attribute, named);
        return attribute;
    }
    const Has has =
        named.by_column && entities_.may_share_table(entity) ? Has::NotKnown : entities_.has_unlisted(entity, named.name);
    switch (has) {
        case Has::Yes: break;
        case Has::NotKnown: count(Mute::AttributeOfClassNotWhollyKnown); break;
        case Has::MayBeAdded: count(Mute::AttributeMayBeAdded); break;
        case Has::No:
            ++uses_.checked;
            add_unknown({&entity}, named);
            break;
    }
    return nullptr;
}

void UseRecorder::record_any(const std::vector<const Entity*>& entities, const NamedUse& named) {
    Has best = Has::No;
    for (const Entity* entity : entities) {
        if (const MappedAttribute* attribute = find(*entity, named)) {
            ++uses_.checked;
            return add_column(*entity, *attribute, named);
        }
        const bool is_shared = named.by_column && entities_.may_share_table(*entity);
        const Has has = is_shared ? Has::NotKnown : entities_.has_unlisted(*entity, named.name);
        if (has == Has::Yes) return;
        if (has != Has::No) best = has;
    }
    if (best == Has::NotKnown) return count(Mute::AttributeOfClassNotWhollyKnown);
    if (best == Has::MayBeAdded) return count(Mute::AttributeMayBeAdded);
    ++uses_.checked;
    add_unknown(entities, named);
}

// By the attribute's name, and by that of its column where both count. A table's own columns have the column's name.
const MappedAttribute* UseRecorder::find(const Entity& entity, const NamedUse& named) const {
    const MappedAttribute* attribute = entity.mapped.find(named.name);
    if (attribute != nullptr || !named.by_column || entity.is_table) return attribute;
    const auto& all = entity.mapped.attributes;
    const auto has_name = [&](const MappedAttribute& one) {
        return one.kind == AttributeKind::Column && one.column_name == named.name;
    };
    const auto found = std::ranges::find_if(all, has_name);
    if (found != all.end()) return &*found;
    // Whatever may be a column may have this name.
    const auto unknown = std::ranges::find_if(
        all, [](const MappedAttribute& one) { return one.kind == AttributeKind::Unknown || !one.name_certain; });
    return unknown != all.end() ? &*unknown : nullptr;
}

void UseRecorder::add_column(const Entity& entity, const MappedAttribute& attribute, const NamedUse& named) {
    if (attribute.column_name.empty() || attribute.relation == nullptr) return;
    if (attribute.column == nullptr && !entity.mapped.is_absent(attribute)) return;
    binding::ColumnReference reference;
    reference.name = attribute.column_name;
    reference.span = named.span;
    reference.relation = attribute.relation;
    reference.use = use_of(named.role);
    reference.place.role = named.role;
    reference.found = attribute.column != nullptr;
    reference.is_gone = attribute.is_gone;
    uses_.columns.push_back(std::move(reference));
}

void UseRecorder::add_unknown(const std::vector<const Entity*>& entities, const NamedUse& named) {
    if (asked_for_.contains(named.name)) return;
    binding::UnknownAttribute unknown;
    for (const Entity* entity : entities) {
        unknown.owners.push_back(entity->definition.name);
        for (const MappedAttribute& attribute : entity->mapped.attributes) {
            const bool is_own = attribute.name.starts_with("_") && !named.name.starts_with("_");
            if (!attribute.name.empty() && !is_own) unknown.candidates.push_back(attribute.name);
        }
    }
    unknown.name = named.name;
    unknown.span = named.span;
    unknown.named_by = named.named_by;
    unknown.is_table = entities.size() == 1 && entities.front()->is_table;
    unknown.relation = entities.front()->mapped.relation;
    uses_.unknown.push_back(std::move(unknown));
}

}  // namespace rowtype::orm
