#include "analysis/codegen/plan_relationships.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "analysis/codegen/names.h"

namespace rowtype::codegen {

namespace {

using catalog::ForeignKey;
using catalog::QualifiedName;
using catalog::Relation;

class Linker {
public:
    explicit Linker(ModulePlan& plan);
    void link();

private:
    void link_key(PlannedClass& child, const ForeignKey& key);
    void link_junction(const PlannedClass& junction);
    PlannedClass* class_of(const QualifiedName& relation);
    std::string free_name(const PlannedClass& model, const std::string& wanted);

    std::map<QualifiedName, PlannedClass*> classes_;
    std::map<const PlannedClass*, std::set<std::string>> taken_;
};

// Attributes that declarative classes have, and names of their modules' scope.
constexpr std::array<std::string_view, 6> kReserved = {"metadata",   "registry",      "sa",
                                                       "postgresql", "mapped_column", "relationship"};

Linker::Linker(ModulePlan& plan) {
    for (PlannedClass& model : plan.models) {
        if (model.variant == ModelVariant::Row && is_mapped(model)) classes_[model.relation->name] = &model;
    }
}

void Linker::link() {
    for (auto& [name, model] : classes_) {
        for (const ForeignKey& key : model->relation->foreign_keys) link_key(*model, key);
    }
    for (auto& [name, model] : classes_) link_junction(*model);
}

PlannedClass* Linker::class_of(const QualifiedName& relation) {
    const auto found = classes_.find(relation);
    return found == classes_.end() ? nullptr : found->second;
}

std::string Linker::free_name(const PlannedClass& model, const std::string& wanted) {
    std::set<std::string>& taken = taken_[&model];
    if (taken.empty()) {
        taken.insert(kReserved.begin(), kReserved.end());
        for (const PlannedField& field : model.fields) {
            taken.insert(field.name);
            taken.emplace(field.column());
        }
    }
    std::string name = unique_name(field_name(wanted, taken), taken);
    taken.insert(name);
    return name;
}

const PlannedField* field_of(const PlannedClass& model, const std::string& column) {
    const auto found = std::ranges::find(model.fields, column, &PlannedField::column);
    return found == model.fields.end() ? nullptr : &*found;
}

// "author" of author_id, "parent" of parentId; empty where the column's name tells no more than the table's.
std::string stem_of(const ForeignKey& key) {
    if (key.columns.size() != 1) return "";
    const std::string_view column = key.columns.front();
    for (const std::string_view ending : {"_id", "_uuid", "_fk", "Id", "_key", "_code"}) {
        if (column.size() > ending.size() && column.ends_with(ending)) {
            return std::string(column.substr(0, column.size() - ending.size()));
        }
    }
    return "";
}

bool is_subset(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
    return std::ranges::all_of(part, [&](const std::string& item) { return std::ranges::find(whole, item) != whole.end(); });
}

// Whether at most one row points at each.
bool is_unique(const Relation& relation, const ForeignKey& key) {
    if (relation.primary_key && is_subset(relation.primary_key->columns, key.columns)) return true;
    return std::ranges::any_of(relation.unique_keys,
                               [&](const catalog::Key& unique) { return is_subset(unique.columns, key.columns); });
}

// Whether another foreign key writes one of its columns as well: then neither attribute may write.
bool shares_columns(const Relation& relation, const ForeignKey& key) {
    return std::ranges::any_of(relation.foreign_keys, [&](const ForeignKey& other) {
        return other.name != key.name && std::ranges::any_of(other.columns, [&](const std::string& column) {
                   return std::ranges::find(key.columns, column) != key.columns.end();
               });
    });
}

std::vector<std::string> attributes_of(const PlannedClass& model, const std::vector<std::string>& columns) {
    std::vector<std::string> attributes;
    for (const std::string& column : columns) {
        const PlannedField* field = field_of(model, column);
        if (field == nullptr) return {};
        attributes.push_back(model.class_name + "." + field->name);
    }
    return attributes;
}

void Linker::link_key(PlannedClass& child, const ForeignKey& key) {
    PlannedClass* parent = class_of(key.referenced_relation);
    if (parent == nullptr) return;
    const std::vector<std::string> local = attributes_of(child, key.columns);
    const std::vector<std::string> remote = attributes_of(*parent, key.referenced_columns);
    if (local.empty() || remote.empty()) return;
    const auto same_target =
        std::ranges::count(child.relation->foreign_keys, key.referenced_relation, &ForeignKey::referenced_relation);
    const bool view_only = shares_columns(*child.relation, key);
    const std::string stem = stem_of(key);
    const bool is_self = parent == &child;

    PlannedRelationship up;
    up.name = free_name(child, stem.empty() ? key.referenced_relation.name : stem);
    up.target = parent->class_name;
    up.optional = std::ranges::any_of(key.columns, [&](const std::string& column) { return field_of(child, column)->nullable; });
    up.foreign_keys = local;
    if (is_self) up.remote_side = remote;
    up.view_only = view_only;

    PlannedRelationship down;
    const std::string& table = child.relation->name.name;
    const std::string by = stem.empty() ? key.name : stem;
    const std::string wanted = is_self ? by + "_" + table : same_target > 1 ? table + "_" + by : table;
    down.name = free_name(*parent, wanted);
    down.target = child.class_name;
    down.is_list = !is_unique(*child.relation, key);
    down.optional = !down.is_list;
    down.foreign_keys = local;
    if (is_self) down.remote_side = local;
    down.view_only = view_only;
    if (!view_only) {
        up.back_populates = down.name;
        down.back_populates = up.name;
    }
    child.relationships.push_back(std::move(up));
    parent->relationships.push_back(std::move(down));
}

std::string join_condition(const PlannedClass& junction, const ForeignKey& key, const PlannedClass& target) {
    const std::vector<std::string> local = attributes_of(junction, key.columns);
    const std::vector<std::string> remote = attributes_of(target, key.referenced_columns);
    if (local.empty() || local.size() != remote.size()) return "";
    std::string condition;
    for (std::size_t index = 0; index < local.size(); ++index) {
        condition += (index == 0 ? "" : ", ") + remote[index] + " == " + local[index];
    }
    return local.size() == 1 ? condition : "and_(" + condition + ")";
}

// Reading alone: rows of the table between may have more than the two keys.
void Linker::link_junction(const PlannedClass& junction) {
    const Relation& relation = *junction.relation;
    std::vector<const ForeignKey*> keys;
    for (const ForeignKey& key : relation.foreign_keys) {
        if (is_subset(key.columns, relation.primary_key->columns) && class_of(key.referenced_relation) != nullptr) {
            keys.push_back(&key);
        }
    }
    // The table between is named in an expression of Python's.
    if (!is_identifier(relation.name.name) || !is_identifier(relation.name.schema) || is_keyword(relation.name.name)) return;
    if (keys.size() != 2 || shares_columns(relation, *keys[0])) return;
    for (const std::size_t index : {std::size_t{0}, std::size_t{1}}) {
        const ForeignKey& near = *keys[index];
        const ForeignKey& far = *keys[1 - index];
        PlannedClass* source = class_of(near.referenced_relation);
        PlannedClass* target = class_of(far.referenced_relation);
        PlannedRelationship many;
        many.primary_join = join_condition(junction, near, *source);
        many.secondary_join = join_condition(junction, far, *target);
        if (many.primary_join.empty() || many.secondary_join.empty()) continue;
        many.secondary = relation.name;
        const std::string stem = stem_of(far);
        const std::string& table = target->relation->name.name;
        many.name = free_name(*source, source == target && !stem.empty() ? stem + "_" + table : table);
        many.target = target->class_name;
        many.is_list = true;
        many.view_only = true;
        source->relationships.push_back(std::move(many));
    }
}

}  // namespace

bool is_mapped(const PlannedClass& model) {
    return model.relation != nullptr && !model.relation->is_view() && model.relation->primary_key &&
           !model.relation->primary_key->columns.empty();
}

void add_relationships(ModulePlan& plan) { Linker(plan).link(); }

}  // namespace rowtype::codegen
