#include "reflect/migrations/taken_names.h"

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

using catalog::QualifiedName;

void TakenNames::touch_all(const Relations& relations) {
    for (const auto& [name, state] : relations) touched_.insert(name);
}

void TakenNames::settle(const Relations& relations) {
    read_touched(relations);
    touched_.clear();
}

bool TakenNames::has_index(const Relations& relations, const QualifiedName& name) {
    read_touched(relations);
    return indexes_.contains(name);
}

bool TakenNames::has_constraint(const Relations& relations, const QualifiedName& name) {
    read_touched(relations);
    return constraints_.contains(name);
}

TakenNames::Names TakenNames::names_of(const catalog::Relation& relation) {
    Names names;
    const auto add_key = [&names](const catalog::Key& key) {
        names.indexes.push_back(key.name);
        names.constraints.push_back(key.name);
    };
    if (relation.primary_key) add_key(*relation.primary_key);
    for (const catalog::Key& key : relation.unique_keys) add_key(key);
    for (const catalog::ForeignKey& key : relation.foreign_keys) names.constraints.push_back(key.name);
    for (const catalog::Check& check : relation.checks) names.constraints.push_back(check.name);
    for (const catalog::Exclusion& exclusion : relation.exclusions) names.constraints.push_back(exclusion.name);
    for (const catalog::Index& index : relation.indexes) names.indexes.push_back(index.name);
    return names;
}

void TakenNames::read_touched(const Relations& relations) {
    for (const QualifiedName& name : touched_) {
        if (const auto before = known_.find(name); before != known_.end()) {
            count(name, before->second, -1);
            known_.erase(before);
        }
        const auto state = relations.find(name);
        if (state == relations.end()) continue;
        Names names = names_of(state->second.relation);
        count(name, names, 1);
        known_.emplace(name, std::move(names));
    }
}

void TakenNames::count(const QualifiedName& relation, const Names& names, int by) {
    const auto change = [&](std::map<QualifiedName, int>& counts, const std::string& name) {
        const auto entry = counts.try_emplace({relation.schema, name}, 0).first;
        entry->second += by;
        if (entry->second <= 0) counts.erase(entry);
    };
    for (const std::string& name : names.indexes) change(indexes_, name);
    for (const std::string& name : names.constraints) change(constraints_, name);
}

}  // namespace rowtype::migrations
