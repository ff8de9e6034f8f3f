#include "reflect/migrations/taken_names.h"

#include <algorithm>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

using catalog::QualifiedName;

void TakenNames::touch_all(const Relations& relations) {
    for (const auto& [name, state] : relations) touched_.insert(name);
}

void TakenNames::settle(const Relations& relations) {
    read_touched(relations, true);
    touched_.clear();
}

bool TakenNames::has_index(const Relations& relations, const QualifiedName& name) {
    read_touched(relations, false);
    return indexes_.contains(name);
}

bool TakenNames::has_constraint(const Relations& relations, const QualifiedName& name) {
    read_touched(relations, false);
    return constraints_.contains(name);
}

void TakenNames::read_touched(const Relations& relations, bool thoroughly) {
    for (const QualifiedName& name : touched_) {
        const auto state = relations.find(name);
        read(name, state == relations.end() ? nullptr : &state->second, thoroughly);
    }
}

void TakenNames::read(const QualifiedName& name, const RelationState* state, bool thoroughly) {
    static const catalog::Relation kNone;
    const catalog::Relation& relation = state == nullptr ? kNone : state->relation;
    Names& known = known_[name];
    struct Named {
        std::string name;
    };
    std::vector<Named> primary_key;
    if (relation.primary_key) primary_key.push_back({relation.primary_key->name});
    read_list(name.schema, known.primary_key, primary_key, Counts::Both, thoroughly);
    read_list(name.schema, known.unique_keys, relation.unique_keys, Counts::Both, thoroughly);
    read_list(name.schema, known.foreign_keys, relation.foreign_keys, Counts::Constraint, thoroughly);
    read_list(name.schema, known.checks, relation.checks, Counts::Constraint, thoroughly);
    read_list(name.schema, known.exclusions, relation.exclusions, Counts::Constraint, thoroughly);
    read_list(name.schema, known.indexes, relation.indexes, Counts::Index, thoroughly);
    if (state == nullptr) known_.erase(name);
}

// Names come at the end of their list. While a statement is at work, a list whose last known name is where it was is taken to
// have kept those before it; whatever else it did is read when the statement is over.
template <class Part>
void TakenNames::read_list(const std::string& schema, std::vector<std::string>& known, const std::vector<Part>& parts,
                           Counts counts, bool thoroughly) {
    std::size_t same = known.size();
    if (thoroughly || parts.size() < known.size() || (!known.empty() && parts[known.size() - 1].name != known.back())) {
        for (same = 0; same < std::min(known.size(), parts.size()) && known[same] == parts[same].name; ++same) {
        }
    }
    for (; known.size() > same; known.pop_back()) count(schema, known.back(), counts, -1);
    for (; known.size() < parts.size(); known.push_back(parts[known.size()].name)) {
        count(schema, parts[known.size()].name, counts, 1);
    }
}

void TakenNames::count(const std::string& schema, const std::string& name, Counts counts, int by) {
    const auto change = [&](std::map<QualifiedName, int>& entries) {
        const auto entry = entries.try_emplace({schema, name}, 0).first;
        entry->second += by;
        if (entry->second <= 0) entries.erase(entry);
    };
    if (counts != Counts::Constraint) change(indexes_);
    if (counts != Counts::Index) change(constraints_);
}

}  // namespace rowtype::migrations
