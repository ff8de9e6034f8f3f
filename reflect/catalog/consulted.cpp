#include "reflect/catalog/consulted.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::catalog {

namespace {

const QualifiedName& name_of(const Relation& object) { return object.name; }
const QualifiedName& name_of(const TypeDefinition& object) { return object.name; }
const QualifiedName& name_of(const Function& object) { return object.name; }
const QualifiedName& name_of(const PendingName& object) { return object.relation; }
const QualifiedName& name_of(const RemovedName& object) { return object.relation; }
const QualifiedName& name_of(const RemovedObject& object) { return object.name; }

// Both are sorted by name; overloads and columns stand together.
template <class Object>
void add_differences(const std::vector<Object>& before, const std::vector<Object>& after, Consulted::Names& names) {
    const auto end_of = [](auto from, auto end) {
        return std::find_if(from, end, [&](const Object& object) { return name_of(object) != name_of(*from); });
    };
    auto left = before.begin();
    auto right = after.begin();
    while (left != before.end() || right != after.end()) {
        const bool has_left = right == after.end() || (left != before.end() && !(name_of(*right) < name_of(*left)));
        const bool has_right = left == before.end() || (right != after.end() && !(name_of(*left) < name_of(*right)));
        const auto left_end = has_left ? end_of(left, before.end()) : left;
        const auto right_end = has_right ? end_of(right, after.end()) : right;
        if (!std::equal(left, left_end, right, right_end)) names.insert(has_left ? name_of(*left).name : name_of(*right).name);
        left = left_end;
        right = right_end;
    }
}

bool has_other_names(const std::vector<Relation>& before, const std::vector<Relation>& after) {
    return !std::ranges::equal(before, after, {}, &Relation::name, &Relation::name);
}

auto general_part(const CatalogData& data) {
    return std::tie(data.schemas, data.search_path, data.incomplete_schemas, data.outline_schemas, data.presumed_functions,
                    data.schema_privileges, data.default_privileges, data.access_known, data.policies_known, data.triggers_known,
                    data.server_version);
}

using Reference = std::pair<const QualifiedName*, const ForeignKey*>;

std::vector<Reference> references_to(const QualifiedName& relation, const Catalog& catalog) {
    std::vector<Reference> found;
    for (const Relation& other : catalog.relations()) {
        for (const ForeignKey& key : other.foreign_keys) {
            if (key.referenced_relation == relation) found.emplace_back(&other.name, &key);
        }
    }
    return found;
}

bool share_a_name(const Consulted::Names& left, const Consulted::Names& right) {
    return std::ranges::any_of(left, [&](const std::string& name) { return right.contains(name); });
}

}  // namespace

CatalogChange::CatalogChange(const Catalog& before, const Catalog& after) : before_(before), after_(after) {
    const CatalogData& old_data = before.data();
    const CatalogData& new_data = after.data();
    general_ = general_part(old_data) != general_part(new_data) || old_data.pending.empty() != new_data.pending.empty();
    add_differences(old_data.relations, new_data.relations, relations_);
    add_differences(old_data.pending, new_data.pending, relations_);
    add_differences(old_data.removed, new_data.removed, relations_);
    add_differences(old_data.types, new_data.types, types_);
    add_differences(old_data.functions, new_data.functions, functions_);
    add_differences(old_data.removed_objects, new_data.removed_objects, types_);
    add_differences(old_data.removed_objects, new_data.removed_objects, functions_);
    relation_names_ = has_other_names(old_data.relations, new_data.relations);
    own_schemas_ = before.own_schemas() != after.own_schemas();
    sequences_ = old_data.sequences != new_data.sequences;
    anything_ = general_ || sequences_ || !relations_.empty() || !types_.empty() || !functions_.empty() ||
                old_data.notes != new_data.notes;
}

bool CatalogChange::concerns(const Consulted& consulted) const {
    if (general_ || (consulted.everything && anything_)) return true;
    if ((consulted.relation_names && relation_names_) || (consulted.sequences && sequences_)) return true;
    if (consulted.own_schemas && own_schemas_) return true;
    if (share_a_name(consulted.relations, relations_) || share_a_name(consulted.types, types_) ||
        share_a_name(consulted.functions, functions_)) {
        return true;
    }
    if (relations_.empty()) return false;
    return std::ranges::any_of(consulted.referenced, [&](const QualifiedName& relation) {
        const std::vector<Reference> before = references_to(relation, before_);
        const std::vector<Reference> after = references_to(relation, after_);
        return !std::ranges::equal(before, after, [](const Reference& left, const Reference& right) {
            return *left.first == *right.first && *left.second == *right.second;
        });
    });
}

}  // namespace rowtype::catalog
